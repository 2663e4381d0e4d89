"""An estate of two sites on the simulator."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations._estate import Estate, estate


@pytest.fixture(scope="session")
def tls_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One CA for all worlds: making one takes longer than most tests."""
    return tmp_path_factory.mktemp("tls")


@pytest.fixture
def sites(monkeypatch: pytest.MonkeyPatch, tls_dir: Path, request: pytest.FixtureRequest) -> Iterator[Estate]:
    """Tokyo runs the workload, Osaka could take it. The parameter is the task clock."""
    with estate(monkeypatch, tls_dir, getattr(request, "param", "immediate")) as made:
        yield made
