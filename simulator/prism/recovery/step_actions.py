"""What the steps of a recovery job do to VMs. Every function does its whole step or raises Refusal."""

from __future__ import annotations

import copy
from typing import cast

from simulator.prism.model import Json, Record, Refusal, Site, hidden
from simulator.prism.recovery import replication
from simulator.prism.recovery.candidates import Candidate, stale_copies
from simulator.prism.recovery.network_placement import Place, place, vm_settings
from simulator.prism.recovery.protection import protections
from simulator.prism.recovery.recovery_points import snapshot as snapshot_of
from simulator.prism.recovery.request import RecoveryRequest
from simulator.prism.recovery.validation import obstacles
from simulator.prism.vms import history, learned_addresses, lifecycle, power


def stop_and_send(request: RecoveryRequest, vm_id: str) -> None:
    """Power the source VM off and copy its last recovery point to the target."""
    _require_source(request)
    vm = request.source.store.require("vm", vm_id)
    if power.is_on(vm):
        power.switch(request.source, vm, on=False)
    for protection in protections(request.source):
        if protection.target is request.target and protection.key in hidden.of_vm(vm).get("protection", {}):
            now = request.source.world.clock.now()
            replication.make_point(request.source, vm, protection, now)
            replication.send_now(request.source)


def migrate(request: RecoveryRequest, candidate: Candidate) -> Record:
    """Make the VM at the target as it is now at the source, then remove it at the source."""
    _require_source(request)
    vm = request.source.store.require("vm", candidate.vm_id)
    snapshot = snapshot_of(request.source, vm)
    recovered = restore(request, Candidate(candidate.vm_id, candidate.stage_id, snapshot, None))
    lifecycle.remove(request.source, vm, reason="migrated", recovered=recovered.ext_id)
    return recovered


def restore(request: RecoveryRequest, candidate: Candidate) -> Record:
    """Make the VM at the target from its snapshot, powered off.

    assumed: the recovered VM replaces an older, powered-off copy of it at the target.
    """
    site = request.target
    problem = next(obstacles(request, candidate, {}), None)
    if problem is not None:
        raise Refusal(409, problem["errorGroup"], problem["message"], arguments={"vm": candidate.vm_id})
    places = [place(request, candidate, nic) for nic in candidate.snapshot["nics"]]
    nics = [_nic(nic, found) for nic, found in zip(candidate.snapshot["nics"], places, strict=True)]
    for stale in [] if request.test else stale_copies(site, candidate):
        lifecycle.remove(site, stale, reason="superseded")
    vm = _copy_of(request, candidate)
    lifecycle.add(site, vm, nics)
    for made, found in zip(site.store.all("vm_nic", vm.ext_id), places, strict=True):
        if found.guest is not None:
            learned_addresses.set_in_guest(site, made, str(found.guest))
    history.note(site, "recovered", vm, source=candidate.vm_id, action=request.action)
    return vm


def power_on(request: RecoveryRequest, candidate: Candidate, vm_id: str) -> None:
    """Power the recovered VM on, unless the plan keeps it off."""
    if not stays_off(request, candidate):
        power.switch(request.target, request.target.store.require("vm", vm_id), on=True)


def stays_off(request: RecoveryRequest, candidate: Candidate) -> bool:
    """Whether a recovery setting of the VM, or of a category of it, says OFF.

    assumed: without a setting the VM is powered on, whether or not it ran before.
    """
    settings = vm_settings(request, candidate) or _category_settings(request, candidate)
    return any(setting.get("powerState") == "OFF" for setting in settings)


def clean_up(site: Site, job: Record) -> list[Record]:
    """Delete what one test left at a site."""
    left = [vm for vm in site.store.all("vm") if hidden.of_vm(vm).get("test_job") == job.ext_id]
    for vm in left:
        lifecycle.remove(site, vm, reason="test clean-up")
    for one in [f for f in site.store.all("floating_ip") if hidden.of_floating_ip(f).get("test_job") == job.ext_id]:
        site.store.remove(one)
    return left


def last_test(site: Site, plan: Record) -> Record | None:
    """The job of the last test failover of a plan here: a clean-up takes "the last test failover action" alone."""
    jobs = site.store.where("recovery_plan_job", recoveryPlanExtId=plan.ext_id, actionType="TEST_FAILOVER")
    return max(jobs, key=lambda job: str(job.data["startTime"]), default=None) if jobs else None


def _category_settings(request: RecoveryRequest, candidate: Candidate) -> list[Json]:
    tagged = {c["extId"] for c in candidate.snapshot["vm"].get("categories", [])}
    found = [s.data["recoverySetting"] for s in request.target.store.all("recovery_setting", request.plan.ext_id)]
    return [setting for setting in found if setting.get("vmCategoryExtId") in tagged]


def _require_source(request: RecoveryRequest) -> None:
    if not request.connected:
        name = request.source.spec.prism_central_name
        raise Refusal(503, "CONNECTIVITY", f"Prism Central {name} of the source location cannot be reached.")


def _nic(nic: Json, found: Place) -> Json:
    # assumed: a recovered NIC keeps its MAC address
    return {
        "nicBackingInfo": dict(nic["nic"]),
        "nicNetworkInfo": {"subnet": {"extId": found.subnet.ext_id}, "ipv4Config": found.config()},
    }


def _copy_of(request: RecoveryRequest, candidate: Candidate) -> Record:
    """The new VM, with the source's name and categories. A test copy has a suffix and no categories.

    assumed: the copy has its own extId. Categories that the target does not know are left out. Test copies have no
    categories and so are not protected.
    """
    site, ext_id = request.target, request.target.world.new_id()
    data = copy.deepcopy({k: v for k, v in candidate.snapshot["vm"].items() if k not in lifecycle.OWN})
    data |= {"extId": ext_id, "disks": lifecycle.own_disks(data)}
    facts: hidden.VmHidden = {
        "lineage": candidate.lineage,
        "generation": candidate.generation + 1,
        "source": candidate.vm_id,
    }
    if request.test:
        data["name"] = f"{candidate.name}-test"
        data["categories"] = []
        facts = {"lineage": ext_id, "test": request.plan.ext_id, "test_job": request.job}
    else:
        data["categories"] = [c for c in data.get("categories", []) if site.store.get("category", c["extId"])]
    return Record("vm", ext_id, data, hidden=cast(Json, facts))
