"""Long lists are read at the same time, and what fails is left to whoever asks for it."""

from __future__ import annotations

import threading

from errors import OperatorError
from providers.failover.read_ahead import read_ahead


def test_every_look_has_begun_before_one_ends() -> None:
    together = threading.Barrier(2, timeout=20)
    read_ahead([together.wait, together.wait])
    assert not together.broken


def test_a_look_that_fails_stops_no_other() -> None:
    seen = []

    def failing() -> None:
        raise OperatorError("Prism Central does not tell.")

    read_ahead([failing, lambda: seen.append("points")])
    assert seen == ["points"]
