"""What Nutanix documents of the network around an NC2 cluster, held against a site.

A stack that does not exist yet is refused for these. One that exists is warned: its subnets hold a cluster, and whoever
is in a disaster must not be stopped by a rule that was never held against him.
"""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network

from topology.choices import Peering, Platform
from topology.errors import Problem
from topology.model import SiteModel
from topology.network.tier import Tier
from topology.network.tier_sizes import LONGEST, most_floating_ips
from topology.routes.limits import PEERING_LIMITS

NAT_SUBNET = IPv4Network("100.64.1.0/24")
"""NC2's own external subnet with NAT."""
INSIDE_A_NODE = IPv4Network("192.168.5.0/24")
"""Between a host and its controller VM."""
SERVICES = (IPv4Network("10.100.0.0/16"), IPv4Network("10.200.32.0/24"))
"""Inside Prism Central, between its services."""
_KEPT = {
    NAT_SUBNET: "NC2's own external subnet with NAT",
    INSIDE_A_NODE: "which a host and its controller VM speak over",
}
_FEWEST_NODES = 3


def nc2_problems(model: SiteModel) -> Iterator[Problem]:
    """What Nutanix does not support, of the stack's own site and of the overlay."""
    yield from _sizes(model)
    yield from _kept_networks(model)
    yield from _floating_ips(model)


def nc2_warnings(model: SiteModel) -> tuple[str, ...]:
    """What works, and is told all the same; one sentence each."""
    found = [
        f"{key}, {network}, overlaps {kept}, which Prism Central uses inside itself: it does not reach what has an "
        "address there; choose another prefix, or change Prism Central's"
        for key, network in _networks(model)
        for kept in SERVICES
        if network.overlaps(kept)
    ]
    found += [
        f"{key}, {network}, overlaps {kept}, {what}: NC2's hosts do not reach what has an address there"
        for key, network in _routed(model)
        for kept, what in _KEPT.items()
        if network.overlaps(kept)
    ]
    if model.peering is Peering.VPC and model.platform is Platform.NC2:
        found.append(PEERING_LIMITS[Peering.VPC])
    return tuple(found)


def _sizes(model: SiteModel) -> Iterator[Problem]:
    for number, subnet in enumerate(model.me.subnets):
        length, longest = IPv4Network(subnet.cidr).prefixlen, LONGEST[subnet.tier]
        if length > longest:
            place = number // len(LONGEST)
            key = f"sites.{model.me.name}.subnets.{subnet.tier}[{place}]"
            expected = f"expected a {subnet.tier} subnet of /{longest} or larger, the smallest that NC2 supports"
            yield Problem.with_value(key, subnet.cidr, expected)


def _kept_networks(model: SiteModel) -> Iterator[Problem]:
    """Nothing of the site or of the overlay may have an address in a network that means something else to NC2."""
    named = [(f"sites.{model.me.name}.vpcCidr", model.me.vpc_cidr)]
    named += [(f"overlay.subnets[{number}].cidr", subnet.cidr) for number, subnet in enumerate(model.overlay.subnets)]
    named.append(("overlay.externalSubnet.cidr", model.overlay.external_subnet.cidr))
    for key, cidr in named:
        for kept, what in _KEPT.items():
            if IPv4Network(cidr).overlaps(kept):
                yield Problem.with_value(key, cidr, f"expected no overlap with {kept}, {what}")


def _floating_ips(model: SiteModel) -> Iterator[Problem]:
    """Each web VM has one on each site."""
    flow = [IPv4Network(subnet.cidr) for subnet in model.me.subnets_of(Tier.FLOW)]
    if model.load_balancer is None or not flow:
        return
    compute = model.me.compute
    nodes = max(compute.standby_nodes, compute.active_nodes) if compute else _FEWEST_NODES
    smallest = max(flow, key=lambda network: network.prefixlen)
    most, wanted = most_floating_ips(smallest.prefixlen, nodes), len(model.load_balancer.targets)
    if wanted > most:
        expected = (
            f"expected {most} VMs at most: 60 % of the Flow subnet {smallest} can be floating IPs, less one address "
            f"for each of {nodes} nodes; set sites.{model.me.name}.subnets.flow to larger ones"
        )
        yield Problem("loadBalancer.targets", expected, f"{wanted} VMs")


def _networks(model: SiteModel) -> Iterable[tuple[str, IPv4Network]]:
    overlay, on_premises = model.overlay, model.on_premises
    yield f"sites.{model.me.name}.vpcCidr", IPv4Network(model.me.vpc_cidr)
    yield "overlay.externalSubnet.cidr", IPv4Network(overlay.external_subnet.cidr)
    for number, prefix in enumerate(overlay.externally_routable_prefixes):
        yield f"overlay.externallyRoutablePrefixes[{number}]", IPv4Network(prefix)
    for number, prefix in enumerate(on_premises.prefixes if on_premises else ()):
        yield f"onPremises.prefixes[{number}]", IPv4Network(prefix)


def _routed(model: SiteModel) -> Iterable[tuple[str, IPv4Network]]:
    """Prefixes that packets are sent to, and that may hold more than what is ours in them."""
    for number, prefix in enumerate(model.overlay.externally_routable_prefixes):
        yield f"overlay.externallyRoutablePrefixes[{number}]", IPv4Network(prefix)
    for number, prefix in enumerate(model.on_premises.prefixes if model.on_premises else ()):
        yield f"onPremises.prefixes[{number}]", IPv4Network(prefix)
