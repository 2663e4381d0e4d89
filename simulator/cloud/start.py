"""How a local cloud comes up, and how it is taken down again when it does not."""

import json
import os
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from simulator.cloud import gateways, process, record
from simulator.cloud.environment import STACK_PASSPHRASE
from simulator.cloud.errors import CloudNotStarted, CloudRefused
from simulator.cloud.process import Process
from simulator.cloud.record import SERVICES, Record, Site
from simulator.cloud.snapshot import Snapshot

_ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_SECONDS = 60.0
_POLL_SECONDS = 0.05
# A node joins in a second, where a real one takes half an hour.
_NODE_SECONDS = 1

Say = Callable[[str], None]


def start_cloud(directory: Path, sites: Mapping[str, str], progress: Say, snapshot: Snapshot | None = None) -> Record:
    """Starts every process in an empty directory, with the objects of a snapshot; answers the complete record."""
    if not sites:
        raise CloudRefused("A local cloud needs at least one site; name each as --site name=region.")
    began = time.monotonic()

    def say(text: str) -> None:
        progress(f"{time.monotonic() - began:5.1f} s  {text}")

    start = _Start(directory, sites, say, snapshot)
    try:
        complete = start.everything()
    except BaseException:
        # Half a cloud is of no use to anybody; its logs are, and stay until local-down.
        end_processes(start.record.processes, say)
        raise
    say("the local cloud is up")
    return complete


def end_processes(processes: Iterable[Process], say: Say) -> None:
    """Ends what was started, gateways first, since they hold connections to the others."""
    for started in reversed(tuple(processes)):
        if started.end():
            say(f"{started.name} ended")


def prism_ready_file(directory: Path) -> Path:
    """What the Prism Centrals write once they serve: endpoints, CA, credentials."""
    return directory / "prism" / "endpoints.json"


def console_ready_file(directory: Path) -> Path:
    """What the NC2 console writes once it serves: endpoint, and what to set to work against it."""
    return directory / "console" / "endpoint.json"


def read_ready(path: Path) -> dict[str, Any]:
    """A ready file's content."""
    content: dict[str, Any] = json.loads(path.read_text())
    return content


def set_link(site: Site, state: str, ca_bundle: str) -> None:
    """Connects (`up`) a site's Prism Central to the others, or cuts it off (`down`); the gateway is passed by."""
    tell_prism(site, "links", {site.name: state}, ca_bundle)


def tell_prism(site: Site, what: str, said: Mapping[str, Any], ca_bundle: str) -> None:
    """Tells the simulator of a site's Prism Central what its world is like."""
    with requests.Session() as session:
        session.trust_env = False
        answer = session.put(f"{site.prism_endpoint}/simulator/v1/{what}", json=said, verify=ca_bundle, timeout=10)
        answer.raise_for_status()


def tell_aws(aws_endpoint: str, what: str, said: Mapping[str, Any]) -> None:
    """Tells the local AWS what lies around it."""
    with requests.Session() as session:
        session.trust_env = False
        answer = session.put(f"{aws_endpoint}/simulator/v1/{what}", json=said, timeout=10)
        answer.raise_for_status()


class _Start:
    """One start. `record` grows with every process, and is on disk before the next one is started."""

    def __init__(self, directory: Path, sites: Mapping[str, str], say: Say, snapshot: Snapshot | None) -> None:
        self._directory = directory
        self._say = say
        self._snapshot = snapshot
        self.record = Record(uuid.uuid4().hex, time.time(), dict(sites))

    def everything(self) -> Record:
        """All of it: the clouds, then the gateways before them."""
        self._lay_out()
        self._start_gateways(self._start_clouds())
        self._introduce()
        self._resume()
        self._keep(complete=True)
        return self.record

    def _start_clouds(self) -> dict[str, str]:
        """The local AWS and the Prism Centrals, at the same time; answers the endpoints of the latter by site."""
        aws_ready, prism_ready = self._directory / "aws.json", prism_ready_file(self._directory)
        sites = [f"--site={name}={words}" for name, words in self.record.wanted.items()]
        aws_snapshot = [f"--snapshot={self._snapshot.aws}"] if self._snapshot else []
        self._spawn("aws", "simulator.aws", ["--port=0", f"--ready-file={aws_ready}", *aws_snapshot])
        self._spawn("prism", "simulator", [*sites, f"--directory={prism_ready.parent}"])
        endpoints: dict[str, str] = self._wait("prism", prism_ready)["endpoints"]
        self._start_console(prism_ready)
        self._keep(aws_endpoint=self._wait("aws", aws_ready)["endpoint"])
        return endpoints

    def _start_console(self, prism_ready: Path) -> None:
        """It is in neither site and has no gateway: a site that is lost takes none of it along."""
        ready_file = console_ready_file(self._directory)
        snapshot = [f"--snapshot={self._snapshot.console}"] if self._snapshot else []
        self._spawn(
            "console",
            "simulator.console",
            [
                f"--prism={prism_ready}",
                f"--directory={ready_file.parent}",
                f"--ready-file={ready_file}",
                f"--task-clock=seconds:{_NODE_SECONDS}",
                *snapshot,
            ],
        )
        self._keep(console_endpoint=self._wait("console", ready_file)["endpoint"])

    def _introduce(self) -> None:
        """A target is healthy while the site's Prism Central has a running machine behind the address; Prism Centrals
        are paired at the addresses that the stacks know, which are their gateways'.
        """
        ca_bundle = read_ready(prism_ready_file(self._directory))["ca_bundle"]
        for site in self.record.sites.values():
            tell_prism(site, "gateways", {"ports": [site.prism_port]}, ca_bundle)
        known = {
            name: {"region": site.region, "endpoint": site.prism_endpoint, "ca_bundle": ca_bundle}
            for name, site in self.record.sites.items()
        }
        tell_aws(self.record.aws_endpoint, "machines", known)

    def _resume(self) -> None:
        """The stacks' state names the new gateways, and these treat connections as those of the snapshot did."""
        if self._snapshot is None:
            return
        self._snapshot.redirect(self._directory / "state", self.record.sites)
        for name, modes in self._snapshot.modes.items():
            gateways.ask(self.record.sites[name].control_port, modes)

    def _start_gateways(self, prism_endpoints: Mapping[str, str]) -> None:
        """One process a site."""
        ready_files = {name: self._directory / f"gateways-{name}.json" for name in self.record.wanted}
        for name, ready_file in ready_files.items():
            ports = {"aws": _port(self.record.aws_endpoint), "prism": _port(prism_endpoints[name])}
            upstreams = [f"--upstream={service}={ports[service]}" for service in SERVICES]
            self._spawn(gateways_name(name), "simulator.cloud.gateways", [f"--ready-file={ready_file}", *upstreams])
        for name, ready_file in ready_files.items():
            ready = self._wait(gateways_name(name), ready_file)
            ports = {f"{service}_port": ready["ports"][service] for service in SERVICES}
            site = Site(
                name, self.record.wanted[name].partition(",")[0], prism_endpoints[name], ready["control_port"], **ports
            )
            self._keep(sites={**self.record.sites, name: site})

    def _lay_out(self) -> None:
        os.chmod(self._directory, 0o700)
        self._keep()
        for name in ("state", "logs", "prism", "console"):
            (self._directory / name).mkdir(mode=0o700, exist_ok=True)
        if self._snapshot:
            self._snapshot.lay_out(self._directory)
        passphrase = os.open(self._directory / "passphrase", os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(passphrase, "w") as file:
            file.write(STACK_PASSPHRASE)

    def _spawn(self, name: str, module: str, arguments: list[str]) -> None:
        log = self._directory / "logs" / f"{name}.log"
        started = process.start(name, module, arguments, log, _ROOT)
        self._keep(processes=(*self.record.processes, started))

    def _wait(self, name: str, ready_file: Path) -> dict[str, Any]:
        waited_for = next(one for one in self.record.processes if one.name == name)
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while (ready := _served(ready_file)) is None:
            if not waited_for.alive:
                raise CloudNotStarted(f"{name} ended while starting{_last_words(waited_for)}")
            if time.monotonic() > deadline:
                raise CloudNotStarted(f"{name} did not serve within {_PATIENCE_SECONDS:.0f} s{_last_words(waited_for)}")
            time.sleep(_POLL_SECONDS)
        self._say(f"{name} serves")
        return ready

    def _keep(self, **changes: Any) -> None:
        self.record = replace(self.record, **changes)
        record.write(self._directory, self.record)


def _served(ready_file: Path) -> dict[str, Any] | None:
    """What a ready file says; None until its process serves. That of a snapshot's Prism Centrals holds no endpoint."""
    ready = read_ready(ready_file) if ready_file.exists() else {}
    return ready if ready.keys() & {"endpoint", "endpoints", "ports"} else None


def gateways_name(site: str) -> str:
    """The name of a site's gateway process."""
    return f"gateways-{site}"


def _port(endpoint: str) -> int:
    port = urlsplit(endpoint).port
    assert port is not None, endpoint
    return port


def _last_words(started: Process) -> str:
    try:
        lines = Path(started.log).read_text().splitlines()
    except OSError:
        lines = []
    said = f"; its last words: {lines[-1].strip()}" if lines else ""
    return f"{said}. All of it is in {started.log}; clear up with local-down."
