"""Zero compute on the real engine: the demonstration checks each of its claims itself."""

from pathlib import Path

import pytest

from stories.zero_compute import zero_compute

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=6)]


def test_a_cluster_comes_after_the_disaster_restores_everything_from_the_bucket_and_goes_after_the_failback(
    tmp_path: Path,
) -> None:
    said: list[str] = []
    assert zero_compute(tmp_path, said.append) == [], "\n".join(said)
