"""A local cloud and a working copy of the project, for one story per module."""

import os
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from local_cloud.converged import Converged, Moment
from local_cloud.project import LocalProject
from operations.run import Project, working_copy
from tests.histories.engine.leftovers import end_leftovers
from tests.warm_python import WarmPython


@pytest.fixture(scope="session")
def warm_python(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmPython]:
    with WarmPython.started(tmp_path_factory.mktemp("python")) as warm:
        yield warm


@pytest.fixture(scope="module", autouse=True)
def _programs_run_warm(request: pytest.FixtureRequest, _environment_is_put_back: None) -> Iterator[None]:
    """The programs of the module's working copies run in an interpreter that has imported already.

    A module that runs them as users do says `PYTHON_OF_USERS = True`.
    """
    if getattr(request.module, "PYTHON_OF_USERS", False) or not request.node.get_closest_marker("engine"):
        yield
        return
    warm: WarmPython = request.getfixturevalue("warm_python")
    make = working_copy.make

    def make_warm(source: Path, settings: Collection[str], directory: Path) -> None:
        make(source, settings, directory)
        warm.lend(directory)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(working_copy, "make", make_warm)
        patch.setenv("PULUMI_PYTHON_CMD", str(warm.command))
        yield


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
