"""Protection that a failover pauses until it is resumed (postFailoverBehaviour, $actions/resume-protection)."""

from __future__ import annotations

from simulator.prism.model import Record, Site, hidden


def pause(site: Site, job: Record) -> None:
    """Pause the protection of the VMs that a job has recovered."""
    plan = site.store.get("recovery_plan", job.data["recoveryPlanExtId"])
    if plan is None:
        return
    for vm_id in hidden.of_job(job)["recovered"].values():
        vm = site.store.get("vm", vm_id)
        if vm is not None:
            hidden.of_vm(vm)["paused"] = plan.ext_id
            site.store.save(vm)
    plan.data["isProtectionPausedPostFailover"] = True
    site.store.touch(plan)


def resume(site: Site, plan: Record) -> list[Record]:
    """Protect a plan's VMs again; returns the VMs whose protection was paused."""
    resting = [vm for vm in site.store.all("vm") if hidden.of_vm(vm).get("paused") == plan.ext_id]
    for vm in resting:
        del hidden.of_vm(vm)["paused"]
        site.store.save(vm)
    if plan.data.get("isProtectionPausedPostFailover"):
        plan.data["isProtectionPausedPostFailover"] = False
        site.store.touch(plan)
    return resting
