"""What NC2 wants in the route table of its AWS VPC: the transit VPC's routable prefixes, to the active gateway's node.

The local AWS asks for it and acts on it (`simulator.aws.vpc.nc2_routes`), because no route of AWS is in Prism Central.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network

from simulator.prism.model import Json, Record, Site
from simulator.prism.networking import ipv4

_FIRST_NODE = 8
"""The host number of the first node's interface in the Flow subnet. assumed: the number."""


def wanted(site: Site) -> Json:
    """The AWS VPC and Flow subnet by CIDR, the nodes with their addresses there, the active one, and the prefixes.

    Nothing is wanted by a site without a cluster, or by one that is in no AWS VPC.
    """
    nodes = [] if site.absent else [(host.ext_id, str(node_address(site, host))) for host in site.store.all("host")]
    gateway = active_gateway(site)
    return {
        "vpcCidr": site.spec.vpc_cidr,
        "flowCidr": site.spec.flow_cidr,
        "nodes": dict(nodes),
        "gateway": gateway.ext_id if gateway else None,
        "prefixes": sorted(routable_prefixes(site)),
    }


def routable_prefixes(site: Site) -> set[str]:
    """The externally routable prefixes of the transit VPC. Those of other VPCs are routed nowhere in AWS."""
    return {
        str(ipv4.ip_network(prefix, "externallyRoutablePrefixes"))
        for vpc in site.store.all("vpc")
        if not site.absent and vpc.data.get("vpcType") == "TRANSIT"
        for prefix in vpc.data.get("externallyRoutablePrefixes", [])
    }


def active_gateway(site: Site) -> Record | None:
    """The node whose interface the routes lead to; the next one takes over where it has left the cluster."""
    hosts = [] if site.absent else site.store.all("host")
    return hosts[site.active_gateway % len(hosts)] if hosts else None


def node_address(site: Site, host: Record) -> IPv4Address:
    """The address of a node's interface in the Flow subnet."""
    number = [one.ext_id for one in site.store.all("host")].index(host.ext_id)
    flow = IPv4Network(site.spec.flow_cidr or site.spec.nat_cidr)
    return flow.network_address + _FIRST_NODE + number


def gateway_nodes(site: Site) -> list[Json]:
    """The active gateway as an external subnet of a VPC shows it."""
    gateway = active_gateway(site)
    if gateway is None:
        return []
    return [
        {
            "$objectType": "networking.v4.config.GatewayNodeReference",
            "nodeId": gateway.ext_id,
            "nodeIpAddress": ipv4.ip_object(node_address(site, gateway)),
        }
    ]
