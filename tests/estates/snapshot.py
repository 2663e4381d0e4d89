"""All that an estate holds, as a value: two of them show what has changed that this project did not make."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Held = Iterator[tuple[str, Mapping[str, Any]]]
"""Each thing by a name that people can read, with all that is looked at of it."""


@dataclass(frozen=True)
class Snapshot:
    """Each thing by a name that starts with its site, with what was seen of it as JSON."""

    things: Mapping[str, str]

    @classmethod
    def of(cls, parts: Iterable[tuple[str, Held]]) -> Snapshot:
        """``parts``: what is held, by site."""
        found: dict[str, str] = {}
        for site, held in parts:
            for name, seen in held:
                thing = f"{site} {name}"
                assert thing not in found, f"two things have the name {thing!r}"
                found[thing] = json.dumps(seen, sort_keys=True, default=str)
        return cls(found)

    def without(self, *words: str) -> Snapshot:
        """This one without the things whose names hold one of these words."""
        return Snapshot({name: seen for name, seen in self.things.items() if not any(word in name for word in words)})


def difference(before: Snapshot, after: Snapshot) -> list[str]:
    """One line for each thing that is new (+), gone (-) or changed (~); empty where both are alike."""
    return [*added(before, after), *lost(before, after)]


def added(before: Snapshot, after: Snapshot) -> list[str]:
    """One line for each thing that is new."""
    return [f"+ {name}: {seen}" for name, seen in sorted(after.things.items()) if name not in before.things]


def lost(before: Snapshot, after: Snapshot) -> list[str]:
    """One line for each thing that is gone, and for each field of one that is another now."""
    lines = []
    for name, seen in sorted(before.things.items()):
        if name not in after.things:
            lines.append(f"- {name}: {seen}")
        elif after.things[name] != seen:
            was, now = json.loads(seen), json.loads(after.things[name])
            changed = [key for key in sorted({*was, *now}) if was.get(key) != now.get(key)]
            told = "; ".join(f"{key} {_shown(was.get(key))} -> {_shown(now.get(key))}" for key in changed)
            lines.append(f"~ {name}: {told}")
    return lines


def _shown(value: object) -> str:
    return json.dumps(value, sort_keys=True)
