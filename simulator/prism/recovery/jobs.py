"""Recovery plan jobs: validated and begun when asked for, then carried on step by step as the clock goes.

A job's steps are records of their own, and what remains of it is in its hidden notes; so a restart of the simulator
loses nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.prism.http.faults import STEPS
from simulator.prism.http.refusal import Refusal
from simulator.prism.json import Json, timestamp
from simulator.prism.networking import floating_ip_pool
from simulator.prism.noun import Done
from simulator.prism.recovery import protection_pause, recovery
from simulator.prism.recovery.candidates import Candidate, Request
from simulator.prism.recovery.steps import Step, plan_steps
from simulator.prism.recovery.validation import entity, validate
from simulator.prism.world.store import Record

if TYPE_CHECKING:
    from simulator.prism.world.site import Site

_REL = "dataprotection:config:recovery-plan-job"  # assumed: no official client shows how a task leads to its job
_NAMESPACE = "dataprotection"


def start(request: Request, body: Json) -> Done:
    """Make the job, validate, and line up its steps; the task that asked for it follows it to its end."""
    site = request.target
    chosen, findings = validate(request)
    job = _new_job(request, body, len(chosen))
    for found in findings:
        _add(site, "validation_error", job, found)
    errors = [f for f in findings if f["severity"] == "ERROR"]
    if not errors and findings and request.action != "VALIDATE" and not request.ignore_warnings:
        errors = findings  # assumed: warnings forbid a failover unless they are ignored
    steps: list[Step] = []
    if not errors and request.action != "VALIDATE":
        steps = plan_steps(request, chosen, site.world.recover_seconds)
    job.hidden.update(
        queue=[_add_step(site, job, step, chosen).ext_id for step in steps],
        cursor=site.world.clock.now(),
        failure=errors[0]["message"] if errors else None,
        warned=bool(findings),
        candidates={c.vm_id: [c.stage_id, c.snapshot, c.point_id] for c in chosen} if steps else {},
    )
    job.data["validationStatus"] = {"status": "FAILED" if errors else "SUCCEEDED", "percentageComplete": 100}
    site.store.add(job)
    return Done(affected=((_REL, job.ext_id, job.name),), follows=job.ext_id)


def run_jobs(site: Site, now: float) -> None:
    """Carry this site's running jobs on to now."""
    for job in site.store.where("recovery_plan_job", status="RUNNING"):
        while job.hidden["queue"] and _run_step(site, job, now):
            job.hidden["queue"].pop(0)
        if not job.hidden["queue"]:
            _end(site, job)


def request_of(site: Site, plan: Record, action: str, body: Json) -> Request:
    """Who is asked to recover from whom; raises Refusal when the directions are not the plan's."""
    direction = body["failoverDirections"][0]
    source_id, target_id = direction["sourceDomainManagerExtId"], direction["targetDomainManagerExtId"]
    ends = {plan.data[side]["domainManagerExtId"] for side in ("primaryLocation", "recoveryLocation")}
    source = site.world.site_of(source_id)
    if {source_id, target_id} != ends or source is None:
        raise Refusal(
            400, "INVALID_FAILOVER_DIRECTION", f"The failover direction is not between the locations of {plan.name}."
        )
    if target_id != site.domain_manager_id:  # assumed: a plan is run at the side that recovers
        message = f"Recovery plan {plan.name} must be run from the Prism Central of the target location."
        raise Refusal(400, "INVALID_FAILOVER_DIRECTION", message)
    reference = body.get("recoveryReferenceTime")
    return Request(site, source, plan, action, reference, bool(body.get("shouldIgnoreWarnings", False)))


def _new_job(request: Request, body: Json, recoverable: int) -> Record:
    ext_id = request.target.world.new_id()
    data = {
        "$objectType": "dataprotection.v4.config.RecoveryPlanJob",
        "$reserved": {},
        "extId": ext_id,
        "name": body["name"],
        "recoveryPlanExtId": request.plan.ext_id,
        "failoverDirections": body["failoverDirections"],
        "actionType": request.action,
        "isLiveMigrateVMs": bool(body.get("shouldLiveMigrateVMs", False)),
        "startTime": timestamp(request.target.world.clock.now()),
        "status": "RUNNING",
        "isInitiatedByWitness": False,
        "ownerExtId": request.target.user_id,
        "numRecoverableVMs": recoverable,
        "numRecoverableVolumeGroups": 0,
    }
    if request.reference:
        data["recoveryReferenceTime"] = request.reference
    return Record("recovery_plan_job", ext_id, data, hidden={"body": body, "recovered": {}, "failed": []})


def _add(site: Site, kind: str, job: Record, data: Json, hidden: Json | None = None) -> Record:
    ext_id = site.world.new_id()
    return site.store.add(Record(kind, ext_id, {**data, "extId": ext_id}, job.ext_id, hidden or {}))


def _add_step(site: Site, job: Record, step: Step, chosen: list[Candidate]) -> Record:
    data: Json = {
        "$objectType": "dataprotection.v4.config.RecoveryPlanJobExecutionStep",
        "$reserved": {},
        "phase": step.phase,
        "operationType": step.operation,
        "stepDescription": step.description,
        "status": "QUEUED",
        "percentageComplete": 0,
        "affectedEntities": [entity(c.vm_id, c.name, "VM") for c in chosen if c.vm_id == step.vm_id],
    }
    if step.stage_id:
        data["stageExtId"] = step.stage_id
    return _add(site, "execution_step", job, data, {"do": step.do, "vm": step.vm_id, "seconds": step.seconds})


def _run_step(site: Site, job: Record, now: float) -> bool:
    """Carry out the job's next step if its time is over; False when it is not."""
    step = site.store.require("execution_step", job.hidden["queue"][0])
    began = job.hidden["cursor"]
    end = began + site.world.clock.lasting(step.hidden["seconds"])
    if end > now:
        if step.data["status"] != "RUNNING":
            step.data.update(status="RUNNING", startTime=timestamp(began))
            site.store.touch(step)
        return False
    step.data.update(startTime=timestamp(began), endTime=timestamp(end), status="SUCCEEDED", percentageComplete=100)
    job.hidden["cursor"] = end
    if step.hidden["vm"] in job.hidden["failed"]:
        step.data.update(status="ABORTED", percentageComplete=0)
    else:
        _try(site, job, step)
    site.store.touch(step)
    site.store.touch(job)
    return True


def _try(site: Site, job: Record, step: Record) -> None:
    try:
        _do(site, job, step)
    except Refusal as refusal:
        step.data.update(status="FAILED", errorMessage=refusal.app_message(_NAMESPACE))
        job.hidden["failed"].append(step.hidden["vm"])
        job.hidden["failure"] = job.hidden["failure"] or refusal.message


def _do(site: Site, job: Record, step: Record) -> None:
    do, vm_id = step.hidden["do"], step.hidden["vm"]
    if do == "nothing":
        return
    name, what = step.data["affectedEntities"][0]["name"], do if do in STEPS else "recover"
    fault = site.world.faults.in_recovery(site.name, name, what)
    if fault:
        raise Refusal(500, "ENTITY", fault, arguments={"vm": vm_id})
    plan = site.store.require("recovery_plan", job.data["recoveryPlanExtId"])
    request = request_of(site, plan, job.data["actionType"], job.hidden["body"])
    candidate = Candidate(vm_id, *job.hidden["candidates"][vm_id])
    if do == "stop":
        recovery.stop_and_send(request, vm_id)
    elif do == "floating-ip":
        floating_ip_pool.assign(request, candidate, job.hidden["recovered"][vm_id])
    elif do == "power-on":
        recovery.power_on(request, candidate, job.hidden["recovered"][vm_id])
    else:
        recovered = (recovery.migrate if do == "migrate" else recovery.restore)(request, candidate)
        job.hidden["recovered"][vm_id] = recovered.ext_id
        step.data["executionStepResults"] = [_result(candidate, recovered)]


def _result(candidate: Candidate, recovered: Record) -> Json:
    result: dict[str, Any] = {
        "$objectType": "dataprotection.v4.config.EntityRecoveryResult",
        "sourceEntityExtId": candidate.vm_id,
        "recoveredEntityExtId": recovered.ext_id,
        "name": recovered.name,
        "entityType": "VM",
    }
    return {"$objectType": "dataprotection.v4.config.ExecutionStepResult", "result": result}


def _end(site: Site, job: Record) -> None:
    failure = job.hidden["failure"]
    status = "FAILED" if failure else "SUCCEEDED_WITH_VALIDATION_WARNING" if job.hidden["warned"] else "SUCCEEDED"
    job.data.update(status=status, endTime=timestamp(job.hidden["cursor"]))
    job.hidden["candidates"] = {}
    if job.hidden["body"].get("postFailoverBehaviour", {}).get("shouldPauseProtection"):
        protection_pause.pause(site, job)
    site.store.touch(job)
    done = Done(affected=((_REL, job.ext_id, job.name),))
    site.work.finish(job.ext_id, Refusal(409, "RECOVERY_PLAN_JOB_FAILED", failure) if failure else done, _NAMESPACE)
