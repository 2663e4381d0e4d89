"""Choosing addresses for new floating IPs."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network

from simulator.prism.model import Record, Refusal, Site
from simulator.prism.networking import ipam


def allocate(site: Site, subnet: Record) -> IPv4Address:
    """A free address of the cloud's range for the site, or of the pool of the external NAT subnet.

    Raises Refusal when the cloud grants no more.
    """
    held = {r.data["floatingIpValue"] for r in site.store.all("floating_ip") if "floatingIpValue" in r.data}
    if site.floating_ip_limit is not None and len(held) >= site.floating_ip_limit:
        raise _exhausted(site, f"its limit of {site.floating_ip_limit} is reached")
    if site.spec.floating_ip_cidr is None:
        return ipam.allocate(site, subnet)
    for address in IPv4Network(site.spec.floating_ip_cidr).hosts():
        if str(address) not in held:
            return address
    raise _exhausted(site, f"all addresses of {site.spec.floating_ip_cidr} are taken")


def _exhausted(site: Site, why: str) -> Refusal:
    message = f"The cloud has no floating IP left for cluster {site.spec.cluster_name}: {why}."
    return Refusal(409, "FLOATING_IP_POOL_EXHAUSTED", message)
