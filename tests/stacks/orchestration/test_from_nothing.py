"""One command on the real engine brings both sites up from nothing."""

import pytest

from local_cloud.converged import populate
from local_cloud.project import LocalProject
from tests.stacks.seen import HOME, addresses, orchestrate, running
from tests.stacks.settings import write

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=3)]


def test_from_nothing_one_command_converges_both(local: LocalProject) -> None:
    write(local.project, loadBalancer=None, dns=None)  # nothing of this story, and AWS takes a minute for each balancer
    run, said = orchestrate(local, HOME)
    assert run.run() == {}
    assert "osaka: created Vpc overlay-test-vpc" in said
    populate(local)
    assert running(local, HOME) == addresses(local)
