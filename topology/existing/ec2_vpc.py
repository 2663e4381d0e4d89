"""An EC2 VPC that exists: what AWS says of it, and where it does not fit the configuration."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

from topology.errors import Problem
from topology.existing.seen import SeenAttachment, SeenRouteTable, SeenSubnet
from topology.migration.ec2_vpc import Ec2Vpc, ExistingEc2Vpc
from topology.network.overlay import Overlay
from topology.site import Site

_PATH = "ec2Vpc.existing"


@dataclass(frozen=True)
class SeenEc2Vpc:
    """`cidrs` are all blocks of the VPC, `subnets` all of its subnets; one of IPv6 only has an empty CIDR."""

    cidrs: tuple[str, ...]
    subnets: tuple[SeenSubnet, ...]
    tables: Mapping[str, SeenRouteTable]
    attachment: SeenAttachment | None = None
    strange_attachment_id: str | None = None
    """An attachment to the site's gateway that the configuration does not name and this stack did not make."""

    def subnet(self, id: str) -> SeenSubnet | None:
        """The subnet with this id, or None."""
        return next((subnet for subnet in self.subnets if subnet.id == id), None)


def ec2_vpc_fit_problems(vpc: Ec2Vpc, existing: ExistingEc2Vpc, site: Site, seen: SeenEc2Vpc) -> Iterator[Problem]:
    """Problems of the VPC, of the subnets to attach it by, and of its attachment."""
    if vpc.cidr not in seen.cidrs:
        expected = f"expected a block of {existing.vpc_id}, which has {', '.join(seen.cidrs)}"
        yield Problem.with_value("ec2Vpc.cidr", vpc.cidr, expected)
    zones: dict[str, str] = {}
    for number, id in enumerate(existing.subnet_ids):
        key, subnet = f"{_PATH}.subnetIds[{number}]", seen.subnet(id)
        yield from _subnet_problems(key, id, existing, subnet)
        if subnet is not None and zones.setdefault(subnet.availability_zone, id) != id:
            expected = f"expected one subnet for each zone; {zones[subnet.availability_zone]} and {id} are both in"
            yield Problem(key, f"{expected} {subnet.availability_zone}")
    if seen.strange_attachment_id is not None:
        gateway = site.existing.transit_gateway_id
        attached = f"{seen.strange_attachment_id} attaches {existing.vpc_id} to {gateway} already"
        problem = f"is missing: {attached}, and AWS refuses a second attachment. Name that attachment here"
        yield Problem(f"{_PATH}.transitGatewayAttachmentId", problem)
    if seen.attachment is not None:
        yield from _attachment_problems(existing, site, seen.attachment)


def _subnet_problems(key: str, id: str, existing: ExistingEc2Vpc, subnet: SeenSubnet | None) -> Iterator[Problem]:
    if subnet is None:
        yield Problem.with_value(key, id, f"expected a subnet of {existing.vpc_id}")
        return
    if not subnet.cidr:
        yield Problem(key, f"expected a subnet with IPv4 addresses, found {id}, which has IPv6 addresses only")
    if subnet.state != "available":
        yield Problem(key, f"expected a subnet in state available, found {id} in state {subnet.state}")


def _attachment_problems(existing: ExistingEc2Vpc, site: Site, seen: SeenAttachment) -> Iterator[Problem]:
    id, key = existing.transit_gateway_attachment_id, f"{_PATH}.transitGatewayAttachmentId"
    gateway = site.existing.transit_gateway_id
    if not seen.transit_gateway_id:
        yield Problem.with_value(key, id, f"expected a transit gateway attachment that exists in {site.region}")
        return
    if (seen.transit_gateway_id, seen.resource_id) != (gateway, existing.vpc_id):
        expected = f"expected an attachment of {existing.vpc_id} to {gateway}, the gateway of {site.name}"
        yield Problem(key, f"{expected}; found {id} of {seen.resource_id} to {seen.transit_gateway_id}")
        return
    if seen.state != "available":
        yield Problem(key, f"expected an attachment in state available, found {id} in state {seen.state}")
    if seen.route_table_id is None:
        expected = "expected an attachment that is associated with a route table of the gateway"
        yield Problem(key, f"{expected}; what the instances send by {id} is led nowhere")


def ec2_vpc_warnings(
    existing: ExistingEc2Vpc,
    overlay: Overlay,
    seen: SeenEc2Vpc,
    *,
    destinations: Sequence[str],
    gateway: str | None,
    region: str,
) -> Iterator[str]:
    """What a migration meets in the VPC: one sentence for each subnet and each route.

    `destinations` should be led to `gateway`, the site's transit gateway; None where the stack makes that.
    """
    kept = [IPv4Network(subnet.cidr) for subnet in overlay.subnets]
    workload = [IPv4Network(prefix) for prefix in overlay.externally_routable_prefixes]
    yield from _subnet_warnings(existing.vpc_id, kept, workload, seen)
    for table_id, destination, target in _led_elsewhere(kept, seen, destinations, gateway) if gateway else ():
        yield (
            f"In {existing.vpc_id}, {seen.tables[table_id]} leads {destination} to {target or 'nowhere'}, not to "
            f"{gateway}: the instances do not reach it. This stack adds no route there. If they must reach it: "
            f"`aws ec2 create-route --region {region} --route-table-id {table_id} --destination-cidr-block "
            f"{destination} --transit-gateway-id {gateway}`."
        )


def _subnet_warnings(
    vpc_id: str, kept: Sequence[IPv4Network], workload: Sequence[IPv4Network], seen: SeenEc2Vpc
) -> Iterator[str]:
    for subnet in seen.subnets:
        if not subnet.cidr:
            yield (
                f"{subnet.id} of {vpc_id} has IPv6 addresses only. Its instances cannot keep their addresses: an "
                "overlay subnet has IPv4 addresses only."
            )
            continue
        cidr = IPv4Network(subnet.cidr)
        if any(cidr.overlaps(prefix) for prefix in workload) and not any(cidr.subnet_of(one) for one in kept):
            yield (
                f"No subnet of the overlay holds {cidr}, the prefix of {subnet.id} of {vpc_id}. Its instances cannot "
                "keep their addresses until one of overlay.subnets does."
            )


def _led_elsewhere(
    kept: Sequence[IPv4Network], seen: SeenEc2Vpc, destinations: Sequence[str], gateway: str
) -> Iterator[tuple[str, str, str | None]]:
    """Table, destination and target of each route of the workload's subnets that does not lead to the gateway."""
    used = (one for one in seen.subnets if one.cidr and any(IPv4Network(one.cidr).overlaps(cidr) for cidr in kept))
    for table_id in dict.fromkeys(subnet.route_table_id for subnet in used):
        for destination in destinations if table_id in seen.tables else ():
            target = _longest(seen.tables[table_id], destination)
            if target != gateway:
                yield table_id, destination, target


def _longest(table: SeenRouteTable, destination: str) -> str | None:
    """The target of the longest prefix that holds the whole destination; routes by prefix list are not looked into."""
    covering = (
        (IPv4Network(route.destination).prefixlen, route.target)
        for route in table.routes
        if "." in route.destination and IPv4Network(destination).subnet_of(IPv4Network(route.destination))
    )
    return max(covering, default=(0, None))[1]
