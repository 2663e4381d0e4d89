"""Probes of protection: pairing, policies, recovery points and their stores."""

from collections.abc import Iterable, Mapping

from operations.probe.names import named
from operations.probe.seen import Look, Seen, counted, judged, unseen
from operations.probe.site import Json, Site
from prism.dataprotection import StoredRecoveryPoints
from prism.vmm import AhvVmRecoveryPoint

_HEALTHY = "isHealthy"


def in_step(site: Site) -> Seen:
    found = site.rows("datapolicies", "config/entity-sync-policies")
    if not found:
        return unseen("it lists no synchronised entities")
    states: dict[str, set[str]] = {}
    for one in found:
        states.setdefault(str(one.get("entityType")), set()).add(str(one.get("status")))
    facts = {kind: sorted(words) for kind, words in sorted(states.items())}
    apart = [one for one in found if one.get("status") == "OUT_OF_SYNC"]
    names = ", ".join(f"{one.get('entityType')} {named(one.get('entityName'))}" for one in apart)
    return judged(not apart, f"out of step: {names}" if apart else f"in step: {', '.join(facts)}", **facts)


def schedules(site: Site) -> Seen:
    shown = [part.get("schedule") or {} for policy in site.policies for part in _configurations(policy)]
    fields = ("startTime", "syncReplicationAutoSuspendTimeoutSeconds")
    facts = {name: any(schedule.get(name) is not None for schedule in shown) for name in fields}
    if not shown:
        return unseen("there is no protection policy with a schedule")
    if not any(facts.values()):
        return unseen("no schedule shows them; it may be that nobody gave any", **facts)
    return judged(True, ", ".join(name for name, there in facts.items() if there) + " is shown", **facts)


def _configurations(policy: Json) -> Iterable[Json]:
    return policy.get("replicationConfigurations") or []


def replicated_vms(site: Site) -> Seen:
    there = {
        one.ext_id
        for point in site.points
        if point.source_location and point.source_location.domain_manager_ext_id not in (None, site.domain_manager)
        for one in point.vm_recovery_points or []
    }
    return _shown([one for one in site.captured if one.id in there], "replicated recovery point")


def stored_vms(site: Site) -> Seen:
    points = [one.ext_id for point in StoredRecoveryPoints(site.prism).list() for one in point.vm_recovery_points or []]
    if not points:
        return unseen("there is no recovery point in a store")
    known = {one.id: one for one in site.captured}
    missing = [one for one in points if one not in known]
    if missing:
        return judged(False, f"{len(missing)} of {len(points)} are not shown by the VM service", shown=False)
    return _shown([known[str(one)] for one in points], "stored recovery point")


def _shown(found: list[AhvVmRecoveryPoint], noun: str) -> Seen:
    if not found:
        return unseen(f"there is no {noun} of a VM")
    with_vm = [one for one in found if one.vm is not None]
    memory = sum(bool(one.vm and one.vm.memory_size_bytes) for one in with_vm)
    nics = sum(bool(one.vm and one.vm.nics) for one in with_vm)
    facts = {"vm": len(with_vm) == len(found), "memory": memory > 0, "nics": nics > 0}
    told = f"of {counted(len(found), noun)} {len(with_vm)} show the VM, {memory} its memory, {nics} NICs"
    return judged(all(facts.values()), told, **facts)


def point_names(site: Site) -> Seen:
    names = {vm.id: vm.name for vm in site.vms}
    seen = [
        (str(names[one.vm_ext_id]), one.name or "", one.vm_name)
        for point in site.points
        for one in point.vm_recovery_points or []
        if one.vm_ext_id in names
    ]
    if not seen:
        return unseen("no recovery point is of a VM that is here")
    other = [(vm, point) for vm, point, read in seen if read != vm]
    if not other:
        return judged(True, f"{counted(len(seen), 'recovery point')} begin with the VM's name", fits=True)
    vm, point = other[0]
    return judged(False, f"{len(other)} of {len(seen)} do not, such as {named(point)} of {named(vm)}", fits=False)


def own_stores(site: Site) -> Seen:
    listed = {str(store.get("extId")) for store in site.stores}
    named_ = {store for owner, store in _stores_in_policies(site) if owner == site.domain_manager}
    if not named_:
        return unseen(f"no policy names a store of this Prism Central; it lists {len(listed)}", listed=bool(listed))
    missing = named_ - listed
    return judged(not missing, f"of {counted(len(named_), 'store')} in policies {len(missing)} are not listed")


def store_owners(site: Site) -> Seen:
    owners = {owner for owner, _ in _stores_in_policies(site)}
    if not owners:
        return unseen("no policy names a store")
    listed = {str(store.get("extId")) for store in site.stores}
    wrong = [store for owner, store in _stores_in_policies(site) if (owner == site.domain_manager) != (store in listed)]
    told = f"{counted(len(wrong), 'store')} is not listed by the Prism Central that it is named with"
    return judged(not wrong, told if wrong else "each is named with the Prism Central that lists it")


def _stores_in_policies(site: Site) -> list[tuple[str, str]]:
    return [
        (str(location.get("domainManagerExtId")), str(store))
        for policy in site.policies
        for location in policy.get("replicationLocations") or []
        if (store := (location.get("replicationSubLocation") or {}).get("recoveryPointStoreExtId"))
    ]


def store_health(site: Site) -> Seen:
    if not site.stores:
        return unseen("there is no recovery point store")
    sick = [store for store in site.stores if store.get(_HEALTHY) is False]
    told = ", ".join(named(store.get("name")) for store in sick)
    return judged(not sick, f"unhealthy: {told}" if sick else f"{counted(len(site.stores), 'store')} healthy")


PROBES: Mapping[str, Look] = {
    "pairing-synchronises": in_step,
    "schedule-is-filled-in": schedules,
    "points-show-vms": replicated_vms,
    "stores-show-vms": stored_vms,
    "recovery-point-names": point_names,
    "stores-of-its-own": own_stores,
    "policy-names-store": store_owners,
    "store-bucket-rights": store_health,
}
