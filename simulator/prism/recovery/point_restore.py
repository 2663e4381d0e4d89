"""Restoring VMs from one recovery point, outside any recovery plan."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from ipaddress import IPv4Address
from typing import cast

from simulator.prism.model import Json, Record, Refusal, Site, Snapshot, hidden, invalid
from simulator.prism.networking import ipam
from simulator.prism.recovery.candidates import copies
from simulator.prism.recovery.recovery_points import members, vm_of
from simulator.prism.vms import history, lifecycle

# The parts of a vmOverrideSpec that this simulator follows.
_OVERRIDES = frozenset({"$objectType", "name", "description", "categories", "nicSpec"})
_OF_NICS = frozenset({"$objectType", "nicOverrideList"})


def restore_all(site: Site, point: Record, overrides: list[Json]) -> list[Record]:
    """Make every VM of the point here, or none of them; raises Refusal."""
    made: list[Record] = []
    known = {part["extId"] for part in point.data["vmRecoveryPoints"]}
    for override in overrides:
        if override.get("vmRecoveryPointExtId") not in known:
            raise invalid(f"Recovery point {point.name} holds no VM recovery point {override['vmRecoveryPointExtId']}.")
    try:
        for held, part in zip(members(point), point.data["vmRecoveryPoints"], strict=True):
            mine = [override for override in overrides if override["vmRecoveryPointExtId"] == part["extId"]]
            made.append(restore(site, held, mine))
    except Refusal:
        for vm in made:
            lifecycle.remove(site, vm, reason="restore failed")
        raise
    return made


def restore(site: Site, held: Snapshot, overrides: Sequence[Json] = ()) -> Record:
    """Make the VM of a snapshot here, powered off, in its own networks or in those of the same names; raises Refusal.

    assumed: a free address replaces one that is taken. A NIC whose network does not exist here is left out. The
    restored VM continues the lineage of the VM if no copy of it is here; otherwise it is another VM.
    """
    ext_id = site.world.new_id()
    data = {k: v for k, v in copy.deepcopy(held["vm"]).items() if k not in lifecycle.OWN}
    changed = _overrides(overrides)
    nics = _overridden(site, held["nics"], changed.pop("nicSpec", {}))
    data |= {"extId": ext_id, "disks": lifecycle.own_disks(data), **changed}
    data["categories"] = [c for c in data.get("categories", []) if site.store.get("category", c["extId"])]
    lineage, generation = held["lineage"], held["generation"] + 1
    if copies(site, lineage):
        lineage, generation = ext_id, 0
    facts: hidden.VmHidden = {"lineage": lineage, "generation": generation, "source": vm_of(held)}
    vm = Record("vm", ext_id, data, hidden=cast(Json, facts))
    lifecycle.add(site, vm, [nic for nic in (_nic(site, nic) for nic in nics) if nic])
    history.note(site, "recovered", vm, source=vm_of(held), action="RESTORE")
    return vm


def _overrides(overrides: Sequence[Json]) -> Json:
    found: Json = {}
    for override in overrides:
        spec = override.get("vmOverrideSpec", {})
        if set(spec) - _OVERRIDES:
            raise invalid(f"This simulator does not follow {', '.join(sorted(set(spec) - _OVERRIDES))} of an override.")
        found |= {name: value for name, value in spec.items() if name != "$objectType"}
    return found


def _overridden(site: Site, nics: list[Json], spec: Json) -> list[Json]:
    """The captured NICs, those in the override list with their new subnet or address; raises Refusal."""
    if set(spec) - _OF_NICS:
        raise invalid(f"This simulator does not follow {', '.join(sorted(set(spec) - _OF_NICS))} of a nicSpec.")
    wanted = {one.get("nicExtId"): one.get("nicNetworkInfo", {}) for one in spec.get("nicOverrideList", [])}
    unknown = wanted.keys() - {nic["extId"] for nic in nics}
    if unknown:
        raise invalid(f"The VM recovery point holds no NIC {', '.join(sorted(map(str, unknown)))}.")
    return [_moved(site, nic, wanted[nic["extId"]]) if nic["extId"] in wanted else nic for nic in nics]


def _moved(site: Site, nic: Json, network: Json) -> Json:
    subnet = site.store.require("subnet", network["subnet"]["extId"]) if "subnet" in network else None
    place = {"extId": subnet.ext_id, "name": subnet.name} if subnet else {}
    address = network.get("ipv4Config", {}).get("ipAddress", {}).get("value", nic["ip"])
    return {**nic, "ip": address, "network": {**nic["network"], **place}}


def _nic(site: Site, nic: Json) -> Json | None:
    subnet = site.store.get("subnet", nic["network"]["extId"])
    if subnet is None:
        same = site.store.where("subnet", name=nic["network"]["name"])
        subnet = same[0] if same else None
    if subnet is None:
        return None
    network: Json = {"subnet": {"extId": subnet.ext_id}}
    prefix = ipam.prefix_of(subnet)
    ip = IPv4Address(nic["ip"]) if nic["ip"] else None
    if ip and prefix and ip in prefix and not ipam.holder(site, subnet, ip):
        network["ipv4Config"] = {"shouldAssignIp": True, "ipAddress": {"value": str(ip)}}
        return {"nicBackingInfo": dict(nic["nic"]), "nicNetworkInfo": network}
    # A clone beside the original needs a MAC address of its own.
    return {"nicBackingInfo": {"model": nic["nic"]["model"]}, "nicNetworkInfo": network}
