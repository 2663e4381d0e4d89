"""The main job on the real engine: the story checks each of its claims itself."""

from pathlib import Path

import pytest

from local_cloud import Moment
from stories.demo import Demo

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=3)]

PYTHON_OF_USERS = True


def test_the_workload_fails_over_and_back_with_its_addresses_routes_and_name(tmp_path: Path) -> None:
    said: list[str] = []
    assert Demo.tell(tmp_path, said.append, start=Moment.WORKLOAD) == [], "\n".join(said)
