"""cloud.json: what runs, under which ports, since when. Written as soon as the first process runs."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from simulator.cloud.errors import CloudRefused
from simulator.cloud.process import Process

FILE_NAME = "cloud.json"

SERVICES = ("aws", "prism")
"""What a site has a gateway before."""


@dataclass(frozen=True)
class Site:
    """One site: its region, its two gateways' ports, the port its gateways are switched by."""

    name: str
    region: str
    prism_endpoint: str
    control_port: int
    aws_port: int
    prism_port: int


@dataclass(frozen=True)
class Record:
    """One local cloud. `complete` once everything serves; `started_at` in seconds since the epoch."""

    id: str
    started_at: float
    wanted: dict[str, str]
    """Site name -> region, with the options that the simulator's --site takes."""
    complete: bool = False
    aws_endpoint: str = ""
    processes: tuple[Process, ...] = ()
    sites: dict[str, Site] = field(default_factory=dict)
    console_endpoint: str = ""


def write(directory: Path, record: Record) -> None:
    """Writes the record whole: a reader sees the old one or the new one."""
    draft = directory / f"{FILE_NAME}.draft"
    draft.write_text(json.dumps(asdict(record), indent=2) + "\n")
    draft.replace(directory / FILE_NAME)


def read(directory: Path) -> Record | None:
    """The record of a directory; None when there is none. Raises CloudRefused for somebody else's file of its name."""
    try:
        stored = json.loads((directory / FILE_NAME).read_text())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError:
        raise _not_ours(directory) from None
    try:
        stored["processes"] = tuple(Process(**process) for process in stored["processes"])
        stored["sites"] = {name: Site(**site) for name, site in stored["sites"].items()}
        return Record(**stored)
    except (AttributeError, KeyError, TypeError):
        raise _not_ours(directory) from None


def _not_ours(directory: Path) -> CloudRefused:
    return CloudRefused(
        f"{directory / FILE_NAME} is no record of a local cloud, so nothing in {directory} is touched. Name another "
        "directory."
    )
