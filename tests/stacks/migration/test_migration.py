"""The migration on the real engine: the story checks each of its claims itself."""

from pathlib import Path

import pytest

from stories.migration import Migration

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=4)]


def test_ec2_instances_become_vms_at_their_old_addresses_behind_the_switched_route_and_back(tmp_path: Path) -> None:
    said: list[str] = []
    assert Migration.tell(tmp_path, said.append) == [], "\n".join(said)
