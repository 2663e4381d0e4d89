"""Choosing addresses for new floating IPs."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network

from simulator.prism.model import Record, Refusal, Site
from simulator.prism.networking import ipam

_OF_AWS = 5
_SHARE_PERCENT = 60


def allocate(site: Site, subnet: Record) -> IPv4Address:
    """A free address of the cloud's range for the site, or of the pool of the external NAT subnet.

    Raises Refusal when the cloud grants no more.
    """
    held = {r.data["floatingIpValue"] for r in site.store.all("floating_ip") if "floatingIpValue" in r.data}
    if site.floating_ip_limit is not None and len(held) >= site.floating_ip_limit:
        raise _exhausted(site, f"its limit of {site.floating_ip_limit} is reached")
    most = most_of(site)
    if most is not None and len(held) >= most:
        raise _exhausted(site, f"{most} of the Flow subnet {site.spec.flow_cidr} are in use, which is all it gives")
    if site.spec.floating_ip_cidr is None:
        return ipam.allocate(site, subnet)
    for address in IPv4Network(site.spec.floating_ip_cidr).hosts():
        if str(address) not in held:
            return address
    raise _exhausted(site, f"all addresses of {site.spec.floating_ip_cidr} are taken")


def most_of(site: Site) -> int | None:
    """How many floating IPs the Flow subnet gives: 60 % of its addresses, less one for each node; None = no subnet.

    assumed: AWS's own five addresses of a subnet do not count.
    """
    if site.spec.flow_cidr is None:
        return None
    usable = IPv4Network(site.spec.flow_cidr).num_addresses - _OF_AWS
    return max(0, usable * _SHARE_PERCENT // 100 - len(site.store.all("host")))


def _exhausted(site: Site, why: str) -> Refusal:
    message = f"The cloud has no floating IP left for cluster {site.spec.cluster_name}: {why}."
    return Refusal(409, "FLOATING_IP_POOL_EXHAUSTED", message)
