"""Addresses registered as targets: inside the VPC in the zone of their subnet, outside it in all zones."""

from ipaddress import ip_address, ip_network
from typing import Any

from moto.elbv2.exceptions import ValidationError

_ALL = "all"
_OUTSIDE = [ip_network(cidr) for cidr in ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16")]


def check_zone(target: dict[str, Any], ec2_backend: Any, vpc_id: str) -> None:
    """Refuse an address whose availability zone is missing or wrong. Raises ValidationError."""
    address, zone = target["Id"], target.get("AvailabilityZone")
    try:
        parsed = ip_address(address)
    except ValueError:
        # assumed: the message.
        raise ValidationError(f"The IP address '{address}' is not valid") from None
    own = _zone_of(parsed, ec2_backend, vpc_id)
    if own is not None:
        if zone == _ALL:
            raise ValidationError(
                f"The IP address '{address}' is within the VPC, and cannot have its Availability Zone overridden to "
                f"'{_ALL}' from '{own}'"
            )
        target["AvailabilityZone"] = own
        return
    if not any(parsed in block for block in _OUTSIDE):
        # assumed: the message. The ranges are documented.
        raise ValidationError(f"The IP address '{address}' is outside the VPC and of none of the private ranges")
    if zone is None:
        raise ValidationError(
            f"The Availability Zone is required for IP address '{address}' because it is not in the VPC"
        )
    if zone != _ALL:
        raise ValidationError(
            f"You must specify a valid Availability Zone or select '{_ALL}' for all enabled Availability zones, since "
            f"the IP address '{address}' is outside the VPC"
        )


def _zone_of(address: Any, ec2_backend: Any, vpc_id: str) -> str | None:
    """The zone of the VPC's subnet that an address lies in, if it lies in one."""
    for subnet in ec2_backend.describe_subnets(filters={"vpc-id": [vpc_id]}):
        if address in ip_network(subnet.cidr_block):
            return str(subnet.availability_zone)
    return None
