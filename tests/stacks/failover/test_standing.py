"""Stacks that stand, on the real engine: a further run changes nothing, and a refresh finds no drift."""

import pytest

from local_cloud.converged import Moment
from local_cloud.project import LocalProject
from tests.stacks.seen import HOME, OTHER

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=3)]


@pytest.fixture(scope="module")
def start() -> Moment:
    return Moment.WORKLOAD


@pytest.mark.parametrize("site", [HOME, OTHER])
def test_a_second_up_changes_nothing(local: LocalProject, site: str) -> None:
    assert not local.stack(site).up().changed


@pytest.mark.parametrize("site", [HOME, OTHER])
def test_refresh_shows_no_drift(local: LocalProject, site: str) -> None:
    result = local.stack(site).refresh()
    assert not result.changed, result.text
