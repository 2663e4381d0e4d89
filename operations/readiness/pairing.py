"""Whether the right Prism Central answers, with a clock like this machine's, and is paired with the other one."""

from collections.abc import Iterator

from operations.look import Check, Status, Survivor
from providers.recovery import when

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
    yield _clock(survivor)
    state = survivor.failover.pairing
    good = state == "CONNECTED"
    todo = _ADVICE.get(state, "Check in Prism Central, under Availability Zones, whether both are paired.")
    status = Status.PASS if good else Status.WARN
    yield Check("pairing", status, survivor.other, state or "not paired", "CONNECTED", todo)


def _clock(survivor: Survivor) -> Check:
    """Ages are counted by Prism Central's clock whatever this one shows; who reads other times should know."""
    problem = when.clock_problem(survivor.prism, survivor.model.me.prism_central)
    expected, skew = f"within {when.BOUND.seconds // 60} min of Prism Central's", survivor.prism.skew
    if problem:
        return Check(
            "clock", Status.WARN, "this machine", problem, expected, "Times that this machine shows are wrong."
        )
    return Check("clock", Status.PASS, "this machine", "not told" if skew is None else "as wanted", expected)
