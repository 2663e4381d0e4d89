"""The site's own Prism Central: that it is the right one, and whether it reaches the other."""

from collections.abc import Iterator

from operations.look import Check, Status, Survivor

_ADVICE = {
    "CONNECTED": "",
    "DISCONNECTED": "If the other site is lost, failoverMode: unplanned is what is left. If not, see the link.",
}


def look(survivor: Survivor) -> list[Check]:
    return list(_checks(survivor))


def _checks(survivor: Survivor) -> Iterator[Check]:
    me = survivor.model.me
    survivor.failover.own  # noqa: B018 - raises where another Prism Central answers
    yield Check("Prism Central", Status.PASS, survivor.name, me.prism_central, me.prism_central)
    state = survivor.failover.pairing
    good = state == "CONNECTED"
    todo = _ADVICE.get(state, "See in Prism Central, under Availability Zones, whether the two are paired.")
    status = Status.PASS if good else Status.WARN
    yield Check("pairing", status, survivor.other, state or "not paired", "CONNECTED", todo)
    if survivor.model.is_active:
        yield Check(
            "role",
            Status.WARN,
            survivor.name,
            "the active site",
            "the standby",
            f"Nothing fails over to a site that is active: ask for {survivor.other}'s readiness as well.",
        )
