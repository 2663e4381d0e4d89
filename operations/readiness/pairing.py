"""Whether the right Prism Central answers, and whether it is paired with the other one."""

from collections.abc import Iterator

from operations.look import Check, Status, Survivor

_ADVICE = {
    "CONNECTED": "",
    "DISCONNECTED": "Check the link between the sites. If the other site is lost, use failoverMode: unplanned.",
}


def look(survivor: Survivor) -> list[Check]:
    return list(_checks(survivor))


def _checks(survivor: Survivor) -> Iterator[Check]:
    me = survivor.model.me
    survivor.failover.own  # noqa: B018 - raises where another Prism Central answers
    yield Check("Prism Central", Status.PASS, survivor.name, me.prism_central, me.prism_central)
    state = survivor.failover.pairing
    good = state == "CONNECTED"
    todo = _ADVICE.get(state, "Check in Prism Central, under Availability Zones, whether both are paired.")
    status = Status.PASS if good else Status.WARN
    yield Check("pairing", status, survivor.other, state or "not paired", "CONNECTED", todo)
