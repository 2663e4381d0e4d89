"""A world served over HTTPS for each test, and both its sites as clients see them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from simulator import Running, SiteSpec, World, serve
from tests.simulator.estate import Estate, build
from tests.simulator.harness import Prism

SITES = (SiteSpec("tokyo", "ap-northeast-1"), SiteSpec("osaka", "ap-northeast-3"))


@pytest.fixture(scope="session")
def tls_dir(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def served(tls_dir: str) -> Iterator[Callable[..., Running]]:
    """Serve a world with these options; ended with the test."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(serve(World(options.pop("sites", SITES), **options), tls_dir))


@pytest.fixture
def prisms(served: Callable[..., Running]) -> Iterator[Callable[..., tuple[Prism, Prism]]]:
    """Tokyo's and Osaka's Prism Central of a world with these options."""
    clients: list[Prism] = []

    def make(**options: Any) -> tuple[Prism, Prism]:
        running = served(**options)
        clients.extend(Prism(running, name) for name in ("tokyo", "osaka"))
        return clients[-2], clients[-1]

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def tokyo(prisms: Callable[..., tuple[Prism, Prism]]) -> Prism:
    return prisms()[0]


@pytest.fixture
def estate(prisms: Callable[..., tuple[Prism, Prism]]) -> Estate:
    return build(*prisms())
