"""What the stories use to end what a killed command has left."""

import os
import signal
import subprocess
import time

from tests import session


def test_a_session_is_ended_with_the_processes_that_left_the_group_of_its_leader() -> None:
    script = "set -m; sleep 1001 & sleep 1002 & echo started; wait"
    with subprocess.Popen(["bash", "-c", script], stdout=subprocess.PIPE, text=True, start_new_session=True) as leader:
        assert leader.stdout is not None
        leader.stdout.readline()
        os.killpg(leader.pid, signal.SIGKILL)
        leader.wait()
        left = session.members(leader.pid)
        assert len(left) == 2, "each job has a group of its own"
        session.end(leader.pid)
        deadline = time.monotonic() + 10
        while session.members(leader.pid):
            assert time.monotonic() < deadline
