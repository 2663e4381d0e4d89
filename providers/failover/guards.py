"""What makes a failover impossible, found before its first change. Reads only; each guard raises."""

from __future__ import annotations

import pulumi

from prism import ConflictError, PrismError
from prism.dataprotection import RecoveryPlanJob
from providers.failover import messages
from providers.failover.adoption import went_on
from providers.failover.facts import observe
from providers.failover.risks import find_risks
from providers.failover.view import FailoverView, results_of
from providers.recovery import Objective, Risk, told, verdict, when

_INSTANT_RESTORE = 3


def expect_offered(view: FailoverView) -> None:
    """Raises UnsupportedError where this Prism Central does not offer what is asked for."""
    if view.inputs.instant_restore:
        view.client.require("dataprotection", _INSTANT_RESTORE, "unplanned failovers with instant restore")


def expect_reachable(view: FailoverView) -> None:
    """Raises PrismError where a planned failover has no source to shut down."""
    if view.inputs.mode == "planned" and view.pairing == "DISCONNECTED":
        raise unreachable(view, "the pairing is disconnected")


def expect_reachable_now(view: FailoverView) -> None:
    """The same at the last moment: without the source, a validation counts as unplanned and says nothing."""
    if view.inputs.mode == "planned" and view.pairing_now() == "DISCONNECTED":
        raise unreachable(view, "the pairing is disconnected")


def expect_no_risk(view: FailoverView) -> None:
    """Raises ConflictError for a risk that nobody has accepted for this flip; logs those that are accepted."""
    facts = observe(view)
    for note in facts.notes:
        pulumi.log.warn(note)
    _expect_accepted(view, find_risks(facts))


def expect_newest(view: FailoverView, job: RecoveryPlanJob) -> None:
    """Raises ConflictError where the VMs of a job to be adopted have run on at the source, unless it is accepted."""
    _expect_accepted(view, adoption_risks(view, job))


def adoption_risks(view: FailoverView, job: RecoveryPlanJob) -> tuple[Risk, ...]:
    """What would be lost if this job were adopted."""
    came = {one.source_entity_ext_id or "" for one in results_of(view.client, job)} - {""}
    if not came:
        return ()
    objective = Objective(when.now_at(view.client), view.inputs.rpo_seconds)
    return tuple(went_on(job, came, view.coming_over(), objective, (view.source, view.inputs.site)))


def _expect_accepted(view: FailoverView, risks: tuple[Risk, ...]) -> None:
    stop = verdict(risks, view.inputs.acceptance, view.generation)
    if stop:
        raise ConflictError(stop)
    if risks:
        pulumi.log.warn(f"Accepted for flip {view.generation}:\n{told(risks)}")


def unreachable(view: FailoverView, why: str) -> PrismError:
    """Why a planned failover has nothing to shut down."""
    inputs = view.inputs
    return PrismError(messages.unreachable(view.plan.label, inputs.sites, view.source, inputs.site, why.rstrip(".")))
