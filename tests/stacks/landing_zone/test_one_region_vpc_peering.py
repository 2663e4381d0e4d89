"""The landing zone on the real engine: one region, VPC peering, the same zone."""

from pathlib import Path

import pytest

from tests.stacks.landing_zone.case import Case, stands_reaches_stays_and_goes

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=3)]

CASE = Case("vpc", ("ap-northeast-1",) * 2, ("10.101.0.0/16", "10.102.0.0/16"), site={"natGateways": "none"})


def test_it_stands_reaches_stays_and_goes(tmp_path: Path) -> None:
    stands_reaches_stays_and_goes(CASE, tmp_path)
