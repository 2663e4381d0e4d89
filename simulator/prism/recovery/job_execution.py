"""Carrying recovery plan jobs on, step by step, as the clock goes.

The steps of a job are records, and the hidden facts of the job say what remains to do. So a restart of the simulator
loses nothing.
"""

from __future__ import annotations

from simulator.prism.model import FAULT_STEPS, Done, Json, Record, Refusal, Site, hidden, timestamp
from simulator.prism.recovery import floating_ips, protection_pause, step_actions
from simulator.prism.recovery.candidates import Candidate
from simulator.prism.recovery.job_creation import told_of
from simulator.prism.recovery.request import request_of
from simulator.prism.tasks import queue

_NAMESPACE = "dataprotection"


def run_jobs(site: Site, now: float) -> None:
    """Carry the running jobs of this site on to now."""
    for job in site.store.where("recovery_plan_job", status="RUNNING"):
        left = hidden.of_job(job)["queue"]
        while left and _run_step(site, job, now):
            left.pop(0)
        if not left:
            _end(site, job)


def _run_step(site: Site, job: Record, now: float) -> bool:
    """Carry out the next step of the job if its time is over; False when its time is not over."""
    facts = hidden.of_job(job)
    step = site.store.require("execution_step", facts["queue"][0])
    began = facts["cursor"]
    end = began + site.world.clock.lasting(hidden.of_step(step)["seconds"])
    if end > now:
        if step.data["status"] != "RUNNING":
            step.data.update(status="RUNNING", startTime=timestamp(began))
            site.store.touch(step)
        return False
    step.data.update(startTime=timestamp(began), endTime=timestamp(end), status="SUCCEEDED", percentageComplete=100)
    facts["cursor"] = end
    if hidden.of_step(step)["vm"] in facts["failed"]:
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
        facts = hidden.of_job(job)
        facts["failed"].append(hidden.of_step(step)["vm"])
        facts["failure"] = facts["failure"] or refusal.message


def _do(site: Site, job: Record, step: Record) -> None:
    do, vm_id = hidden.of_step(step)["do"], hidden.of_step(step)["vm"]
    if do == "nothing" or vm_id is None:
        return
    name, what = step.data["affectedEntities"][0]["name"], do if do in FAULT_STEPS else "recover"
    fault = site.world.faults.in_recovery(site.name, name, what)
    if fault:
        raise Refusal(500, "ENTITY", fault, arguments={"vm": vm_id})
    facts = hidden.of_job(job)
    plan = site.store.require("recovery_plan", job.data["recoveryPlanExtId"])
    request = request_of(site, plan, job.data["actionType"], facts["body"], job.ext_id)
    candidate = Candidate(vm_id, *facts["candidates"][vm_id])
    if do == "stop":
        step_actions.stop_and_send(request, vm_id)
    elif do == "floating-ip":
        floating_ips.assign(request, candidate, facts["recovered"][vm_id])
    elif do == "power-on":
        step_actions.power_on(request, candidate, facts["recovered"][vm_id])
    else:
        recovered = (step_actions.migrate if do == "migrate" else step_actions.restore)(request, candidate)
        facts["recovered"][vm_id] = recovered.ext_id
        step.data["executionStepResults"] = [_result(candidate, recovered)]


def _result(candidate: Candidate, recovered: Record) -> Json:
    result = {
        "$objectType": "dataprotection.v4.config.EntityRecoveryResult",
        "sourceEntityExtId": candidate.vm_id,
        "recoveredEntityExtId": recovered.ext_id,
        "name": recovered.name,
        "entityType": "VM",
    }
    return {"$objectType": "dataprotection.v4.config.ExecutionStepResult", "result": result}


def _end(site: Site, job: Record) -> None:
    facts = hidden.of_job(job)
    failure = facts["failure"]
    status = "FAILED" if failure else "SUCCEEDED_WITH_VALIDATION_WARNING" if facts["warned"] else "SUCCEEDED"
    job.data.update(status=status, endTime=timestamp(facts["cursor"]))
    facts["candidates"] = {}
    if facts["body"].get("postFailoverBehaviour", {}).get("shouldPauseProtection"):
        protection_pause.pause(site, job)
    site.store.touch(job)
    done = Done(*told_of(job))
    outcome = Refusal(409, "RECOVERY_PLAN_JOB_FAILED", failure) if failure else done
    queue.finish(site, job.ext_id, outcome, _NAMESPACE)
