"""One local cloud in one directory: the AWS, the Prism Centrals, the gateways before them, and the stacks' state.

The clouds' objects and the stacks' state are one unit, because the local AWS keeps nothing on disk: `down` ends and
discards both, `save` writes both, and a cloud that lost a process is dead as a whole.

    DIR/cloud.json     what runs (all of DIR is for its owner only)
    DIR/state/         the Pulumi backend
    DIR/passphrase     the stacks' passphrase
    DIR/console/       certificates and the key of the NC2 console
    DIR/prism/         certificates and credentials of the Prism Centrals
    DIR/logs/          one file a process
"""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from simulator.cloud import gateways, record, snapshot, start
from simulator.cloud.environment import foreign, site_environment
from simulator.cloud.errors import CloudDied, CloudMissing, CloudRefused
from simulator.cloud.gateway import Mode
from simulator.cloud.record import SERVICES, Record, Site
from simulator.cloud.status import CloudStatus, problem_of, status_of

Progress = Callable[[str], None]
_LAID_OUT = (
    record.FILE_NAME,
    "*.draft",
    "aws.json",
    "console",
    "gateways-*.json",
    "logs",
    "passphrase",
    "prism",
    "state",
)


class LocalCloud:
    """The local cloud of a directory, running or not."""

    def __init__(self, directory: Path | str) -> None:
        self.directory = Path(directory).resolve()

    def up(self, sites: Mapping[str, str], progress: Progress = lambda _: None) -> Record:
        """Starts everything for the sites; answers at once when it is up already.

        `sites`: name to region, with the options that the simulator's --site takes, such as
        "ap-northeast-1,cluster=nc2-a".

        Raises CloudDied, CloudRefused, CloudNotStarted.
        """
        self._claim()
        with self._alone(), _private():
            running = record.read(self.directory)
            if running is None:
                return start.start_cloud(self.directory, sites, progress)
            self._check(running)
            if sites and dict(sites) != running.wanted:
                raise CloudRefused(
                    f"The local cloud in {self.directory} is up with {_listed(running.wanted)}, not with "
                    f"{_listed(sites)}; end it with local-down first."
                )
            progress(f"The local cloud in {self.directory} is up already.")
            return running

    def save(self, to: Path | str) -> None:
        """Writes the clouds' objects and the stacks' state into a new directory, for `restore`.

        Raises CloudMissing, CloudDied, CloudRefused, SnapshotRefused.
        """
        with self._alone(), _private():
            snapshot.write(self.directory, self._living(), Path(to).resolve())

    def restore(self, saved: Path | str, progress: Progress = lambda _: None) -> Record:
        """Starts everything with the objects, ids, credentials and state that `save` wrote; ports are new.

        Raises CloudRefused, CloudNotStarted, SnapshotRefused.
        """
        found = snapshot.Snapshot.read(Path(saved).resolve())
        self._claim()
        with self._alone(), _private():
            if record.read(self.directory) is not None:
                raise CloudRefused(f"There is a local cloud in {self.directory} already; end it with local-down first.")
            return start.start_cloud(self.directory, found.wanted, progress, found)

    def down(self, progress: Progress = lambda _: None) -> bool:
        """Ends the processes it started and discards what it laid out. False when there was no cloud.

        Anything else in the directory stays, and is named.
        """
        if record.read(self.directory) is None:
            return False
        with self._alone():
            running = record.read(self.directory)
            start.end_processes(running.processes if running else (), progress)
            # The record goes last: a down that is interrupted can be run again.
            entries = sorted(self.directory.iterdir(), key=lambda entry: (entry.name == record.FILE_NAME, entry.name))
            for entry in entries:
                if any(entry.match(name) for name in _LAID_OUT):
                    _discard(entry)
                else:
                    progress(f"{entry} is not of the local cloud, and stays")
        return True

    def status(self) -> CloudStatus:
        """What runs and what does not. Raises CloudMissing."""
        return status_of(self.directory, self._recorded())

    def environment(self, site: str) -> dict[str, str]:
        """What to set to work against a site. Raises CloudMissing, CloudDied, CloudRefused."""
        running = self._living()
        place = _site(running, site)
        console = start.read_ready(start.console_ready_file(self.directory))["environment"]
        backend = f"file://{self.directory}/state"
        return site_environment(place.aws_port, place.prism_port, self._credentials(), console, backend)

    def command_environment(self, site: str) -> dict[str, str]:
        """This process's environment made fit to run a command against a site."""
        own = {name: value for name, value in os.environ.items() if name not in foreign(os.environ)}
        return own | self.environment(site)

    def fault(self, site: str, mode: Mode | str, service: str | None = None) -> None:
        """Puts a site's gateways into a mode, or only the one before `service` (aws or prism).

        A site whose Prism Central does not serve is cut off from the other sites as well. A region none of whose
        gateways serve is lost to its users, too: no target in it answers. Without a gateway to AWS, the endpoints of
        its AWS answer the other site neither. Raises CloudMissing, CloudDied, CloudRefused.
        """
        running = self._living()
        place = _site(running, site)
        chosen = Mode(mode)
        services = (service,) if service else SERVICES
        if "prism" in services:
            link = "up" if chosen is Mode.SERVE else "down"
            start.set_link(place, link, self._credentials()["ca_bundle"])
        gateways.ask(place.control_port, dict.fromkeys(services, chosen.value))
        here = [one for one in running.sites.values() if one.region == place.region]
        states = [gateways.ask(one.control_port) for one in here]
        modes = {state["mode"] for one in states for state in one.values()}
        for what, serving in (("regions", modes), ("endpoints", {one["aws"]["mode"] for one in states})):
            reached = "up" if Mode.SERVE.value in serving else "down"
            start.tell_aws(running.aws_endpoint, what, {place.region: reached})

    def tell_prism(self, site: str, what: str, said: Mapping[str, Any]) -> None:
        """Changes what the simulator of a site's Prism Central is like, such as its capacity; the gateway is passed by.

        Raises CloudMissing, CloudDied, CloudRefused.
        """
        place = _site(self._living(), site)
        start.tell_prism(place, what, said, self._credentials()["ca_bundle"])

    def _claim(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        if record.read(self.directory) is None and any(self.directory.iterdir()):
            raise CloudRefused(
                f"{self.directory} is not empty and holds no local cloud, and local-down would discard what is in "
                f"it; choose an empty or a new directory."
            )

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """No other command starts or ends the cloud of this directory meanwhile."""
        handle = os.open(self.directory, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError:
            raise CloudRefused(
                f"Another command is starting or ending the local cloud in {self.directory}; try again once it is done."
            ) from None
        finally:
            os.close(handle)

    def _recorded(self) -> Record:
        running = record.read(self.directory)
        if running is None:
            raise CloudMissing(f"There is no local cloud in {self.directory}; start one with local-up.")
        return running

    def _living(self) -> Record:
        running = self._recorded()
        self._check(running)
        return running

    def _check(self, running: Record) -> None:
        if problem := problem_of(self.directory, running):
            raise CloudDied(problem)

    def _credentials(self) -> dict[str, str]:
        return start.read_ready(start.prism_ready_file(self.directory))


@contextlib.contextmanager
def _private() -> Iterator[None]:
    """What is written meanwhile, also by the processes that are started, is for its owner only."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _site(running: Record, name: str) -> Site:
    try:
        return running.sites[name]
    except KeyError:
        raise CloudRefused(f"The local cloud has no site {name}; it has {', '.join(running.sites)}.") from None


def _listed(sites: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={region}" for name, region in sites.items())


def _discard(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink()
