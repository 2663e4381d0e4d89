"""NC2's VPC and the tier of each of its subnets, by what NC2 and Prism Central have put there. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from ipaddress import IPv4Address, IPv4Network

from operations.discover.aws_facts import AwsFacts
from operations.discover.draft import Draft
from operations.discover.finding import Outcome
from operations.discover.prism_facts import PrismFacts
from operations.look import Subnet

TIERS = ("public", "metal", "pc", "flow")
_WORDS: Mapping[str, tuple[str, ...]] = {
    "public": ("public",),
    "metal": ("metal", "host", "node", "cluster"),
    "pc": ("pc", "prism"),
    "flow": ("flow", "fvn", "overlay"),
}
_ANYWHERE = IPv4Network("0.0.0.0/0")


def choose_vpc(draft: Draft, aws: AwsFacts, prism: PrismFacts, endpoint: str) -> str:
    """NC2's VPC, written into the draft; empty where none or several could be it."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for vpc, reason in _evidence(aws, prism, endpoint):
        if reason not in reasons[vpc]:
            reasons[vpc].append(reason)
    key = f"sites.{draft.site}.existing.vpcId"
    if len(reasons) != 1:
        draft.decide(key, "NC2's VPC", {vpc: ", ".join(why) for vpc, why in sorted(reasons.items())})
        return ""
    vpc, why = next(iter(reasons.items()))
    name = aws.vpcs[vpc].tags.get("Name", "")
    draft.put(key, vpc, f"{name + ': ' if name else ''}{', '.join(why)}")
    draft.tell(Outcome.USED, f"VPC {vpc}", f"NC2's VPC: {', '.join(why)}")
    return vpc


def _evidence(aws: AwsFacts, prism: PrismFacts, endpoint: str) -> Iterator[tuple[str, str]]:
    """Each VPC that something of NC2's is in, and what."""
    network = aws.network
    for vpc in sorted(aws.nc2_tagged):
        yield vpc, "tags of NC2"
    for subnet in sorted(aws.metal_subnets):
        yield network.subnets[subnet].vpc_id, "bare-metal instances"
    for _, interface in nc2_routes(aws, prism):
        yield network.interfaces[interface].vpc_id, "NC2's route of the overlay"
    for subnet_ in network.subnets.values():
        if _is_in(endpoint, subnet_.cidr):
            yield subnet_.vpc_id, "the address of Prism Central"


def nc2_routes(aws: AwsFacts, prism: PrismFacts) -> Iterator[tuple[str, str]]:
    """NC2's routes of the overlay: (table, network interface), in whichever tables they are."""
    prefixes = routable(prism)
    for table, routes in sorted(aws.network.vpc_tables.items()):
        for route in routes:
            if route.target in aws.network.interfaces and any(route.destination.overlaps(one) for one in prefixes):
                yield table, route.target


def routable(prism: PrismFacts) -> tuple[IPv4Network, ...]:
    """The externally routable prefixes of every VPC of the overlay."""
    found = {str(prefix) for vpc in prism.vpcs for prefix in vpc.externally_routable_prefixes or []}
    return tuple(sorted(map(IPv4Network, found)))


def choose_subnets(draft: Draft, aws: AwsFacts, prism: PrismFacts, vpc: str, endpoint: str) -> None:
    """The subnets by tier and zone, written into the draft."""
    tiers = {one.id: _tier(one, aws, prism, endpoint) for one in aws.network.subnets.values() if one.vpc_id == vpc}
    by_place: dict[tuple[str, str], list[Subnet]] = defaultdict(list)
    for id, (tier, _) in sorted(tiers.items()):
        subnet = aws.network.subnets[id]
        by_place[subnet.availability_zone, tier].append(subnet)
        if not tier:
            named = f"{aws.subnet_names[id]}, {subnet.cidr}" if aws.subnet_names[id] else str(subnet.cidr)
            draft.tell(Outcome.LEFT, f"subnet {id} ({named})", "nothing of NC2's is in it, and its name says no tier")
    zones = _whole_zones(draft, by_place)
    if zones:
        draft.put(f"sites.{draft.site}.availabilityZones", zones, "the zones that have a subnet of each tier")
    for tier in TIERS if zones else ():
        _write_tier(draft, tier, [by_place[zone, tier][0] for zone in zones], tiers)


def _write_tier(draft: Draft, tier: str, chosen: Sequence[Subnet], tiers: Mapping[str, tuple[str, str]]) -> None:
    key = f"sites.{draft.site}.existing.subnetIds.{tier}"
    draft.put(key, [one.id for one in chosen], ", ".join(dict.fromkeys(tiers[one.id][1] for one in chosen)))
    draft.tell(Outcome.USED, f"{tier} subnets", ", ".join(f"{one.id} ({one.cidr})" for one in chosen))
    by_name = [one.id for one in chosen if tiers[one.id][1] == _BY_NAME]
    if by_name:
        said = f"{', '.join(by_name)}: by the Name tag alone"
        draft.tell(Outcome.UNDECIDED, f"{tier} subnets", said, f"Confirm {key}.")


_BY_NAME = "by its name"


def _tier(subnet: Subnet, aws: AwsFacts, prism: PrismFacts, endpoint: str) -> tuple[str, str]:
    """The tier of a subnet and what says so. What is in it counts before what it is called."""
    routes = aws.network.vpc_tables.get(subnet.table_id, ())
    if any(route.destination == _ANYWHERE and route.target.startswith("igw-") for route in routes):
        return "public", "its default route leads to an internet gateway"
    if _is_in(endpoint, subnet.cidr):
        return "pc", "the address of Prism Central"
    floating = [one.ipv4 for one in prism.subnets if one.is_external and one.is_nat_enabled]
    pools = [IPv4Network(str(one.ip_subnet)) for one in floating if one]
    if any(pool.subnet_of(subnet.cidr) for pool in pools):
        return "flow", "the addresses of floating IPs"
    if any(aws.network.interfaces[one].subnet_id == subnet.id for _, one in nc2_routes(aws, prism)):
        return "flow", "the interface that NC2's route leads to"
    if subnet.id in aws.metal_subnets:
        return "metal", "bare-metal instances"
    words = aws.subnet_names[subnet.id].lower().replace("_", "-").split("-")
    named = [tier for tier, known in _WORDS.items() if any(word in known for word in words)]
    return (named[0], _BY_NAME) if len(named) == 1 else ("", "")


def _whole_zones(draft: Draft, by_place: Mapping[tuple[str, str], Sequence[Subnet]]) -> list[str]:
    """The zones with exactly one subnet of each tier. The others are told."""
    whole = []
    for zone in sorted({zone for zone, tier in by_place if tier}):
        missing = [tier for tier in TIERS if not by_place.get((zone, tier))]
        several = {tier: by_place[zone, tier] for tier in TIERS if len(by_place.get((zone, tier), ())) > 1}
        for tier, subnets in several.items():
            key = f"sites.{draft.site}.existing.subnetIds.{tier}"
            draft.decide(key, f"{tier} subnet in {zone}", {one.id: str(one.cidr) for one in subnets})
        if missing and not several:
            draft.tell(Outcome.LEFT, f"zone {zone}", f"it has no subnet for {', '.join(missing)}")
        if not missing and not several:
            whole.append(zone)
    if not whole:
        expected = "each zone needs one subnet for each of public, metal, pc and flow"
        draft.tell(Outcome.UNDECIDED, "subnets", expected, f"Set sites.{draft.site}.existing.subnetIds.")
    return whole


def _is_in(host: str, cidr: IPv4Network) -> bool:
    try:
        return IPv4Address(host) in cidr
    except ValueError:
        return False
