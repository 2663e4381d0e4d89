"""A local cloud and a working copy of the project, for one story per module."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from local_cloud.converged import Converged, Moment
from local_cloud.project import LocalProject
from operations.run import Project
from tests.histories.engine.leftovers import end_leftovers


@pytest.fixture(scope="module", autouse=True)
def _environment_is_put_back() -> Iterator[None]:
    """A story takes on the environment of a local cloud, which is gone for the tests after it."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="module")
def start() -> Moment | None:
    """Where the module's story begins; None: with both stacks empty. A module says so by a fixture of this name."""
    return None


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory, start: Moment | None) -> Iterator[LocalProject]:
    """Both sites' clouds, started, and both stacks. Ended and discarded after the module's last test.

    What has converged already comes from a snapshot, which whoever needs it first makes for all.
    """
    directory: Path = tmp_path_factory.mktemp("local")
    local = LocalProject.at(Project.here().working_copy(directory / "project"), directory / "cloud")
    if start is None:
        local.start(print)
    else:
        local.restore(Converged().snapshot(local.project, start, print), print)
    yield local
    logs = directory / "cloud" / "logs"
    kept = directory / "logs"
    if logs.exists():
        shutil.copytree(logs, kept)
    end_leftovers(local.project.directory)
    local.cloud.down()
