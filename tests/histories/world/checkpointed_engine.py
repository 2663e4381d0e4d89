"""The engine for one resource, with a boundary before its state knows of what was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pulumi.dynamic import ResourceProvider, UpdateResult

from tests.providers._engine import Engine


@dataclass
class CheckpointedEngine(Engine):
    """Passes a boundary between the end of a verb and the moment when the state knows of it."""

    boundary: Callable[[str], None] = lambda what: None

    def make(self) -> ResourceProvider:
        """The provider, whose results can get lost."""
        made = super().make()
        for verb in ("create", "update"):
            setattr(made, verb, self._checkpointed(getattr(made, verb), verb))
        return made

    def _checkpointed(self, act: Callable[..., Any], verb: str) -> Callable[..., Any]:
        def acting(*args: Any) -> UpdateResult:
            result = act(*args)
            self.boundary(f"before the state knows of {verb} {self.owner.rpartition('/')[2]}")
            return result  # type: ignore[no-any-return]

        return acting
