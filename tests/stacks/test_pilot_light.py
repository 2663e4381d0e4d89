"""Two tiers of recovery on the real engine, on stacks that had one: the story checks each of its claims itself."""

from pathlib import Path

import pytest

from local_cloud.converged import Moment
from stories.pilot_light import PilotLight

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=4)]


def test_the_short_tier_comes_first_nodes_join_the_bucket_s_tier_follows_and_all_go_home_again(tmp_path: Path) -> None:
    said: list[str] = []
    assert PilotLight.tell(tmp_path, said.append, start=Moment.STACKS) == [], "\n".join(said)
