"""The categories, protection policies and recovery plan that a configuration can say. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from operations.discover.draft import HAND_OVER, Draft
from operations.discover.finding import Outcome
from operations.discover.prism_facts import PlanFacts, PrismFacts
from prism.datapolicies import LinearRetention, ProtectionPolicy, Schedule

_PLAIN = (None, "CRASH_CONSISTENT")


def choose_protection(draft: Draft, sites: Mapping[str, PrismFacts], home: str) -> None:
    """Written into the draft where one plan and its policies can be said; everything else is told."""
    facts = sites[home]
    ids = {one.id for one in sites.values()}
    policies = [one for one in facts.policies if _sites_of(one) and _sites_of(one) <= ids]
    for one in facts.policies:
        if one not in policies:
            draft.tell(Outcome.LEFT, f"protection policy '{one.label}'", "it is not of these two sites")
    plans = {one.plan.label: one for one in facts.plans if _is_between(one, ids)}
    _choose_plan(draft, facts, plans)
    if policies:
        _write_policies(draft, facts, sorted(policies, key=lambda one: (_rpo(one), one.label)))
    else:
        draft.decide("protection.policy", "protection policy", {})
    for policy in policies:
        for said in _losses(facts, policy):
            draft.tell(Outcome.NOT_EXPRESSIBLE, f"protection policy '{policy.label}'", said)
        draft.tell(
            Outcome.TAKEN_OVER, f"protection policy '{policy.label}'", "the home site's stack manages it", HAND_OVER
        )


def _choose_plan(draft: Draft, facts: PrismFacts, plans: Mapping[str, PlanFacts]) -> None:
    if len(plans) != 1:
        reasons = {name: f"{len(one.stages)} stages" for name, one in plans.items()}
        draft.decide("protection.recoveryPlan", "recovery plan", reasons)
        if plans:
            draft.tell(Outcome.NOT_EXPRESSIBLE, "recovery plans", f"one plan for all VMs; {len(plans)} are here")
        return
    name, found = next(iter(plans.items()))
    draft.put("protection.recoveryPlan", name, "the one plan between these two sites")
    stages = [
        {"category": _category(facts, (stage.category_ext_ids or [""])[0]), "delaySeconds": stage.delay_seconds}
        for stage in found.stages
    ]
    if any(len(stage.category_ext_ids or []) != 1 for stage in found.stages):
        said = "a stage has one category here, and this plan has stages with several or with single VMs"
        draft.tell(Outcome.NOT_EXPRESSIBLE, f"recovery plan '{name}'", said)
    elif len(stages) > 1:
        draft.put("protection.stages", stages, "the plan's stages in order")
    draft.tell(
        Outcome.TAKEN_OVER,
        f"recovery plan '{name}'",
        f"{len(stages)} stages; the home site's stack manages it",
        HAND_OVER,
    )


def _write_policies(draft: Draft, facts: PrismFacts, policies: Sequence[ProtectionPolicy]) -> None:
    """The policy with the shortest RPO is the first tier, each other one a further tier."""
    first, *others = policies
    for key, value in _tier(facts, first).items():
        draft.put(f"protection.{key}", value, f"of protection policy '{first.label}', which has the shortest RPO")
    tiers = [{"name": _tier_name(one), "destination": "cluster", **_tier(facts, one)} for one in others]
    if tiers:
        draft.put("protection.tiers", tiers, "the other protection policies; one recovery plan is for all of them")


def _tier(facts: PrismFacts, policy: ProtectionPolicy) -> dict[str, Any]:
    tier: dict[str, Any] = {"policy": policy.label}
    if len(policy.category_ids or []) == 1:
        tier["category"] = _category(facts, (policy.category_ids or [""])[0])
    schedule = _schedule(policy)
    if schedule is not None:
        tier["rpoSeconds"] = schedule.recovery_point_objective_time_seconds
        kept = schedule.retention if isinstance(schedule.retention, LinearRetention) else LinearRetention()
        tier["retention"] = {"local": kept.local or 1, "remote": kept.remote or 1}
    return tier


def _tier_name(policy: ProtectionPolicy) -> str:
    return re.sub("[^a-z0-9]+", "-", policy.label.lower()).strip("-")


def _losses(facts: PrismFacts, policy: ProtectionPolicy) -> Iterator[str]:
    """What of a policy the configuration cannot say: to take it over would change it."""
    if len(policy.category_ids or []) != 1:
        listed = ", ".join(_categories(facts, policy)) or "none"
        yield f"one category a policy; it has {listed}"
    schedules = [one.schedule for one in policy.replication_configurations or []]
    for schedule in schedules:
        if schedule.recovery_point_type not in _PLAIN:
            yield f"recovery points of type {schedule.recovery_point_type}"
        if schedule.retention is not None and not isinstance(schedule.retention, LinearRetention):
            yield "roll-up retention"
        rpo = schedule.recovery_point_objective_time_seconds
        if not (rpo % 3600 == 0 or (60 <= rpo <= 900 and rpo % 60 == 0)):
            yield f"an RPO of {rpo} s"
        if schedule.start_time:
            yield f"a start time, {schedule.start_time}"
    if len({one.model_dump_json() for one in schedules}) > 1:
        yield "schedules that differ by direction, or several of one direction"


def _is_between(one: PlanFacts, ids: set[str]) -> bool:
    ends = (one.plan.primary_location, one.plan.recovery_location)
    return {end.domain_manager_ext_id for end in ends if end} <= ids


def _sites_of(policy: ProtectionPolicy) -> set[str]:
    return {one.domain_manager_ext_id for one in policy.replication_locations or []}


def _schedule(policy: ProtectionPolicy) -> Schedule | None:
    return next((one.schedule for one in policy.replication_configurations or []), None)


def _rpo(policy: ProtectionPolicy) -> int:
    schedule = _schedule(policy)
    return schedule.recovery_point_objective_time_seconds if schedule else 0


def _categories(facts: PrismFacts, policy: ProtectionPolicy) -> list[str]:
    return [facts.categories[id].label for id in policy.category_ids or [] if id in facts.categories]


def _category(facts: PrismFacts, id: str) -> dict[str, Any]:
    found = facts.categories.get(id)
    return {"key": found.key, "value": found.value} if found else {}


def protected_vms(facts: PrismFacts) -> set[str]:
    """The ids of the VMs that run here and carry a category of any policy."""
    categories = set(chain.from_iterable(policy.category_ids or [] for policy in facts.policies))
    return {
        vm.id for vm in facts.vms if vm.power_state == "ON" and {one.ext_id for one in vm.categories or []} & categories
    }
