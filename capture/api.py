"""Capture by EC2's API: works for stopped instances too, needs no agent, and touches no guest."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from ipaddress import IPv4Network
from typing import Any

from aws import asking
from capture.record import Nic, Snapshot
from capture.selection import Selection, name_of, selected, state_of

_HINT = "Check the credentials, their rights and the region, then run again."
_AMAZON_DNS = "AmazonProvidedDNS"
ONLY_IPV6 = "IPv6"
_NOT_CAPTURED = "It was not captured: an overlay subnet has IPv4 addresses only"


def now() -> str:
    """The current time, RFC 3339 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def capture_by_api(ec2: Any, selection: Selection, clock: Callable[[], str] = now) -> list[Snapshot]:
    """A snapshot of each selected instance, as EC2's API describes it. Raises AwsError."""
    instances = list(selected(ec2, selection))
    surroundings = Surroundings(ec2, instances)
    return [_snapshot(instance, surroundings, clock()) for instance in instances]


class Surroundings:
    """The subnets of some instances, and the DNS servers of their VPCs."""

    def __init__(self, ec2: Any, instances: Sequence[Mapping[str, Any]]) -> None:
        nics = [nic for instance in instances for nic in instance.get("NetworkInterfaces") or []]
        with asking("read the subnets and DHCP options", _HINT):
            subnets = list(_of_ids(ec2, "describe_subnets", "Subnets", "subnet-id", _ids(nics, "SubnetId")))
            vpcs = list(_of_ids(ec2, "describe_vpcs", "Vpcs", "vpc-id", _ids(subnets, "VpcId")))
            wanted = {str(vpc["DhcpOptionsId"]) for vpc in vpcs if str(vpc.get("DhcpOptionsId")).startswith("dopt-")}
            options = list(_of_ids(ec2, "describe_dhcp_options", "DhcpOptions", "dhcp-options-id", wanted))
        # A subnet for IPv6 alone has no CidrBlock, or an empty one.
        self._cidrs = {str(subnet["SubnetId"]): str(subnet.get("CidrBlock") or "") for subnet in subnets}
        servers = {str(one["DhcpOptionsId"]): _servers(one) for one in options}
        self._dns = {
            str(vpc["VpcId"]): tuple(_reached(servers.get(str(vpc.get("DhcpOptionsId")), [_AMAZON_DNS]), vpc))
            for vpc in vpcs
        }

    def cidr(self, subnet_id: str) -> str:
        """The prefix of a subnet; empty if EC2 did not tell it."""
        return self._cidrs.get(subnet_id, "")

    def dns(self, vpc_id: str) -> tuple[str, ...]:
        """The addresses of a VPC's DNS servers."""
        return self._dns.get(vpc_id, ())


def _ids(items: Iterable[Mapping[str, Any]], name: str) -> set[str]:
    """The ids that EC2 gives; it leaves them out of what is not in a VPC."""
    return {str(item[name]) for item in items if item.get(name)}


def _of_ids(ec2: Any, call: str, answer: str, name: str, ids: set[str]) -> Iterator[Mapping[str, Any]]:
    ordered = sorted(ids)
    for at in range(0, len(ordered), 200):
        filters = [{"Name": name, "Values": ordered[at : at + 200]}]
        for page in ec2.get_paginator(call).paginate(Filters=filters):
            yield from page[answer]


def _servers(options: Mapping[str, Any]) -> list[str]:
    named = (one for one in options.get("DhcpConfigurations") or [] if one["Key"] == "domain-name-servers")
    return [str(value["Value"]) for one in named for value in one["Values"]]


def _reached(servers: list[str], vpc: Mapping[str, Any]) -> Iterator[str]:
    """Amazon's own server has the third address of a VPC."""
    cidr = str(vpc.get("CidrBlock") or "")
    for server in servers:
        if server != _AMAZON_DNS:
            yield server
        elif cidr:
            yield str(IPv4Network(cidr)[2])


def _snapshot(instance: Mapping[str, Any], surroundings: Surroundings, at: str) -> Snapshot:
    found = instance.get("NetworkInterfaces") or []
    nics = (_nic(nic, surroundings) for nic in found if nic.get("PrivateIpAddress"))
    without = [str(nic.get("NetworkInterfaceId", "")) for nic in found if not nic.get("PrivateIpAddress")]
    return Snapshot(
        way="api",
        instance_id=str(instance["InstanceId"]),
        name=name_of(instance),
        state=state_of(instance),
        captured_at=at,
        nics=tuple(sorted(nics, key=lambda nic: nic.device_index)),
        dns=surroundings.dns(str(instance.get("VpcId", ""))),
        os=str(instance.get("PlatformDetails") or instance.get("Platform") or ""),
        vpc_id=str(instance.get("VpcId", "")),
        availability_zone=str((instance.get("Placement") or {}).get("AvailabilityZone", "")),
        checks={ONLY_IPV6: f"{', '.join(without)} has no IPv4 address. {_NOT_CAPTURED}"} if without else {},
    )


def _nic(nic: Mapping[str, Any], surroundings: Surroundings) -> Nic:
    subnet_id = str(nic.get("SubnetId", ""))
    cidr = surroundings.cidr(subnet_id)
    listed = nic.get("PrivateIpAddresses") or []
    others = [str(one["PrivateIpAddress"]) for one in listed if not one.get("Primary") and one.get("PrivateIpAddress")]
    return Nic(
        device_index=int((nic.get("Attachment") or {}).get("DeviceIndex", 0)),
        address=str(nic["PrivateIpAddress"]),
        mac=str(nic.get("MacAddress", "")).lower(),
        secondary=tuple(sorted(others)),
        subnet_id=subnet_id,
        cidr=cidr,
        # AWS gives the second address of every subnet to its router.
        gateway=str(IPv4Network(cidr)[1]) if cidr else "",
    )
