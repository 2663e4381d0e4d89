"""Probes of recovery plan jobs that have been: what their tasks, steps and results name, and what came of them."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from costs.standby import PLAN_MINUTES
from operations.probe.names import named
from operations.probe.seen import Look, Seen, counted, judged, unseen
from operations.probe.site import Json, Site
from prism.dataprotection import ExecutionSteps, RecoveryResult
from prism.vmm import AhvVmRecoveryPoint, Vm

JOB = "dataprotection:config:recovery-plan-job"
PLAN = "datapolicies:config:recovery-plan"
_JOB_DETAIL = "recoveryPlanJobExtId"
_ACTIONS = ("validate", "failover")
_RESTORED = ("vmExtIds", "volumeGroupExtIds")
_SLOWEST = 4


def task_names_job(site: Site) -> Seen:
    actions = [task for task in site.tasks if _is_action(task)]
    if not actions:
        return unseen("none of the newest tasks is of a plan's action")
    return job_of(actions)


def _is_action(task: Json) -> bool:
    operation = str(task.get("operation") or "").lower()
    return JOB in rels(task) or ("recovery" in operation and any(word in operation for word in _ACTIONS))


def job_of(tasks: list[Json]) -> Seen:
    """Whether tasks of actions name their jobs."""
    by_detail = sum(_JOB_DETAIL in details(task) for task in tasks)
    by_rel = sum(JOB in rels(task) for task in tasks)
    facts = {
        "detail": by_detail > 0,
        "entity": by_rel > 0,
        "operations": sorted({str(task.get("operation")) for task in tasks}),
    }
    told = f"of {counted(len(tasks), 'task')} {by_detail} name it as a detail, {by_rel} among the entities"
    return judged(all(_JOB_DETAIL in details(task) or JOB in rels(task) for task in tasks), told, **facts)


def task_names_plan(site: Site) -> Seen:
    made = [task for task in site.tasks if _makes_plan(task)]
    if not made:
        return unseen("none of the newest tasks has made a recovery plan")
    return plan_of(made)


def _makes_plan(task: Json) -> bool:
    words = str(task.get("operation") or "").lower()
    return words.replace(" ", "").replace("_", "") == "createrecoveryplan"


def plan_of(tasks: list[Json]) -> Seen:
    """Whether tasks of plans' creations name the plans."""
    kinds = sorted({kind for task in tasks for kind in rels(task)})
    told = ", ".join(kinds) or "nothing"
    return judged(all(PLAN in rels(task) for task in tasks), f"they name {told}", entities=kinds)


def restore_tasks(site: Site) -> Seen:
    found = [task for task in site.tasks if set(_RESTORED) & details(task).keys() and not rels(task) & {JOB}]
    if not found:
        return unseen("none of the newest tasks has restored a VM")
    operations = sorted({str(task.get("operation")) for task in found})
    good = all("restore" in operation.lower() for operation in operations)
    return judged(good, f"operations: {', '.join(operations)}", operations=operations)


def rels(task: Json) -> set[str]:
    """The kinds of the entities that a task names."""
    return {str(one.get("rel") or "").lower() for one in task.get("entitiesAffected") or []}


def details(task: Json) -> Json:
    """A task's completion details."""
    return {str(one.get("name")): one.get("value") for one in task.get("completionDetails") or []}


def results_have_both(site: Site) -> Seen:
    results = [result for _, found in _results(site) for result in found]
    if not results:
        return unseen("no failover that has succeeded is remembered with its results")
    both = sum(bool(one.source_entity_ext_id and one.recovered_entity_ext_id) for one in results)
    return judged(both == len(results), f"{both} of {counted(len(results), 'result')} have both ids", both=both > 0)


def steps_name_vms(site: Site) -> Seen:
    steps = [step for _, found in site.failovers for step in found]
    vms = [entity for step in steps for entity in step.affected_entities or [] if entity.entity_type == "VM"]
    if not steps:
        return unseen("no failover that has succeeded is remembered")
    facts = {"vms": bool(vms), "named": bool(vms) and all(one.name for one in vms)}
    told = f"{counted(len(steps), 'step')} name {counted(len(vms), 'VM')}, {sum(bool(one.name) for one in vms)} by name"
    return judged(all(facts.values()), told, **facts)


def recovered_times(site: Site) -> Seen:
    late, kept, seen = 0, 0, 0
    for job, vm, point in _arrived(site):
        seen += 1
        late += bool(vm.create_time) and _moment(str(vm.create_time)) >= _moment(str(job.get("startTime")))
        kept += point is None or point.vm is None or point.vm.bios_uuid == vm.bios_uuid
    if not seen:
        return unseen("no VM is here that a remembered failover has brought")
    facts = {"createdAfterStart": late == seen, "biosUuidKept": kept == seen}
    told = f"of {counted(seen, 'VM')} {late} were made after the job began, {kept} have their BIOS UUID"
    return judged(all(facts.values()), told, **facts)


def addresses(site: Site) -> Seen:
    compared = [(vm, point.vm.ip) for _, vm, point in _arrived(site) if point and point.vm and point.vm.ip]
    if not compared:
        return unseen("no VM is here that a remembered failover has brought and whose recovery point shows an address")
    other = [(vm, was) for vm, was in compared if vm.ip != was]
    if not other:
        return judged(True, f"{counted(len(compared), 'VM')} kept the address", kept=True)
    vm, was = other[0]
    told = f"{len(other)} of {len(compared)} did not, such as {named(vm.label)}: {vm.ip}, before {was}"
    return judged(False, told, kept=False)


def planned_moves(site: Site) -> Seen:
    here = {vm.id for vm in site.vms}
    left = gone = 0
    for job, results in _results(site):
        directions = job.get("failoverDirections") or []
        from_here = any(one.get("sourceDomainManagerExtId") == site.domain_manager for one in directions)
        if job.get("actionType") == "PLANNED_FAILOVER" and from_here:
            left += sum(one.source_entity_ext_id in here for one in results)
            gone += sum(one.source_entity_ext_id not in here for one in results)
    if not left + gone:
        return unseen("no planned failover from here is remembered with its results")
    return judged(not left, f"{gone} are gone from here, {left} are still here", sourceRemoved=not left)


def older_tests(site: Site) -> Seen:
    tests: dict[str, list[Json]] = {}
    for job in site.jobs:
        if job.get("actionType") == "TEST_FAILOVER":
            tests.setdefault(str(job.get("recoveryPlanExtId")), []).append(job)
    here = {vm.id for vm in site.vms}
    older = [job for jobs in tests.values() for job in jobs[1:4]]
    if not older:
        return unseen("no plan was tested twice")
    copies = {one.recovered_entity_ext_id for job in older for one in _of_job(site, job)}
    left = len(copies & here)
    if left:
        return judged(True, f"{counted(left, 'copy')} of tests before the last are here", oldCopiesLeft=True)
    return unseen("no copy of a test before the last is here; each may have been cleaned up by itself")


def durations(site: Site) -> Seen:
    ended = [job for job, _ in site.failovers if job.get("endTime") and job.get("startTime")]
    spans = [_moment(str(job["endTime"])) - _moment(str(job["startTime"])) for job in ended]
    if not spans:
        return unseen("no failover that has succeeded is remembered with its times")
    minutes = sorted(span.total_seconds() / 60 for span in spans)[len(spans) // 2]
    within = minutes <= _SLOWEST * PLAN_MINUTES
    count = counted(len(spans), "failover")
    told = f"the middle one of {count} took {minutes:.1f} min; assumed are {PLAN_MINUTES} before the VMs start"
    return judged(within, told, withinFourTimes=within)


def _results(site: Site) -> Iterator[tuple[Json, list[RecoveryResult]]]:
    for job, steps in site.failovers:
        yield job, [one for step in steps for one in step.recovered_vms()]


def _of_job(site: Site, job: Json) -> list[RecoveryResult]:
    return [one for step in ExecutionSteps(site.prism, str(job["extId"])).list() for one in step.recovered_vms()]


def _arrived(site: Site) -> Iterator[tuple[Json, Vm, AhvVmRecoveryPoint | None]]:
    """Failover, VM here, and the newest recovery point of what it was made of."""
    here = {vm.id: vm for vm in site.vms}
    oldest_first = sorted(site.captured, key=lambda one: str(one.creation_time))
    points = {one.vm_ext_id: one for one in oldest_first}
    for job, results in _results(site):
        for result in results:
            vm = here.get(str(result.recovered_entity_ext_id))
            if vm is not None:
                yield job, vm, points.get(result.source_entity_ext_id)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


PROBES: Mapping[str, Look] = {
    "task-names-job": task_names_job,
    "task-names-plan": task_names_plan,
    "restore-task": restore_tasks,
    "job-names-both-vms": results_have_both,
    "step-names-vm": steps_name_vms,
    "recovered-vm-times": recovered_times,
    "address-is-kept": addresses,
    "planned-failover-moves": planned_moves,
    "clean-up-takes-all": older_tests,
    "recovery-times": durations,
}
