"""Clocks of this machine and of both Prism Centrals that are apart. Two simulated sites."""

from __future__ import annotations

import re

import pytest

from prism import PrismError
from tests.providers._sites import Workload, accepting, protected_workload
from tests.providers.conftest import Cloud

pytestmark = pytest.mark.slow


@pytest.fixture
def workload(cloud: Cloud) -> Workload:
    """Tokyo runs the workload, both stacks have been up once."""
    return protected_workload(cloud)


def test_ages_are_counted_by_prism_centrals_clock_and_a_wrong_one_here_is_told(
    workload: Workload, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """This machine is three hours behind both Prism Centrals."""
    for site in ("tokyo", "osaka"):
        workload.cloud.world.site(site).clock_ahead = 3 * 3600
    workload.cloud.links(tokyo="down")
    workload.cloud.world.push_clock(2.5 * 3600)
    with pytest.raises(PrismError, match=r"app-1 would lose more than the RPO allows"):
        workload.osaka.preview("osaka", "unplanned")
    assert any(re.search("this machine is [56] h behind the clock of pc-osaka", line) for line in said)


def test_a_point_of_the_future_is_a_risk_by_name(workload: Workload, said: list[str]) -> None:
    workload.cloud.world.site("osaka").clock_ahead = -3 * 3600
    workload.cloud.links(tokyo="down")
    with pytest.raises(PrismError, match=r"app-1 has a newest recovery point in osaka of .* 3 h in the future"):
        workload.osaka.preview("osaka", "unplanned")
    assert any(" 3 h in the future" in line for line in said)
    assert workload.osaka.up("osaka", "unplanned", **accepting(1, "stale-recovery-point")) == "update"
