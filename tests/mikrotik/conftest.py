"""`pytest tests/mikrotik --update` writes the golden files anew; nothing else does."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the golden files anew")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    # Unknown when the run began above this folder: then nothing is written.
    return bool(request.config.getoption("--update", default=False))
