"""Snapshots of local clouds on which both stacks have converged, kept under `.local/converged` by what they depend on.

To converge from nothing takes minutes, in which the AWS provider waits between its looks; to restore a snapshot takes
seconds. A snapshot depends on the code, the settings files, the pinned packages and Python: whoever changes one of
them gets a new snapshot.
"""

import contextlib
import fcntl
import hashlib
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from local_cloud.from_nothing import from_nothing
from local_cloud.project import LocalProject
from local_cloud.workload import machines, seed
from operations.run import ROOT, Project
from simulator.cloud import SnapshotRefused

Say = Callable[[str], None]

_KEPT = 8
_KEY = re.compile(r"[0-9a-f]{16}")
_NO_PRODUCT = ("tests", "benchmarks")


class Moment(StrEnum):
    """How far the stacks have come."""

    STACKS = "stacks"
    """Both have converged, and there are no VMs yet."""
    WORKLOAD = "workload"
    """The protected VMs run at the home site as well, and its floating IPs lead to them."""


def make(project: Project, place: Path, say: Say) -> None:
    """Let both stacks of a project converge from nothing on a local cloud of their own; write it at each moment."""
    draft = place / ".making"
    local = LocalProject.at(project.working_copy(draft / "project"), draft / "cloud")
    local.cloud.down()  # of one that was interrupted
    say("Both stacks converge from nothing; their snapshot is kept for the next time")
    try:
        local.start(say)
        home, other = local.sites()
        up = [local.stack(other), local.stack(home)]
        from_nothing(up, lambda stack, result: say(f"pulumi up --stack {stack.site}: {result}"))
        _keep(local, place / Moment.STACKS)
        populate(local)
        _keep(local, place / Moment.WORKLOAD)
    finally:
        local.cloud.down()
        shutil.rmtree(draft, ignore_errors=True)


def populate(local: LocalProject) -> None:
    """The protected VMs come to the home site of converged stacks, and its floating IPs lead to them."""
    home, _ = local.sites()
    model = local.model(home)
    seed(local.prism(home), model, machines(model))
    if model.load_balancer:
        local.stack(home).up()


def key(project: Project) -> str:
    """What a snapshot of the project's local cloud depends on, as 16 hexadecimal digits."""
    digest = hashlib.sha256(sys.version.encode())
    code = [file for part in sorted(ROOT.iterdir()) if _is_product(part) for file in sorted(part.rglob("*.py"))]
    for file in (ROOT / "__main__.py", *code, *sorted((ROOT / "requirements").glob("*.txt"))):
        digest.update(f"\0{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    for name, text in project.settings().items():
        digest.update(f"\0{name}\0{text}".encode())
    return digest.hexdigest()[:16]


def _is_product(part: Path) -> bool:
    return part.is_dir() and not part.name.startswith(".") and part.name not in _NO_PRODUCT


def _lock(place: Path) -> Path:
    return place.with_suffix(".lock")


def _keep(local: LocalProject, place: Path) -> None:
    try:
        if not place.exists():
            local.cloud.save(place)
    except SnapshotRefused:
        if not place.exists():  # else another process has kept it meanwhile
            raise


@dataclass(frozen=True)
class Converged:
    """The snapshots in a directory: those of one key in a folder of that name."""

    directory: Path = ROOT / ".local" / "converged"
    make: Callable[[Project, Path, Say], None] = make
    """Makes the snapshot of every moment in a place that is there."""

    def snapshot(self, project: Project, moment: Moment, say: Say) -> Path:
        """The snapshot of a project's local cloud, made from nothing where there is none; one process makes it.

        Raises what `LocalCloud.up` and `converge` raise.
        """
        place = self.directory / key(project)
        with self._alone(place, wait=True):
            if not (place / moment).exists():
                self.make(project, place, say)
                self._forget_old()
            place.touch()
        return place / moment

    @contextlib.contextmanager
    def making(self, project: Project) -> Iterator[Callable[[LocalProject, Moment], None]]:
        """For whoever converges from nothing anyway: the function that is given keeps the cloud as it is then.

        Others that want a snapshot of the project wait meanwhile, unless one of them makes it already.
        """
        place = self.directory / key(project)
        with self._alone(place, wait=False):
            yield lambda local, moment: _keep(local, place / moment)

    def _forget_old(self) -> None:
        # Only what a key names, with the lock beside it: anything else in the directory is not of this class.
        own = (one for one in self.directory.iterdir() if _KEY.fullmatch(one.name) and one.is_dir())
        places = sorted((one for one in own if _lock(one).exists()), key=lambda one: one.stat().st_mtime)
        for place in places[:-_KEPT]:
            shutil.rmtree(place, ignore_errors=True)
            _lock(place).unlink(missing_ok=True)

    @contextlib.contextmanager
    def _alone(self, place: Path, *, wait: bool) -> Iterator[None]:
        place.mkdir(parents=True, exist_ok=True)
        with _lock(place).open("w") as lock:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            yield
