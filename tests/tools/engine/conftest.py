"""What the tests of the engine share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.aws import serve
from tools.engine import Cache, Installation, set_up


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """An empty cache of its own, so that no test sees or changes the user's."""
    return Cache(tmp_path / "cache")


@pytest.fixture(scope="session")
def installed_engine() -> Installation:
    """The user's real engine, set up if it is not yet."""
    return set_up(Cache.of_user(), print)


@pytest.fixture
def local_aws() -> Iterator[str]:
    """The endpoint of the repaired local AWS."""
    with serve() as endpoint:
        yield endpoint
