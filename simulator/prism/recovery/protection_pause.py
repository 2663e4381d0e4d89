"""Protection that rests after a failover, until it is resumed (postFailoverBehaviour, $actions/resume-protection)."""

from __future__ import annotations

from simulator.prism.model import Record, Site, hidden


def pause(site: Site, job: Record) -> None:
    """The VMs a job has recovered are not protected until the plan's protection is resumed."""
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
    """Protect a plan's VMs again; those it concerned."""
    resting = [vm for vm in site.store.all("vm") if hidden.of_vm(vm).get("paused") == plan.ext_id]
    for vm in resting:
        del hidden.of_vm(vm)["paused"]
        site.store.save(vm)
    if plan.data.get("isProtectionPausedPostFailover"):
        plan.data["isProtectionPausedPostFailover"] = False
        site.store.touch(plan)
    return resting
