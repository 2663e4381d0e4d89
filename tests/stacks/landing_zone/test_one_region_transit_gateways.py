"""The landing zone on the real engine: one region, transit gateways, other zones, flow logs."""

from pathlib import Path

import pytest

from tests.stacks.landing_zone.case import Case, stands_reaches_stays_and_goes

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=3)]

CASE = Case(
    "transit-gateway",
    ("us-east-1",) * 2,
    ("10.40.0.0/20", "10.40.16.0/20"),
    ("ab", "c"),
    {"natGateways": "per-az", "flowLogs": {"retentionDays": 30}, "tags": {"Owner": "network team"}},
)


def test_it_stands_reaches_stays_and_goes(tmp_path: Path) -> None:
    stands_reaches_stays_and_goes(CASE, tmp_path)
