"""Subnets: their availability zone must be one of the region, and a transit gateway's subnet cannot be deleted.

moto accepts a zone of any region, so a zone left over from another region goes unnoticed.
"""

from typing import Any

from moto.ec2.exceptions import DependencyViolationError, InvalidAvailabilityZoneError

from simulator.aws.base import BackendMixin


class SubnetBackend(BackendMixin):
    """Repairs of moto's subnet backend."""

    def create_subnet(  # type: ignore[override]
        self,
        vpc_id: str,
        cidr_block: str,
        ipv6_cidr_block: str | None = None,
        availability_zone: str | None = None,
        availability_zone_id: str | None = None,
        **kwargs: Any,
    ) -> Any:
        zones = self.zones.get(self.region_name, [])
        asked = availability_zone or availability_zone_id
        known = {zone.name for zone in zones} if availability_zone else {zone.zone_id for zone in zones}
        if asked and asked not in known:
            raise InvalidAvailabilityZoneError(asked, ", ".join(zone.name for zone in zones))
        return super().create_subnet(
            vpc_id, cidr_block, ipv6_cidr_block, availability_zone, availability_zone_id, **kwargs
        )

    def delete_subnet(self, subnet_id: str) -> Any:
        subnet = self.get_subnet(subnet_id)
        if any(subnet_id in attachment.subnet_ids for attachment in self.get_vpc_attachments(subnet.vpc_id)):
            raise DependencyViolationError(f"The subnet '{subnet_id}' has dependencies and cannot be deleted.")
        deleted = super().delete_subnet(subnet_id)
        self.end_nodes_of(deleted)
        return deleted
