"""The world on disk: one JSON line for all changes of a request, written before its reply goes out.

Reading replays the lines. A last line that a crash has cut short is left out whole. At start, one line for the records
that still stand replaces all lines, atomically.
"""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import IO

from simulator.prism.model import Json, Record, WorldState, nouns
from simulator.prism.pairing import share_everything
from simulator.prism.tasks import queue
from simulator.prism.world import settings

_NAME = "world.jsonl"


class Journal:
    """The file of a world; without a directory it does nothing."""

    def __init__(self, directory: Path | None):
        self._path = directory / _NAME if directory else None
        self._file: IO[str] | None = None

    def write(self, world: WorldState) -> None:
        """Append what has changed since the last call."""
        events = [{"event": event} for event in world.events.fresh]
        world.events.fresh.clear()
        settings_changed = world.changes.settings_changed
        lines = [*events, *world.changes.take()]
        if self._file is not None and (lines or settings_changed):
            lines.append({"world": settings.of(world)})
            self._file.write(json.dumps(lines, separators=(",", ":")) + "\n")
            self._file.flush()

    def load(self, world: WorldState) -> None:
        """Read what an earlier run left, if anything, and start a new file."""
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._path.exists():
            for line in self._path.read_text().splitlines():
                try:
                    changes = json.loads(line)
                except json.JSONDecodeError:
                    break
                for change in changes:
                    _replay(world, change)
            take_up(world)
        self._compact(world, self._path)

    def close(self) -> None:
        """Let go of the file."""
        if self._file:
            self._file.close()
            self._file = None

    def _compact(self, world: WorldState, path: Path) -> None:
        new = path.with_suffix(".new")
        world.changes.take()
        for site in world.sites.values():
            for kind in site.store.kinds():
                for record in site.store.all(kind):
                    world.changes.note(site.name, record, removed=False)
            for key, answer in site.replies.all():
                world.changes.note_reply(site.name, key, answer)
        world.events.fresh = list(world.events.log)
        new.unlink(missing_ok=True)
        # A request may hold credentials, as that of a registration does: only the owner may read the file.
        self._file = open(new, "w", opener=partial(os.open, mode=0o600))  # noqa: SIM115
        self._file.write(json.dumps(_tombstones(world)) + "\n")
        world.changes.note_settings()
        self.write(world)
        os.fsync(self._file.fileno())
        new.replace(path)


def take_up(world: WorldState) -> None:
    """Go on from the records that were read: with the tasks, and with what paired sites may not know yet."""
    for site in world.sites.values():
        for kind in site.store.kinds():
            for record in site.store.all(kind):
                site.note(record)
        for task in site.store.all("task"):
            queue.adopt(site, task)
        site.tombstones = {key: n for key, n in site.tombstones.items() if nouns()[key[0]].synchronised}
        share_everything(site)


def _tombstones(world: WorldState) -> list[Json]:
    return [
        {"site": site.name, "removed": [kind, ext_id, version]}
        for site in world.sites.values()
        for (kind, ext_id), version in site.tombstones.items()
    ]


def _replay(world: WorldState, line: Json) -> None:
    if "event" in line:
        world.events.log.append(line["event"])
    elif "world" in line:
        settings.take_up(world, line["world"])
    elif line["site"] in world.sites:
        site = world.sites[line["site"]]
        if "reply" in line:
            key, (status, body, headers) = line["reply"]
            site.replies.put_quietly(tuple(key), (status, body, headers))
        elif "removed" in line:
            kind, ext_id, version = line["removed"]
            site.store.drop_quietly(kind, ext_id)
            site.tombstones[kind, ext_id] = version
            world.at_least(version)
        else:
            record = Record(**line["record"])
            site.store.put_quietly(record)
            world.at_least(record.version)
