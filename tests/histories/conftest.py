"""One laboratory and one estate for all histories of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.histories.lab.laboratory import Laboratory, laboratory
from tests.histories.world.estate import Estate


@pytest.fixture(scope="module")
def lab() -> Iterator[Laboratory]:
    """The client, the providers and the simulators in this process."""
    with laboratory() as made:
        yield made


@pytest.fixture(scope="module")
def estate(lab: Laboratory) -> Estate:
    """What stands before each history begins."""
    return Estate.make(lab)
