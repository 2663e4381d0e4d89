"""Starting a recovery plan job: the validation, and the steps that the job will do."""

from __future__ import annotations

from typing import cast

from simulator.prism.model import Done, Json, Record, Site, hidden, timestamp
from simulator.prism.recovery.candidates import Candidate
from simulator.prism.recovery.request import RecoveryRequest
from simulator.prism.recovery.step_plan import Step, plan_steps
from simulator.prism.recovery.validation import entity, validate

REL = "dataprotection:config:recovery-plan-job"
"""An action's task names its job in its affected entities, and in its completion details, the API says."""


def start(request: RecoveryRequest, body: Json) -> Done:
    """Make the job, validate, and plan its steps. The task that asked for the job ends when the job ends."""
    site = request.target
    chosen, findings = validate(request)
    job = _new_job(request, body, len(chosen))
    for found in findings:
        _add(site, "validation_error", job, found)
    errors = [f for f in findings if f["severity"] == "ERROR"]
    if not errors and findings and request.action != "VALIDATE" and not request.ignore_warnings:
        errors = findings  # labs: a warning refuses a failover unless it is ignored ("Execute Anyway")
    steps: list[Step] = []
    if not errors and request.action != "VALIDATE":
        steps = plan_steps(request, chosen, site.world.recover_seconds)
    facts = hidden.of_job(job)
    by_vm = {candidate.vm_id: candidate for candidate in chosen}
    facts["queue"] = [_add_step(site, job, step, by_vm.get(step.vm_id or "")).ext_id for step in steps]
    facts["cursor"] = site.world.clock.now()
    facts["failure"] = errors[0]["message"] if errors else None
    facts["warned"] = bool(findings)
    facts["candidates"] = {c.vm_id: (c.stage_id, c.snapshot, c.point_id) for c in chosen} if steps else {}
    job.data["validationStatus"] = {"status": "FAILED" if errors else "SUCCEEDED", "percentageComplete": 100}
    site.store.add(job)
    return Done(*told_of(job), follows=job.ext_id)


def told_of(job: Record) -> tuple[tuple[tuple[str, str, str], ...], Json]:
    """How a task names a job: as affected, and in its completion details."""
    return ((REL, job.ext_id, job.name),), {"recoveryPlanJobExtId": job.ext_id}


def _new_job(request: RecoveryRequest, body: Json, recoverable: int) -> Record:
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
    facts: hidden.JobHidden = {"body": body, "recovered": {}, "failed": []}
    return Record("recovery_plan_job", ext_id, data, hidden=cast(Json, facts))


def _add(site: Site, kind: str, job: Record, data: Json, facts: Json | None = None) -> Record:
    ext_id = site.world.new_id()
    return site.store.add(Record(kind, ext_id, {**data, "extId": ext_id}, job.ext_id, facts or {}))


def _add_step(site: Site, job: Record, step: Step, about: Candidate | None) -> Record:
    data: Json = {
        "$objectType": "dataprotection.v4.config.RecoveryPlanJobExecutionStep",
        "$reserved": {},
        "phase": step.phase,
        "operationType": step.operation,
        "stepDescription": step.description,
        "status": "QUEUED",
        "percentageComplete": 0,
        "affectedEntities": [entity(about.vm_id, about.name, "VM")] if about else [],
    }
    if step.stage_id:
        data["stageExtId"] = step.stage_id
    facts: hidden.StepHidden = {"do": step.do, "vm": step.vm_id, "seconds": step.seconds}
    return _add(site, "execution_step", job, data, cast(Json, facts))
