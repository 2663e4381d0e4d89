"""Two tiers of recovery on the real engine: the story checks each of its claims itself."""

from pathlib import Path

import pytest

from stories.pilot_light import PilotLight

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=5)]


def test_the_short_tier_comes_first_nodes_join_the_bucket_s_tier_follows_and_all_go_home_again(tmp_path: Path) -> None:
    said: list[str] = []
    assert PilotLight.tell(tmp_path, said.append) == [], "\n".join(said)
