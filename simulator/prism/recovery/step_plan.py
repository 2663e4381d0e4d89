"""The steps of a recovery job, planned before the job begins. Only reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.prism.model import Record
from simulator.prism.recovery.candidates import Candidate, stages
from simulator.prism.recovery.floating_ips import associations
from simulator.prism.recovery.request import RecoveryRequest


@dataclass(frozen=True)
class Step:
    """One step: what it does (`do`), to which VM, and how many seconds it lasts."""

    phase: str
    operation: str
    do: str
    description: str
    stage_id: str | None = None
    vm_id: str | None = None
    seconds: float = 0.0


def plan_steps(request: RecoveryRequest, chosen: Sequence[Candidate], recover_seconds: float) -> list[Step]:
    """All steps of the job, in order.

    A planned failover first powers off and replicates every VM, the last stage first. Then, stage by stage, the VMs are
    recovered, powered on and given their floating IPs, and the delay of the stage passes.
    """
    ordered = stages(request)
    steps: list[Step] = []
    if request.action == "PLANNED_FAILOVER":
        for stage in reversed(ordered):
            steps += [_stop(c, stage) for c in chosen if c.stage_id == stage.ext_id]
    for stage in ordered:
        members = [c for c in chosen if c.stage_id == stage.ext_id]
        steps += [_recover(request, c, recover_seconds) for c in members]
        steps += [_power_on(c) for c in members]
        steps += [_floating_ip(c) for c in members if associations(request, c)]
        steps += _delays(stage) if members else []
    steps.append(Step("POST_PROCESSING", "AUDIT", "nothing", "Record the outcome"))
    return steps


def _stop(candidate: Candidate, stage: Record) -> Step:
    description = f"Power off and replicate VM {candidate.name}"
    return Step("PRE_PROCESSING", "ENTITY_SNAPSHOT_SYNC", "stop", description, stage.ext_id, candidate.vm_id)


def _recover(request: RecoveryRequest, candidate: Candidate, seconds: float) -> Step:
    planned = request.action == "PLANNED_FAILOVER"
    operation, do = ("ENTITY_MIGRATION", "migrate") if planned else ("ENTITY_RESTORATION", "restore")
    description = f"Recover VM {candidate.name}"
    return Step("ENTITY_RECOVERY", operation, do, description, candidate.stage_id, candidate.vm_id, seconds)


def _power_on(candidate: Candidate) -> Step:
    description = f"Power on VM {candidate.name}"
    return Step("ENTITY_RECOVERY", "VM_POWER_ON", "power-on", description, candidate.stage_id, candidate.vm_id)


def _floating_ip(candidate: Candidate) -> Step:
    description = f"Assign floating IPs to VM {candidate.name}"
    return Step(
        "ENTITY_RECOVERY", "ASSIGN_FLOATING_IP", "floating-ip", description, candidate.stage_id, candidate.vm_id
    )


def _delays(stage: Record) -> list[Step]:
    seconds = [float(action["config"]["delaySecs"]) for action in stage.data.get("postActions", [])]
    return [
        Step("ENTITY_RECOVERY", "DELAY", "nothing", f"Wait for {delay:g} s", stage.ext_id, seconds=delay)
        for delay in seconds
    ]
