"""The landing zone on the real engine: two regions, VPC peering, /18."""

from pathlib import Path

import pytest

from tests.stacks.landing_zone.case import Case, stands_reaches_stays_and_goes

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=3)]

CASE = Case("vpc", ("eu-central-1", "eu-west-1"), ("10.64.0.0/18", "10.64.64.0/18"), site={"gatewayEndpoints": ["s3"]})


def test_it_stands_reaches_stays_and_goes(tmp_path: Path) -> None:
    stands_reaches_stays_and_goes(CASE, tmp_path)
