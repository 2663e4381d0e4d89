"""Whether both sites have the same plan, policies and categories: a failover goes by those of the site it leads to."""

from collections.abc import Iterator

from operations.look import Check, Status, Survivor
from prism import UnsupportedError

_NAME = "definitions"


def look(survivor: Survivor) -> list[Check]:
    if survivor.model.protection.in_store:
        return [Check(_NAME, Status.PASS, survivor.name, "no plan leads here: restored from the store", "in sync")]
    return list(_checks(survivor))


def _checks(survivor: Survivor) -> Iterator[Check]:
    view, expected = survivor.failover, f"the same as in {survivor.other}"
    try:
        apart = view.out_of_step
    except UnsupportedError as error:
        todo = f"Compare plan, policies and categories by hand with {survivor.other}."
        yield Check.unknown(_NAME, view.plan.label, str(error), todo)
        return
    if not apart:
        yield Check(_NAME, Status.PASS, view.plan.label, "plan, policies and categories are in sync", expected)
    for one in apart:
        status = Status.FAIL if one.apart else Status.WARN
        yield Check(_NAME, status, one.subject, one.status, expected, one.sentence(survivor.name, survivor.other))
