"""A stack's state, taken out of the state backend and put into it, with its secrets encrypted.

The Automation API would decrypt them.
"""

import json
import os
import subprocess

from local_cloud.project import LocalProject
from tests.stacks.keep_state import State


def export_state(local: LocalProject, site: str) -> State:
    """What `pulumi stack export` says."""
    state: State = json.loads(_pulumi(local, site, "stack", "export"))
    return state


def import_state(local: LocalProject, site: str, state: State) -> None:
    """Replace the state of a stack by `pulumi stack import`."""
    _pulumi(local, site, "stack", "import", given=json.dumps(state))


def repair(local: LocalProject, site: str) -> None:
    """Bring the resources of a state into the order that the engine reads, by `pulumi state repair`."""
    _pulumi(local, site, "state", "repair", "--yes")


def _pulumi(local: LocalProject, site: str, *words: str, given: str | None = None) -> str:
    command = ["pulumi", "-C", str(local.project.directory), *words, "--stack", site]
    environment = {**os.environ, **local.environment(site)}
    done = subprocess.run(command, env=environment, input=given, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {done.stderr}")
    return done.stdout
