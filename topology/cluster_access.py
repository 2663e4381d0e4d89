"""Who must reach a site's NC2 cluster from outside its VPC: NC2's own security groups let in nobody but the VPC."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, collapse_addresses

from topology.model import SiteModel
from topology.network.tier import Tier
from topology.site import Site

# assumed: these are enough for pairing and replication. Nutanix BP-2005 names 2009, 2020, 9440 and UDP 53, published
# labs the rest.
_TCP_PORTS = ((2009, 2009), (2020, 2020), (2030, 2030), (2036, 2036), (2073, 2073), (2090, 2090), (9440, 9440))
_UDP_PORTS = ((53, 53),)
EXTERNAL_TAG = "tag:nutanix:clusters:external"
"""The key as Nutanix documents it, `tag:` included. NC2 puts groups that have it on its nodes' interfaces."""
_MOST_RULES = 60
"""AWS's default quota of rules per security group and direction."""


@dataclass(frozen=True)
class Ports:
    """Ports of a protocol, both ends included."""

    protocol: str
    first: int
    last: int


PORTS = (*(Ports("tcp", *ends) for ends in _TCP_PORTS), *(Ports("udp", *ends) for ends in _UDP_PORTS))
"""Replication and pairing, as Nutanix lists them: controller VMs, hosts and Prism Central with those of the other site.

2009 and 2020 replicate, 2030, 2036, 2073 and 2090 are for recovery plans, 9440 is Prism, 53 is DNS.
"""


@dataclass(frozen=True)
class ClusterAccess:
    """Prefixes that are let in: `peers` on `PORTS`, `workload` on every port.

    `cluster_uuid` and `flow_subnets` narrow what NC2 applies the groups to; without a UUID it is every interface of
    every cluster in the VPC.
    """

    peers: tuple[str, ...]
    workload: tuple[str, ...]
    cluster_uuid: str | None
    flow_subnets: tuple[str, ...]


def cluster_access(model: SiteModel) -> ClusterAccess:
    """Who must reach the cluster of the stack's own site."""
    on_premises = model.on_premises.prefixes if model.on_premises else ()
    flow = tuple(subnet.cidr for subnet in model.me.subnets_of(Tier.FLOW))
    return ClusterAccess(_peers(model.other), (model.other.vpc_cidr, *on_premises), model.me.cluster_uuid, flow)


def _peers(other: Site) -> tuple[str, ...]:
    """Where the other site's hosts, controller VMs and Prism Central are; its VPC if that is not known or too long."""
    found = _merged([subnet.cidr for subnet in other.cluster_subnets])
    return found if 0 < len(found) * len(PORTS) <= _MOST_RULES else (other.vpc_cidr,)


def _merged(cidrs: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(network) for network in collapse_addresses(IPv4Network(cidr) for cidr in cidrs))
