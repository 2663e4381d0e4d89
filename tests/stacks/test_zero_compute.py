"""Zero compute on the real engine: the story checks each of its claims itself."""

from pathlib import Path

import pytest

from stories.zero_compute import ZeroCompute

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=6)]


def test_a_cluster_comes_after_the_disaster_restores_everything_from_the_bucket_and_goes_after_the_failback(
    tmp_path: Path,
) -> None:
    said: list[str] = []
    assert ZeroCompute.tell(tmp_path, said.append) == [], "\n".join(said)
