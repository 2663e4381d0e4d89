"""The world on disk: one JSON line for all changes of a request, written before its reply goes out.

Reading replays the lines; a last line cut short by a crash is left out whole. At start the lines are replaced,
atomically, by one for the records that still stand.
"""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from simulator.prism.http.replies import Answer, Key
from simulator.prism.json import Json
from simulator.prism.world import settings
from simulator.prism.world.store import Record

if TYPE_CHECKING:
    from simulator.prism.world.site import Site
    from simulator.prism.world.world import World

_NAME = "world.jsonl"


class Journal:
    """Changes waiting to be written, and the file they go to; without a directory it does nothing."""

    def __init__(self, directory: Path | None):
        self._path = directory / _NAME if directory else None
        self._file: IO[str] | None = None
        self._waiting: dict[tuple[str, str, str], tuple[Record, bool]] = {}
        self._replies: list[Json] = []
        self._world_changed = False

    def note_reply(self, site: Site, key: Key, answer: Answer) -> None:
        """A change was answered, and the answer is to be given again to whoever repeats the request."""
        if self._path:
            self._replies.append({"site": site.name, "reply": [list(key), list(answer)]})

    def note(self, site: Site, record: Record, removed: bool) -> None:
        """A record changed or went."""
        if self._path:
            self._waiting[site.name, record.kind, record.ext_id] = (record, removed)

    def note_world(self) -> None:
        """The links, the clock or something else that the control API sets changed."""
        self._world_changed = True

    def write(self, world: World) -> None:
        """Append what has changed since the last call."""
        changes: list[Json] = [{"event": event} for event in world.events.fresh]
        world.events.fresh.clear()
        for (site, kind, ext_id), (record, removed) in self._waiting.items():
            what: Json = {"removed": [kind, ext_id, record.version]} if removed else {"record": record.to_json()}
            changes.append({"site": site, **what})
        changes += self._replies
        self._replies = []
        if self._file is not None and (changes or self._world_changed):
            changes.append({"world": settings.of(world)})
            self._file.write(json.dumps(changes, separators=(",", ":")) + "\n")
            self._file.flush()
        self._waiting.clear()
        self._world_changed = False

    def load(self, world: World) -> None:
        """Take up what an earlier run left, if anything, and start a fresh file."""
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
            _take_up(world)
        self._compact(world)

    def close(self) -> None:
        """Let go of the file."""
        if self._file:
            self._file.close()
            self._file = None

    def _compact(self, world: World) -> None:
        assert self._path is not None
        fresh = self._path.with_suffix(".new")
        self._waiting.clear()
        for site in world.sites.values():
            for kind in site.store.kinds():
                for record in site.store.all(kind):
                    self.note(site, record, False)
            for key, answer in site.replies.all():
                self.note_reply(site, key, answer)
        world.events.fresh = list(world.events.log)
        fresh.unlink(missing_ok=True)
        # What is asked for may hold credentials, as a registration does: readable by the owner alone.
        self._file = open(fresh, "w", opener=partial(os.open, mode=0o600))  # noqa: SIM115
        self._write_tombstones(world)
        self.note_world()
        self.write(world)
        os.fsync(self._file.fileno())
        fresh.replace(self._path)

    def _write_tombstones(self, world: World) -> None:
        assert self._file is not None
        changes = [
            {"site": site.name, "removed": [kind, ext_id, version]}
            for site in world.sites.values()
            for (kind, ext_id), version in site.tombstones.items()
        ]
        self._file.write(json.dumps(changes) + "\n")


def _replay(world: World, line: Json) -> None:
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


def _take_up(world: World) -> None:
    """What follows from the records: which tasks go on, what paired sites may not know yet."""
    from simulator.prism.noun import nouns
    from simulator.prism.world.pairing import share_everything

    for site in world.sites.values():
        for nic in site.store.all("vm_nic"):
            site.addresses.note(nic)
        for task in site.store.all("task"):
            site.work.adopt(task)
        site.tombstones = {key: n for key, n in site.tombstones.items() if nouns()[key[0]].synchronised}
        share_everything(site)
