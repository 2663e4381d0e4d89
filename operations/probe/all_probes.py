"""All probes at once. What does not answer is told once per service, and the rest goes on."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from errors import OperatorError
from operations.assumptions import ASSUMPTIONS, Assumption
from operations.probe import aws_region, console, overlay, prism_api, protection, recovery_jobs, v3
from operations.probe.scratch import scratch
from operations.probe.seen import Look, Seen, Verdict, unseen
from operations.probe.site import Site
from prism.prism import DomainManagers

SECONDS = 120.0
_AT_ONCE = 8
Ping = Callable[[Site], object]


@dataclass(frozen=True)
class Finding:
    """An assumption, and what was seen of it here."""

    assumption: Assumption
    seen: Seen


@dataclass(frozen=True)
class Service:
    """What probes ask, and how to see whether it answers."""

    name: str
    ping: Ping
    probes: Mapping[str, Look]


SERVICES = (
    Service(
        "Prism Central",
        lambda site: next(iter(DomainManagers(site.prism).list()), None),
        {**prism_api.PROBES, **protection.PROBES, **recovery_jobs.PROBES, **v3.PROBES, **overlay.PROBES},
    ),
    Service("the NC2 console", lambda site: site.console.call("list the clusters", "GET", "/clusters"), console.PROBES),
    Service("AWS", lambda site: site.aws("ec2").describe_availability_zones(), aws_region.PROBES),
)
PROBED = frozenset(id_ for service in SERVICES for id_ in service.probes)


def look(
    site: Site, seconds: float = SECONDS, with_scratch: bool = False, services: Sequence[Service] = SERVICES
) -> tuple[list[Finding], list[str]]:
    """Every assumption with what was seen of it, in the registry's order; and what a scratch probe has left behind."""
    found: dict[str, Seen] = {}
    threads = [threading.Thread(target=_service, args=(one, site, found), daemon=True) for one in services]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    found = dict(found)
    left = _with_scratch(site, found) if with_scratch else []
    late = unseen(f"no answer within {seconds:.0f} s")
    return [Finding(row, found.get(row.id) or _without(row, late, with_scratch)) for row in ASSUMPTIONS], left


def _without(row: Assumption, late: Seen, with_scratch: bool) -> Seen:
    if row.unprobed:
        return unseen(f"no probe: {row.unprobed}")
    if row.scratch and not with_scratch:
        return unseen("needs objects of its own: --scratch")
    return late


def _service(service: Service, site: Site, found: dict[str, Seen]) -> None:
    try:
        service.ping(site)
    except Exception as error:
        found.update({id_: _failed(error, f"{service.name} does not answer") for id_ in service.probes})
        return
    turns = threading.Semaphore(_AT_ONCE)
    threads = [
        threading.Thread(target=_probe, args=(id_, one, site, found, turns), daemon=True)
        for id_, one in service.probes.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _probe(id_: str, one: Look, site: Site, found: dict[str, Seen], turns: threading.Semaphore) -> None:
    with turns:
        try:
            found[id_] = one(site)
        except Exception as error:
            # Whatever it was: this was not seen, and the others are looked at.
            found[id_] = _failed(error, "the look failed")


def _failed(error: Exception, what: str) -> Seen:
    """Not seen, with the error's own words, of which a shared file gets the kind alone."""
    status = getattr(error, "status", None) or getattr(error, "response", None)
    code = status.get("Error", {}).get("Code", "") if isinstance(status, dict) else f"{status or ''}"
    kind = f"{what}: {type(error).__name__}{f' {code}' if code else ''}"
    told = f"{error}" if isinstance(error, OperatorError) else f"{type(error).__name__}: {error}"
    return Seen(Verdict.UNSEEN, f"{what}: {told}", shared=kind)


def _with_scratch(site: Site, found: dict[str, Seen]) -> list[str]:
    try:
        made = scratch(site)
    except Exception as error:
        # What was made is removed by then; what was read before is still told.
        seen = _failed(error, "the scratch objects could not be looked at")
        found.update({row.id: seen for row in ASSUMPTIONS if row.scratch})
        return []
    found.update(made.seen)
    return made.left
