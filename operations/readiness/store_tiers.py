"""The tiers in the recovery point store: that it is there, how old its points are, how many nodes are missing."""

from collections.abc import Iterator

from components.recovery.store_recovery import declared
from operations.look import Check, Status, Survivor, duration
from prism import NotFoundError
from providers.store_recovery import messages as words
from providers.store_recovery.inputs import StoreRecoveryInputs
from providers.store_recovery.look import StoreLook, now
from providers.store_recovery.points import Unit
from providers.store_recovery.risks import find_risks
from topology.compute.wanted_nodes import wanted_nodes

_NAME, _AGE = "recovery point store", "age in the store"


def look(survivor: Survivor) -> list[Check]:
    model = survivor.model
    if model.recovery_point_store is None or not model.protection.store_tiers:
        return [Check(_NAME, Status.PASS, survivor.name, "no tier is configured to be in one", "none")]
    if model.is_home or model.is_active:
        todo = (
            f"Ask the recovery site: python -m operations readiness --site {survivor.other}." if model.is_home else ""
        )
        found = "not looked at: nothing is restored from it here"
        return [Check(_NAME, Status.WARN if todo else Status.PASS, survivor.name, found, "the recovery site", todo)]
    values = {name: value for name, value in declared(model).items() if value is not None}
    asked = {"owner": f"{model.project}/{survivor.name}/store-recovery", "active_site": survivor.name}
    inputs = StoreRecoveryInputs.model_validate({**values, **asked, "mode": "unplanned", "nodes": _nodes(survivor)})
    return list(_checks(StoreLook(survivor.prism, inputs)))


def _checks(store: StoreLook) -> Iterator[Check]:
    name = store.inputs.store
    try:
        healthy = store.store.is_healthy is not False
    except NotFoundError as error:
        yield Check(_NAME, Status.FAIL, name, "not there", "a healthy store", str(error))
        return
    todo = "Look at it in Prism Central: nothing new gets into it."
    found = "healthy" if healthy else "not healthy"
    yield Check.of(_NAME, name, found, good=healthy, expected="healthy", what_to_do=todo)
    if not store.choice.units:
        todo = "Look whether its tiers' machines have their category, and wait for their first recovery points."
        yield Check.of(_AGE, name, "no recovery point", good=False, expected="some", what_to_do=todo)
        return
    for unit in sorted(store.choice.units, key=_age, reverse=True):
        limit = store.waves[unit.wave].rpo_seconds
        tier = store.waves[unit.wave].tier
        good = _age(unit) <= limit
        todo = "See in Prism Central of the source why its replication to the store is behind."
        subject, found = f"{unit.label} ({tier})", f"{duration(_age(unit))} old"
        yield Check.of(_AGE, subject, found, good=good, expected=f"{duration(limit)} at most", what_to_do=todo)
    yield from _room(store)
    for risk in find_risks(store, store.placement(ahead=True, scaled=True)):
        if risk.kind.value not in ("stale-recovery-point", "missing-capacity"):
            yield Check(f"{_NAME}: {risk.kind.value}", Status.FAIL, risk.vm, risk.sentence, "no risk", "As it says.")


def _room(store: StoreLook) -> Iterator[Check]:
    """Nodes that the flip adds are a warning: a pilot light is short of them by design."""
    now_free, then = store.placement(ahead=True), store.placement(ahead=True, scaled=True)
    where = ", ".join(store.inputs.clusters)
    names = f"{sum(len(unit.vms) for unit in store.todo)} machines"
    if then.left:
        todo = words.more_nodes(then, store.inputs.node, where)
        yield Check("missing nodes", Status.FAIL, names, words.room(then, store.inputs.node, [where]), "room", todo)
    elif now_free.left:
        found = f"{words.more_nodes(now_free, store.inputs.node, where)} The flip does so (compute.activeNodes)."
        yield Check("missing nodes", Status.WARN, names, found, "room, or nodes that the flip adds")
    else:
        yield Check("missing nodes", Status.PASS, names, f"{then.needed}: there is room", "room")


def _nodes(survivor: Survivor) -> int | None:
    """How many the cluster has once the site is active."""
    compute = survivor.model.me.compute
    return wanted_nodes(compute, active=True).nodes if compute else None


def _age(unit: Unit) -> float:
    made = unit.point.creation_time
    return float("inf") if made is None else max(0.0, (now() - made).total_seconds())
