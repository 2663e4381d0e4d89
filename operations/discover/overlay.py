"""The overlay VPC that both sites hold, its external subnet and its subnets. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from operations.discover.draft import HAND_OVER, Draft
from operations.discover.finding import Outcome
from operations.discover.prism_facts import TRANSIT, PrismFacts
from prism.networking import Subnet, Vpc


def choose_overlay(draft: Draft, sites: Mapping[str, PrismFacts], home: str) -> str:
    """The overlay VPC by name, written into the draft; empty where none or several could be it."""
    names = {site: [vpc.label for vpc in _workload(facts)] for site, facts in sites.items()}
    shared = [name for name in names[home] if all(name in others for others in names.values())]
    candidates = shared or (names[home] if any(not others for others in names.values()) else [])
    if len(candidates) != 1:
        reasons = {name: f"at {', '.join(site for site in sites if name in names[site])}" for name in _all(names)}
        draft.decide("overlay.vpc", "overlay VPC", reasons)
        if len(candidates) > 1:
            draft.tell(
                Outcome.NOT_EXPRESSIBLE, "overlay VPCs", f"one overlay VPC a project; {len(candidates)} are here"
            )
        return ""
    name = candidates[0]
    for site in sites:
        if name not in names[site]:
            draft.tell(Outcome.LEFT, f"overlay of {site}", f"there is no VPC '{name}' yet; its stack makes it")
    _write(draft, sites[home], next(vpc for vpc in _workload(sites[home]) if vpc.label == name), home)
    for site, facts in sites.items():
        for vpc in (vpc for vpc in _workload(facts) if vpc.label == name):
            _compare(draft, site, facts, vpc)
    return name


def _all(names: Mapping[str, Sequence[str]]) -> list[str]:
    return sorted({name for found in names.values() for name in found})


def _workload(facts: PrismFacts) -> list[Vpc]:
    """The VPCs that are reached from outside without NAT."""
    return [vpc for vpc in facts.vpcs if vpc.vpc_type != TRANSIT and vpc.externally_routable_prefixes]


def _write(draft: Draft, facts: PrismFacts, vpc: Vpc, home: str) -> None:
    prefixes = [str(prefix) for prefix in vpc.externally_routable_prefixes or []]
    draft.put("overlay.vpc", vpc.label, f"in the Prism Central of {home}")
    draft.put("overlay.externallyRoutablePrefixes", prefixes, "of that VPC")
    external = _no_nat(facts, vpc)
    if external is not None:
        for key, value in _shape(external).items():
            draft.put(f"overlay.externalSubnet.{key}", value, "the external subnet without NAT that it is joined to")
    else:
        draft.decide("overlay.externalSubnet", "external subnet without NAT", {})
    subnets = [dict(_subnet(one)) for one in _subnets(facts, vpc)]
    draft.put("overlay.subnets", subnets, "its subnets")


def _no_nat(facts: PrismFacts, vpc: Vpc) -> Subnet | None:
    joined = (facts.subnet(one.subnet_reference) for one in vpc.external_subnets or [])
    return next((one for one in joined if one and not one.is_nat_enabled), None)


def _subnets(facts: PrismFacts, vpc: Vpc) -> list[Subnet]:
    return sorted((one for one in facts.subnets if one.vpc_reference == vpc.id), key=lambda one: one.label)


def _shape(subnet: Subnet) -> dict[str, Any]:
    """Name, prefix, gateway and pools, as the configuration has them."""
    ipv4 = subnet.ipv4
    pools = [[pool.start_ip.value, pool.end_ip.value] for pool in (ipv4 and ipv4.pool_list) or []]
    return {
        "name": subnet.label,
        "cidr": str(ipv4.ip_subnet) if ipv4 else "",
        "gateway": ipv4.default_gateway_ip.value if ipv4 and ipv4.default_gateway_ip else "",
        "pools": pools,
    }


def _subnet(subnet: Subnet) -> Iterator[tuple[str, Any]]:
    for key, value in _shape(subnet).items():
        yield "dhcpPools" if key == "pools" else key, value
    options = subnet.dhcp_options
    if options and options.domain_name_servers:
        yield "dnsServers", [str(server) for server in options.domain_name_servers]
    if options and options.domain_name:
        yield "domainName", options.domain_name


def _compare(draft: Draft, site: str, facts: PrismFacts, vpc: Vpc) -> None:
    """What the two sites must have alike, and what the stack would change at a site."""
    draft.tell(Outcome.TAKEN_OVER, f"VPC '{vpc.label}' of {site}", "the stack manages it and its routes", HAND_OVER)
    wanted = {one["name"]: one for one in draft.values["overlay.subnets"]}
    for subnet in _subnets(facts, vpc):
        thing, here = f"subnet '{subnet.label}' of {site}", dict(_subnet(subnet))
        if subnet.label not in wanted:
            same = next((name for name, one in wanted.items() if one["cidr"] == here["cidr"]), "")
            said = (
                f"{here['cidr']} is called '{same}' at the other site; a subnet has one name" if same else "only here"
            )
            draft.tell(Outcome.NOT_EXPRESSIBLE, thing, said, "Rename one of them in Prism Central." if same else "")
        elif here != wanted[subnet.label]:
            fields = [key for key in here if here[key] != wanted[subnet.label].get(key)]
            draft.tell(Outcome.CONFLICT, thing, f"{', '.join(fields)} differ between the sites", "Make them alike.")
        else:
            draft.tell(Outcome.TAKEN_OVER, thing, "the stack manages it", HAND_OVER)
    for one in vpc.external_subnets or []:
        external = facts.subnet(one.subnet_reference)
        if external and external.is_nat_enabled:
            said = "the VPC is joined to it, and without loadBalancer the stack takes it off the VPC"
            draft.tell(Outcome.CONFLICT, f"external subnet '{external.label}' of {site}", said, "Set loadBalancer.")
