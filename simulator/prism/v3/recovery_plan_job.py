"""Recovery plan job of v3. /api/nutanix/v3/recovery_plan_jobs, .../{uuid}/execution_status, .../{uuid}/cleanup."""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import Json, Record, Refusal, Site, hidden, not_one_of, nouns
from simulator.prism.tasks import queue
from simulator.prism.v3 import job_clean_up_v3
from simulator.prism.v3.job_status import PHASES, execution, step_status, validation
from simulator.prism.v3.kind import Answer, Kind, metadata, submit
from simulator.prism.v3.plan_translation import to_v3
from simulator.prism.v3.zone_url import manager_of, url_of

_ACTIONS = MappingProxyType(
    {
        "VALIDATE": "validate",
        "MIGRATE": "planned-failover",
        "LIVE_MIGRATE": "planned-failover",
        "FAILOVER": "unplanned-failover",
        "TEST_FAILOVER": "test-failover",
    }
)


class RecoveryPlanJob(Kind):
    """The jobs of v4.

    assumed: should_continue_on_validation_failure ignores warnings, but not errors.
    """

    name = "recovery_plan_job"
    collection = "recovery_plan_jobs"
    operations = (
        "POST recovery_plan_jobs/list",
        "GET recovery_plan_jobs/{uuid}",
        "GET recovery_plan_jobs/{uuid}/execution_status",
        "POST recovery_plan_jobs",
        "DELETE recovery_plan_jobs/{uuid}",
        "POST recovery_plan_jobs/{uuid}/cleanup",
        "POST recovery_plan_jobs/{uuid}/rerun",
    )
    ticks = True

    def records(self, site: Site) -> list[Record]:
        return site.store.all("recovery_plan_job")

    def get(self, site: Site, uuid: str) -> Answer:
        return 200, self.shown(site, site.store.require("recovery_plan_job", uuid))

    def create(self, site: Site, body: Json) -> Answer:
        noun, plan_id = nouns()["recovery_plan_action"], body["spec"]["resources"]["recovery_plan_reference"]["uuid"]
        site.store.require("recovery_plan", plan_id)
        action, asked = _asked(site, body["spec"])
        noun.shape_action(action, asked)
        return 202, {"task_uuid": submit(site, noun, "act", plan_id, asked, action)}

    def part(self, site: Site, uuid: str, name: str) -> Answer:
        if name != "execution_status":
            raise Refusal(404, "NOT_FOUND", f"A recovery plan job has no {name}.")
        job = site.store.require("recovery_plan_job", uuid)
        status = execution(nouns()["recovery_plan_job"].view(site, job))
        for phase, shown in PHASES.items():
            steps = [step for step in site.store.all("execution_step", uuid) if step.data["phase"] == phase]
            status.setdefault(shown, {})["step_execution_status_list"] = [step_status(step) for step in steps]
        return 200, status

    def delete(self, site: Site, uuid: str) -> Answer:
        nouns()["recovery_plan_job"].delete(site, site.store.require("recovery_plan_job", uuid))
        return 200, {}

    def act(self, site: Site, uuid: str, action: str, body: Json) -> Answer:
        job = site.store.require("recovery_plan_job", uuid)
        if action == "rerun":
            return _run_again(site, job)
        if action != "cleanup" or job.data["actionType"] != "TEST_FAILOVER":
            raise Refusal(
                422, "INVALID_ACTION", f"{action} of recovery plan job {job.name}: only tests are cleaned up."
            )
        task = submit(site, nouns()["job_clean_up_v3"], "act", uuid, {}, "cleanup")
        hidden.of_job(job)["cleanup"] = queue.PREFIX + task
        site.store.save(job)
        return 202, {"task_uuid": task}

    def shown(self, site: Site, record: Record) -> Json:
        seen = nouns()["recovery_plan_job"].view(site, record)
        plan = site.store.get("recovery_plan", record.data["recoveryPlanExtId"])
        status = {
            "name": record.name,
            "start_time": seen["startTime"],
            "end_time": seen.get("endTime", ""),
            "execution_status": execution(seen),
            "validation_information": validation(site, record),
            "resources": _resources(record),
            "recovery_plan_specification": to_v3(site, plan) if plan else {},
        }
        cleaned = job_clean_up_v3.status(site, record)
        if cleaned is not None:
            status["cleanup_status"] = cleaned
        return {"api_version": "3.1", "status": status, "metadata": metadata(self.name, record)}


def _asked(site: Site, spec: Json) -> tuple[str, Json]:
    """The v4 action that a spec asks for, and its body."""
    parameters = spec["resources"]["execution_parameters"]
    if parameters.get("action_type") not in _ACTIONS:
        raise not_one_of("execution_parameters.action_type", _ACTIONS)
    ends = {
        f"{end}DomainManagerExtId": manager_of(
            site, parameters[f"{name}_availability_zone_list"][0]["availability_zone_url"]
        )
        for end, name in (("source", "failed"), ("target", "recovery"))
    }
    body: Json = {
        "name": spec["name"],
        "failoverDirections": [ends],
        "shouldIgnoreWarnings": bool(parameters.get("should_continue_on_validation_failure", False)),
        "shouldLiveMigrateVMs": parameters["action_type"] == "LIVE_MIGRATE",
    }
    if parameters.get("recovery_reference_time"):
        body["recoveryReferenceTime"] = parameters["recovery_reference_time"]
    return _ACTIONS[parameters["action_type"]], body


def _run_again(site: Site, job: Record) -> Answer:
    """Run a failed job again, as another job.

    assumed: only a job that has failed can run again.
    """
    if job.data["status"] != "FAILED":
        raise Refusal(422, "INVALID_ACTION", f"rerun of recovery plan job {job.name}: it has not failed.")
    names = ("name", "failoverDirections", "recoveryReferenceTime")
    body = {name: job.data[name] for name in names if name in job.data}
    live = bool(job.data.get("isLiveMigrateVMs"))
    action, noun = job.data["actionType"].lower().replace("_", "-"), nouns()["recovery_plan_action"]
    asked = {**body, "shouldIgnoreWarnings": True, **({"shouldLiveMigrateVMs": True} if live else {})}
    return 202, {"task_uuid": submit(site, noun, "act", job.data["recoveryPlanExtId"], asked, action)}


def _resources(job: Record) -> Json:
    names = {v4: v3 for v3, v4 in _ACTIONS.items() if v3 != "LIVE_MIGRATE"}
    action = names[job.data["actionType"].lower().replace("_", "-")]
    (direction,) = job.data["failoverDirections"]
    parameters: Json = {
        "action_type": "LIVE_MIGRATE" if job.data["isLiveMigrateVMs"] else action,
        "failed_availability_zone_list": [{"availability_zone_url": url_of(direction["sourceDomainManagerExtId"])}],
        "recovery_availability_zone_list": [{"availability_zone_url": url_of(direction["targetDomainManagerExtId"])}],
    }
    reference = {"kind": "recovery_plan", "uuid": job.data["recoveryPlanExtId"]}
    return {"execution_parameters": parameters, "recovery_plan_reference": reference}
