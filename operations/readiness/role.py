"""Which site is active by what the stack has published, and whether Pulumi.yaml asks for another one since."""

from collections.abc import Iterator

from operations.look import Check, Status, Survivor


def look(survivor: Survivor) -> list[Check]:
    return list(_checks(survivor))


def _checks(survivor: Survivor) -> Iterator[Check]:
    name, expected = "role", "the standby"
    if survivor.model.is_active:
        todo = f"A failover goes to the standby: check the readiness of {survivor.other} as well."
        yield Check(name, Status.WARN, survivor.name, "the active site", expected, todo)
    else:
        yield Check(name, Status.PASS, survivor.name, "the standby", expected)
    asked, active = survivor.asked, survivor.model.active.name
    if asked:
        todo = (
            f"Run `python -m operations failover {asked}` to apply it, or set activeRegion: {active}. These checks are "
            f"of the failover from {active}."
        )
        found = f"Pulumi.yaml asks for {asked}; not applied yet"
        yield Check("activeRegion", Status.WARN, survivor.name, found, f"{active}, as published", todo)
