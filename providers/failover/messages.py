"""What a failover says: its progress, its preview, its failures. Pure text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from plain_text import plain, shortened
from prism.dataprotection import ExecutionStep, RecoveryPlanJob
from providers.failover.inputs import FailoverInputs
from providers.recovery import CategoryName, Risk, listed, told
from topology import RiskKind

_SHOWN = 12
_HOW = {
    ("planned", False): "shut down in {source} and started in {target}",
    ("planned", True): "moved to {target} while they run",
    ("unplanned", False): "started in {target}",
    ("unplanned", True): "started in {target} before their data is copied back",
}


def head(inputs: FailoverInputs, plan: str, generation: int) -> str:
    """The subject of a preview."""
    way = f"from {inputs.other_site} to {inputs.site} (flip {generation})"
    return f"{inputs.mode.capitalize()} failover of '{plan}' {way}"


def what_will_happen(inputs: FailoverInputs, count: int) -> str:
    """``2 VMs will be shut down in tokyo and started in osaka``."""
    if not count:
        return "no VM will be recovered"
    how = _HOW[inputs.mode, inputs.live_migrate or inputs.instant_restore]
    vms = f"{count} VM{'' if count == 1 else 's'}"
    return f"{vms} will be {how.format(source=inputs.other_site, target=inputs.site)}"


def progress(job: RecoveryPlanJob, steps: Iterable[ExecutionStep]) -> str:
    """One line: the phase, how far, which VMs are recovered and which are being worked on."""
    listed_steps = list(steps)
    phase = next((p for p in job.execution_phases or [] if p.status in ("RUNNING", "QUEUED")), None)
    recovered = sorted({r.label for step in listed_steps for r in step.recovered_vms()})
    at_work = [
        f"{plain(step.operation_type or 'step').lower().replace('_', ' ')} {_few(step.vm_names())}".strip()
        for step in listed_steps
        if step.status == "RUNNING"
    ]
    parts = [
        f"{job.label}: {job.status}",
        f"{job.percentage_complete or 0} %",
        phase.phase_type.lower().replace("_", " ") if phase and phase.phase_type else "",
        f"recovered {listed(recovered, _SHOWN)}" if recovered else "",
        "; ".join(at_work[:3]),
    ]
    return ", ".join(part for part in parts if part)


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN])


def failed_steps(steps: Iterable[ExecutionStep]) -> str:
    """What went wrong, by step."""
    failed = [step for step in steps if step.status in ("FAILED", "ABORTED")]
    texts = [
        f"{step.title}"
        f"{' (' + shortened(step.vm_names(), ', ') + ')' if step.vm_names() else ''}: "
        f"{step.complaint() or 'no reason given'}"
        for step in failed
    ]
    return shortened(list(dict.fromkeys(texts))) or "Prism Central gives no reason"


def unreachable(plan: str, sites: Mapping[str, str], source: str, target: str, why: str) -> str:
    """Why a planned failover cannot be, and what the operator may decide."""
    return (
        f"Refused, nothing was changed: the planned failover of '{plan}' needs {source}, and {source} "
        f"({sites.get(source, source)}) cannot be reached from {target} ({sites.get(target, target)})"
        f"{': ' + why if why else ''}. Bring {source} back. Is {source} lost? Set failoverMode: unplanned and run "
        f"pulumi up --stack {target}: the VMs start in {target} from recovery points, and what was written after them "
        "is lost."
    )


def no_plan(endpoint: str, plan: str, home: str) -> str:
    """A Prism Central without the recovery plan."""
    return (
        f"The Prism Central at {endpoint} has no recovery plan '{plan}'. The stack of {home} makes it, and paired "
        f"Prism Centrals share it. Run pulumi up on the stack of {home}, or check in Prism Central that the two are "
        "paired."
    )


def no_category(endpoint: str, category: CategoryName, home: str) -> str:
    """A Prism Central without the category, so that nothing can be protected."""
    return (
        f"The Prism Central at {endpoint} has no category {category}, so no VM is protected. Run pulumi up on the "
        f"stack of {home}, and check in Prism Central that the two sites are paired."
    )


def nothing_protected(categories: Sequence[str], source: str, target: str) -> str:
    """A failover that would recover nothing at all."""
    return (
        f"no VM is protected by {', '.join(categories)}, as {target} holds no recovery point of any. Give the VMs in "
        f"{source} that category and wait for their first recovery points."
    )


def first_as_active(site: str, other: str) -> str:
    """How a site that holds the workload is made the active one of both stacks, and how the other takes over then.

    No step of it is refused by the generations, whatever the other stack has forgotten.
    """
    return (
        f"Make {site} the active site of both stacks first: 1. Set activeRegion: {site} and run pulumi up --stack "
        f"{site}, then pulumi up --stack {other}. Want {other} to take over? 2. Set activeRegion: {other} and run "
        f"pulumi up --stack {other}, then pulumi up --stack {site}."
    )


def did_not_come(missing: Sequence[Risk], inputs: FailoverInputs, generation: int) -> str:
    """What is said of VMs that were announced and are not here, after the recovery plan has ended."""
    return (
        f"Flip {generation} is not whole, and no route was moved: {listed([risk.vm for risk in missing], _SHOWN)} did "
        f"not come to {inputs.site}. What came runs in {inputs.site}.\n{told(missing[:_SHOWN])}\nTo go on without "
        f"them in this flip, set: {without_them(inputs, generation)} and run pulumi up again. It adopts what was done."
    )


def warned(risks: Sequence[Risk], inputs: FailoverInputs, generation: int) -> str:
    """Why a failover does not begin of which Prism Central warns that VMs would not be reached."""
    return (
        f"Refused, nothing was changed (flip {generation}): Prism Central's validation warns about the VMs' networks, "
        f"and nobody reaches a VM without its address.\n{told(risks[:_SHOWN])}\nCorrect that, then run pulumi up "
        "again. A VM whose address AHV does not assign needs Nutanix Guest Tools (NGT). To go on all the same, set: "
        f"{without_them(inputs, generation, RiskKind.ADDRESS_NOT_KEPT)}"
    )


def not_kept(risks: Sequence[Risk], inputs: FailoverInputs, generation: int) -> str:
    """What is said of VMs that came without their addresses, which could not be given back."""
    line = without_them(inputs, generation, RiskKind.ADDRESS_NOT_KEPT)
    return (
        f"Flip {generation} is not whole, and no route was moved: {listed([risk.vm for risk in risks], _SHOWN)} did "
        f"not keep the address of the recovery point.\n{told(risks[:_SHOWN])}\nThe VMs run in {inputs.site}. Give them "
        "their addresses, or wait for Nutanix Guest Tools (NGT) to set them, and run pulumi up again: it adopts what "
        f"was done and compares again. To go on all the same, set: {line}"
    )


def without_them(inputs: FailoverInputs, generation: int, kind: RiskKind = RiskKind.NOT_RECOVERED) -> str:
    """The line that accepts one more kind of risk for this flip, beside what it accepts already."""
    given = inputs.acceptance
    kinds = {risk for risk in given.risks if given.flip == generation} if given else set()
    risks = ", ".join([*sorted(kinds - {kind}), kind.value])
    return f"acceptedRisks: {{flip: {generation}, risks: [{risks}]}}"


def unclaimed(names: Sequence[str], site: str, other: str) -> str:
    """Why a stack without a state cannot begin as the standby."""
    return (
        f"Refused, nothing was changed: activeRegion is {other}, but {listed(names)} run in {site} and {other} has not "
        f"taken over. {first_as_active(site, other)}"
    )


def records_only(site: str, home: str, category: CategoryName) -> str:
    """Why a new stack cannot begin as the active one."""
    return (
        f"Refused, nothing was changed: activeRegion is {site}, but its stack is new and no VM of category {category} "
        f"runs there. The first pulumi up only records where the workload runs. 1. Set activeRegion: {home} and run "
        f"pulumi up --stack {home}, then pulumi up --stack {site}. Want {site} to take over? 2. Set activeRegion: "
        f"{site} and run pulumi up --stack {site}, then pulumi up --stack {home}."
    )


def gone(site: str, other: str) -> str:
    """Why the home site's stack without a state cannot begin as the active one: its workload has left."""
    return (
        f"Refused, nothing was changed: activeRegion is {site} and its stack has no state, but no protected VM is left "
        f"in {site}: {other} ran the workload last, and the routes would lead to nothing. "
        f"{first_as_active(other, site)} Is {other} lost? Set activeRegion: {other} and run pulumi up --stack {site}. "
        f"Then set activeRegion: {site} and failoverMode: unplanned, and run pulumi up --stack {site}."
    )


def routes_wait(site: str, other: str, flip: int) -> str:
    """What a standby says whose routes would lead in a loop with those of the other site."""
    return (
        f"The routes of {site} to the workload are left as they are: {other} last published that {site} is active "
        f"(flip {flip}), so the routes of both sites would lead to one another. Failover to {other}? Run pulumi up "
        f"--stack {other} to its end, then pulumi up --stack {site}. No failover wanted? Set activeRegion: {site} and "
        f"run pulumi up --stack {site}, then pulumi up --stack {other}."
    )


def routes_of_an_old_state(site: str, other: str, flip: int) -> str:
    """Why nothing follows a failover that is active by its own state alone."""
    return (
        f"Routes, floating IPs and targets of {site} are left as they are: {other} has published that it took over in "
        f"flip {flip}, and the state of {site} knows nothing of that. Run pulumi up --stack {site} without --target: "
        "it says what to do."
    )


def waits_for_the_other(site: str, other: str) -> str:
    """What a preview says of a site that may not stand down yet."""
    return f"{site} stands down after {other} has taken over: run pulumi up --stack {other} first."
