"""Both stacks from nothing on the real engine, as the runbook says. The stories that start from there go on with it."""

import pytest

from local_cloud.converged import Converged, Moment, populate
from local_cloud.project import LocalProject
from operations.run import RUNS_FROM_NOTHING, converge
from tests.stacks.seen import HOME, OTHER, gateway, promised, where

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=10)]


def test_from_nothing_the_documented_number_of_runs_converges(local: LocalProject) -> None:
    with Converged().making(local.project) as keep:
        runs = converge([local.stack(OTHER), local.stack(HOME)], lambda *_: None)
        assert runs == RUNS_FROM_NOTHING
        keep(local, Moment.STACKS)
        populate(local)  # the floating IPs have waited for the machines
        keep(local, Moment.WORKLOAD)
    assert where(local, HOME) == promised(local)
    assert (gateway(local, HOME), gateway(local, OTHER)) == ({"vpc"}, {"peering"})
