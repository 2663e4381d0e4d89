"""A local cloud and a working copy of the project, for one story a module."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from local_cloud.project import LocalProject
from operations.run import Project


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalProject]:
    """Both sites' clouds, started, and both stacks, empty. Ended and discarded after the module's last test."""
    directory: Path = tmp_path_factory.mktemp("local")
    local = LocalProject.at(Project.here().working_copy(directory / "project"), directory / "cloud")
    local.start(print)
    yield local
    logs = directory / "cloud" / "logs"
    kept = directory / "logs"
    if logs.exists():
        shutil.copytree(logs, kept)
    local.cloud.down()
