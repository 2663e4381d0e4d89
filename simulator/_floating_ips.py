"""Where floating IPs come from: the cloud's range for the site, or the external NAT subnet's pool."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network
from typing import TYPE_CHECKING

from simulator import _ipam
from simulator._refusal import Refusal
from simulator._store import Record

if TYPE_CHECKING:
    from simulator._site import Site


def allocate(site: Site, subnet: Record) -> IPv4Address:
    """A free address; raises Refusal when the cloud grants no more."""
    held = {r.data["floatingIpValue"] for r in site.store.all("floating_ip") if "floatingIpValue" in r.data}
    if site.floating_ip_limit is not None and len(held) >= site.floating_ip_limit:
        raise _exhausted(site, f"its limit of {site.floating_ip_limit} is reached")
    if site.spec.floating_ip_cidr is None:
        return _ipam.allocate(site, subnet)
    for address in IPv4Network(site.spec.floating_ip_cidr).hosts():
        if str(address) not in held:
            return address
    raise _exhausted(site, f"all addresses of {site.spec.floating_ip_cidr} are taken")


def _exhausted(site: Site, why: str) -> Refusal:
    message = f"The cloud has no floating IP left for cluster {site.spec.cluster_name}: {why}."
    return Refusal(409, "FLOATING_IP_POOL_EXHAUSTED", message)
