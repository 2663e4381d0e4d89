"""A VM made anew from one recovery point, outside of any recovery plan."""

from __future__ import annotations

import copy
from ipaddress import IPv4Address
from typing import TYPE_CHECKING

from simulator import _ipam, _lifecycle
from simulator._candidates import copies
from simulator._json import Json
from simulator._recovery import OWN
from simulator._refusal import invalid
from simulator._store import Record

if TYPE_CHECKING:
    from simulator._site import Site

# What of a vmOverrideSpec is followed.
_OVERRIDES = frozenset({"$objectType", "name", "description"})


def restore(site: Site, point: Record, overrides: list[Json] | tuple[Json, ...] = ()) -> Record:
    """Make the point's VM here, powered off, with the network it had, or the one of the same name.

    assumed: an address that is taken is replaced by a free one; a NIC whose network is not here is left out; where no
    copy of the VM is here it is the VM itself that has come back, else it is another VM. Raises Refusal.
    """
    ext_id = site.world.new_id()
    data = {k: v for k, v in copy.deepcopy(point.hidden["vm"]).items() if k not in OWN}
    data |= {"extId": ext_id, **_overrides(point, overrides)}
    data["categories"] = [c for c in data.get("categories", []) if site.store.get("category", c["extId"])]
    lineage, generation = point.hidden["lineage"], point.hidden["generation"] + 1
    if copies(site, lineage):
        lineage, generation = ext_id, 0
    hidden = {"lineage": lineage, "generation": generation, "source": point.parent}
    vm = Record("vm", ext_id, data, hidden=hidden)
    _lifecycle.add(site, vm, [nic for nic in (_nic(site, nic) for nic in point.hidden["nics"]) if nic])
    site.world.events.add(site, "recovered", vm, source=str(point.parent), action="RESTORE")
    return vm


def _overrides(point: Record, overrides: list[Json] | tuple[Json, ...]) -> Json:
    found: Json = {}
    (mine,) = point.data["vmRecoveryPoints"]
    for override in overrides:
        if override.get("vmRecoveryPointExtId") != mine["extId"]:
            raise invalid(f"Recovery point {point.name} holds no VM recovery point {override['vmRecoveryPointExtId']}.")
        spec = override.get("vmOverrideSpec", {})
        if set(spec) - _OVERRIDES:
            raise invalid(f"This simulator does not follow {', '.join(sorted(set(spec) - _OVERRIDES))} of an override.")
        found |= {name: value for name, value in spec.items() if name != "$objectType"}
    return found


def _nic(site: Site, nic: Json) -> Json | None:
    subnet = site.store.get("subnet", nic["network"]["extId"])
    if subnet is None:
        same = site.store.where("subnet", name=nic["network"]["name"])
        subnet = same[0] if same else None
    if subnet is None:
        return None
    network: Json = {"subnet": {"extId": subnet.ext_id}}
    prefix = _ipam.prefix_of(subnet)
    ip = IPv4Address(nic["ip"]) if nic["ip"] else None
    if ip and prefix and ip in prefix and not _ipam.holder(site, subnet, ip):
        network["ipv4Config"] = {"shouldAssignIp": True, "ipAddress": {"value": str(ip)}}
        return {"nicBackingInfo": dict(nic["nic"]), "nicNetworkInfo": network}
    # A clone beside the original must not have its MAC address.
    return {"nicBackingInfo": {"model": nic["nic"]["model"]}, "nicNetworkInfo": network}
