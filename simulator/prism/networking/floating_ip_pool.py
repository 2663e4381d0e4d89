"""Floating IPs: where they come from, and which ones a recovered VM gets."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network
from typing import TYPE_CHECKING

from simulator.prism.http.refusal import Refusal
from simulator.prism.json import Json
from simulator.prism.networking import ipam
from simulator.prism.noun import nouns
from simulator.prism.recovery.candidates import Candidate, Request
from simulator.prism.recovery.networks import vm_settings
from simulator.prism.world.store import Record

if TYPE_CHECKING:
    from simulator.prism.world.site import Site


def allocate(site: Site, subnet: Record) -> IPv4Address:
    """A free address of the cloud's range for the site, or of the external NAT subnet's pool.

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


def associations(request: Request, candidate: Candidate) -> list[tuple[int, Json]]:
    """Which NICs of a VM get a floating IP where it is recovered: their place among the NICs, and which address."""
    side = ("recovery" if request.forward else "primary") + ("TestFloatingIp" if request.test else "FloatingIp")
    places = {nic.get("extId"): place for place, nic in enumerate(candidate.snapshot["nics"])}
    return [
        (places[association["nicExtId"]], association[side])
        for setting in vm_settings(request, candidate)
        for association in setting.get("floatingIpAssociations", [])
        if association["nicExtId"] in places and side in association
    ]


def assign(request: Request, candidate: Candidate, vm_id: str) -> None:
    """Give a recovered VM's NICs their floating IPs; raises Refusal.

    assumed: an address that is asked for by name must be there already; one made for a test goes at its clean-up.
    """
    site, noun = request.target, nouns()["floating_ip"]
    nics = site.store.all("vm_nic", vm_id)
    for place, wanted in associations(request, candidate):
        association = {"$objectType": "networking.v4.config.VmNicAssociation", "vmNicReference": nics[place].ext_id}
        if wanted.get("ipAddress"):
            floating = _known(site, str(wanted["ipAddress"]["ipv4"]["value"]))
            noun.update(site, floating, {"name": floating.name, "association": association})
            continue
        name = f"{site.name_of('vm', vm_id)}-{place}"
        made = noun.create(site, site.world.new_id(), {"name": name, "association": association}, None)
        if request.test:
            made.hidden["test"] = request.plan.ext_id
            site.store.save(made)


def _known(site: Site, value: str) -> Record:
    found = site.store.where("floating_ip", floatingIpValue=value)
    if not found:
        raise Refusal(409, "FLOATING_IP_NOT_FOUND", f"There is no floating IP {value} at {site.name}.")
    return found[0]


def is_answered(site: Site, address: str) -> bool:
    """Whether a floating IP leads to a NIC of a VM that is powered on."""
    for floating in site.store.where("floating_ip", floatingIpValue=address):
        nic = site.store.get("vm_nic", floating.data.get("vmNicReference", ""))
        vm = site.store.get("vm", nic.parent) if nic and nic.parent else None
        if vm is not None and vm.data.get("powerState") == "ON":
            return True
    return False
