"""The floating IPs that a recovered VM gets."""

from __future__ import annotations

from simulator.prism.model import Json, Record, Refusal, Site, hidden, nouns
from simulator.prism.recovery.candidates import Candidate
from simulator.prism.recovery.network_placement import vm_settings
from simulator.prism.recovery.request import RecoveryRequest


def associations(request: RecoveryRequest, candidate: Candidate) -> list[tuple[int, Json]]:
    """The NICs of a VM that get a floating IP at the target: place among the NICs, and the address wanted."""
    side = ("recovery" if request.forward else "primary") + ("TestFloatingIp" if request.test else "FloatingIp")
    places = {nic.get("extId"): place for place, nic in enumerate(candidate.snapshot["nics"])}
    return [
        (places[association["nicExtId"]], association[side])
        for setting in vm_settings(request, candidate)
        for association in setting.get("floatingIpAssociations", [])
        if association["nicExtId"] in places and side in association
    ]


def assign(request: RecoveryRequest, candidate: Candidate, vm_id: str) -> None:
    """Give the NICs of a recovered VM their floating IPs; raises Refusal.

    assumed: an address that is asked for must exist already. A floating IP made for a test goes with its clean-up.
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
            facts = hidden.of_floating_ip(made)
            facts["test"], facts["test_job"] = request.plan.ext_id, request.job
            site.store.save(made)


def _known(site: Site, value: str) -> Record:
    found = site.store.where("floating_ip", floatingIpValue=value)
    if not found:
        raise Refusal(409, "FLOATING_IP_NOT_FOUND", f"There is no floating IP {value} at {site.name}.")
    return found[0]
