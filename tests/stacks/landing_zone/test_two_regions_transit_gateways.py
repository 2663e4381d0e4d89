"""The landing zone on the real engine: two regions, transit gateways, /18 and /20, two zones each."""

from pathlib import Path

import pytest

from tests.stacks.landing_zone.case import Case, stands_reaches_stays_and_goes

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=3)]

CASE = Case("transit-gateway", ("us-east-1", "us-west-2"), ("192.168.64.0/18", "10.9.240.0/20"), ("ab", "bc"))


def test_it_stands_reaches_stays_and_goes(tmp_path: Path) -> None:
    stands_reaches_stays_and_goes(CASE, tmp_path)
