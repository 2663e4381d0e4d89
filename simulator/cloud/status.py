"""What of a local cloud runs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from simulator.cloud import gateways
from simulator.cloud.record import Record, Site


@dataclass(frozen=True)
class ProcessStatus:
    """One process; `serves` says where and how, by service: "aws 127.0.0.1:41203 serve"."""

    name: str
    pid: int
    alive: bool
    serves: tuple[str, ...]


@dataclass(frozen=True)
class CloudStatus:
    """The whole cloud; `since` in seconds since the epoch, `problem` None when everything runs."""

    id: str
    since: float
    processes: tuple[ProcessStatus, ...]
    problem: str | None

    @property
    def healthy(self) -> bool:
        """Whether everything runs."""
        return self.problem is None


def status_of(directory: Path, running: Record) -> CloudStatus:
    """Looks at every process and asks every gateway."""
    serves: dict[str, tuple[str, ...]] = {"aws": (_host(running.aws_endpoint),) if running.aws_endpoint else ()}
    serves["console"] = (_host(running.console_endpoint),) if running.console_endpoint else ()
    serves["prism"] = tuple(f"{name} {_host(site.prism_endpoint)}" for name, site in running.sites.items())
    serves |= {f"gateways-{name}": _gateways(site) for name, site in running.sites.items()}
    lines = [
        ProcessStatus(one.name, one.pid, one.alive, serves.get(one.name, ()) if one.alive else ())
        for one in running.processes
    ]
    return CloudStatus(running.id, running.started_at, tuple(lines), problem_of(directory, running))


def problem_of(directory: Path, running: Record) -> str | None:
    """The sentence about a cloud that is no longer whole, with the way out; None for a whole one."""
    gone = [one.name for one in running.processes if not one.alive]
    if not gone and running.complete:
        return None
    what = f"{', '.join(gone)} no longer run" if gone else "its start was interrupted"
    if len(gone) == 1:
        what += "s"
    return (
        f"The local cloud in {directory} is dead ({what}), so the stacks' state no longer matches what exists: "
        f"discard both with local-down, then start afresh with local-up."
    )


def _gateways(site: Site) -> tuple[str, ...]:
    try:
        states: dict[str, Any] = gateways.ask(site.control_port)
    except OSError:
        return ()
    return tuple(f"{name} 127.0.0.1:{state['port']} {state['mode']}" for name, state in states.items())


def _host(endpoint: str) -> str:
    return urlsplit(endpoint).netloc
