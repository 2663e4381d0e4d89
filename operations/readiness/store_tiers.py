"""The tiers in the recovery point store: that it exists, how old its points are, how many nodes are missing."""

from collections.abc import Iterator

from operations.look import Check, Status, Survivor, duration
from prism import NotFoundError
from providers.recovery import Foreseen, Room, TakeOver
from providers.store_recovery import StoreLook, StoreRecoveryInputs, declared, foretell
from topology import RiskKind
from topology.compute import wanted_nodes

_NAME, _AGE = "recovery point store", "age in the store"
_CHECKED_ELSE = (RiskKind.STALE_RECOVERY_POINT, RiskKind.MISSING_CAPACITY)


def look(survivor: Survivor) -> list[Check]:
    model = survivor.model
    if model.recovery_point_store is None or not model.protection.store_tiers:
        return [Check(_NAME, Status.PASS, survivor.name, "no tier is configured to use one", "none")]
    if model.is_home or model.is_active:
        todo = (
            f"Check the recovery site: python -m operations readiness --site {survivor.other}." if model.is_home else ""
        )
        found = "not checked: nothing is restored from the store here"
        return [Check(_NAME, Status.WARN if todo else Status.PASS, survivor.name, found, "the recovery site", todo)]
    values = {name: value for name, value in declared(model).items() if value is not None}
    home = survivor.heard.for_store(in_store=model.protection.in_store, tiers=len(model.protection.store_tiers))
    asked = {"owner": survivor.owner("store-recovery"), "active_site": survivor.name, **home}
    inputs = StoreRecoveryInputs.model_validate({**values, **asked, "mode": "unplanned", "nodes": _nodes(survivor)})
    return list(_checks(StoreLook(survivor.prism, inputs)))


def _checks(store: StoreLook) -> Iterator[Check]:
    name = store.inputs.store
    try:
        healthy = store.store.is_healthy is not False
    except NotFoundError as error:
        yield Check(_NAME, Status.FAIL, name, "does not exist", "a healthy store", str(error))
        return
    todo = "Check the store in Prism Central: no new recovery point gets into it."
    found = "healthy" if healthy else "not healthy"
    yield Check.of(_NAME, name, found, good=healthy, expected="healthy", what_to_do=todo)
    foreseen = foretell(TakeOver(), store)
    if not foreseen.recovered and not foreseen.here:
        todo = "Check that the VMs of its tiers have their category, and wait for their first recovery points."
        yield Check.of(_AGE, name, "no recovery point", good=False, expected="some", what_to_do=todo)
        return
    yield from _ages(foreseen)
    if foreseen.room:
        yield from _room(foreseen, foreseen.room)
    for risk in foreseen.risks:
        if risk.kind not in _CHECKED_ELSE:
            yield Check(
                f"{_NAME}: {risk.kind.value}",
                Status.FAIL,
                risk.vm,
                risk.sentence,
                "no risk",
                "Do what the finding says.",
            )


def _ages(foreseen: Foreseen) -> Iterator[Check]:
    """One check per VM, the oldest recovery point first."""
    for vm in sorted(foreseen.recovered, key=lambda vm: vm.age(foreseen.now), reverse=True):
        limit, age = vm.rpo_seconds or 0, vm.age(foreseen.now)
        todo = "Check in Prism Central of the source why its replication to the store is behind."
        subject, found = f"{vm.name} ({vm.tier})", f"{duration(age)} old"
        expected = f"{duration(limit)} at most"
        yield Check.of(_AGE, subject, found, good=age <= limit, expected=expected, what_to_do=todo)


def _room(foreseen: Foreseen, room: Room) -> Iterator[Check]:
    """Nodes that the failover adds are a warning: a pilot light is short of them by design."""
    names = f"{len(foreseen.recovered)} VMs"
    if not room.enough:
        yield Check("missing nodes", Status.FAIL, names, f"{room.needed}; {room.free}", "room", room.advice)
    elif room.advice_now:
        found = f"{room.advice_now} The failover adds them (compute.activeNodes)."
        yield Check("missing nodes", Status.WARN, names, found, "room, or nodes that the failover adds")
    else:
        yield Check("missing nodes", Status.PASS, names, f"{room.needed}; {room.free}", "room")


def _nodes(survivor: Survivor) -> int | None:
    """How many the cluster has once the site is active."""
    compute = survivor.model.me.compute
    return wanted_nodes(compute, active=True).nodes if compute else None
