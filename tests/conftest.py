"""What every test may rely on."""

import asyncio
import os

import pytest
from hypothesis import settings

pytest_plugins = ("tests.network",)

# A loaded machine is slow, which is no fault of what is tested.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# Never closed: its worker threads hold loops of their own, made by Pulumi's mocks, that would go with a warning each.
_LOOP = asyncio.new_event_loop()


@pytest.fixture(autouse=True)
def _current_event_loop() -> None:
    """Pulumi's runtime takes the current event loop; a test that used asyncio.run before has taken it away."""
    asyncio.set_event_loop(_LOOP)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes first, the longest before the others: whoever is last to begin decides when all is done."""
    items.sort(key=_minutes, reverse=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Three workers a core: the engine's stories mostly wait for AWS, and of the others many wait for a deadline."""
    return 3 * (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def _minutes(item: pytest.Item) -> float:
    """As its `engine` or `slow` mark says: those of its whole file together.

    A story that begins with a snapshot waits while the first of them makes it: those from nothing go before it.
    """
    marks = {mark.name: mark.kwargs.get("minutes", 0) for mark in item.iter_markers()}
    from_nothing = "engine" in marks and not hasattr(getattr(item, "module", None), "start")
    return float(max(marks.get("engine", 0), marks.get("slow", 0))) + (_OF_THE_SNAPSHOT if from_nothing else 0)


_OF_THE_SNAPSHOT = 3
