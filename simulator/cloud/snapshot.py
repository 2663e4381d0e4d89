"""A local cloud written into a directory, from which any number of local clouds start.

Each has the objects, ids and credentials of the one that was written, and the stacks' state with them. Its ports are
its own.

    SNAPSHOT/snapshot.json   the sites, and their gateways
    SNAPSHOT/aws             the objects of the local AWS
    SNAPSHOT/console         the NC2 console's clusters and tasks
    SNAPSHOT/prism/          the Prism Centrals' objects, certificates and credentials
    SNAPSHOT/state/          the Pulumi backend
"""

import base64
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import requests

from simulator.cloud import gateways
from simulator.cloud.errors import SnapshotRefused
from simulator.cloud.record import SERVICES, Record, Site

FILE_NAME = "snapshot.json"
_FORMAT = 1
_PATIENCE_SECONDS = 30.0
_ADDRESS = re.compile(r"(?<=127\.0\.0\.1:)\d+\b")
# Only credentials outlive the process that wrote them.
_PROCESS_FACTS = ("endpoints", "ca_bundle")


@dataclass(frozen=True)
class Snapshot:
    """What was written, and where. `ports` and `modes`: a site's gateways' by service, by the site's name."""

    directory: Path
    wanted: dict[str, str]
    ports: dict[str, dict[str, int]]
    modes: dict[str, dict[str, str]]

    @classmethod
    def read(cls, directory: Path) -> "Snapshot":
        """Raises SnapshotRefused where there is none that this code can read."""
        try:
            content = json.loads((directory / FILE_NAME).read_text())
        except (FileNotFoundError, NotADirectoryError):
            raise SnapshotRefused(f"{directory} holds no snapshot of a local cloud.") from None
        if content.pop("format") != _FORMAT:
            raise SnapshotRefused(f"The snapshot in {directory} is of another format. Make a new snapshot.")
        return cls(directory, **content)

    @property
    def aws(self) -> Path:
        return self.directory / "aws"

    @property
    def console(self) -> Path:
        return self.directory / "console"

    def lay_out(self, directory: Path) -> None:
        """Give a new cloud's directory the Prism Centrals' files and the stacks' state."""
        for name in ("prism", "state"):
            shutil.copytree(self.directory / name, directory / name, dirs_exist_ok=True)

    def redirect(self, state: Path, sites: Mapping[str, Site]) -> None:
        """Let the stacks' state name the gateways of these sites in the place of those that were written."""
        now = {name: _ports(site) for name, site in sites.items()}
        new = {str(port): str(now[name][service]) for name, of in self.ports.items() for service, port in of.items()}
        for file in state.rglob("*.json*"):
            text = file.read_text()
            changed = _ADDRESS.sub(lambda port: new.get(port[0], port[0]), text)
            if changed != text:
                file.write_text(changed)


def write(directory: Path, running: Record, to: Path) -> None:
    """Write the cloud of a directory as a snapshot. Raises SnapshotRefused; what is half written goes again."""
    if to.exists():
        raise SnapshotRefused(f"{to} exists already. Choose a new directory for the snapshot.")
    if held := sorted((directory / "state").glob(".pulumi/locks/**/*.json")):
        raise SnapshotRefused(
            f"A run of Pulumi holds the lock {held[0]} on the local cloud in {directory}. Make the snapshot after "
            "that run has ended."
        )
    to.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{to.name}.", dir=to.parent))
    try:
        _write(directory, running, draft)
        draft.replace(to)
    except OSError as error:
        raise SnapshotRefused(f"No snapshot of the local cloud in {directory} was written: {error}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write(directory: Path, running: Record, draft: Path) -> None:
    aws = _asked(f"{running.aws_endpoint}/simulator/v1/snapshot", verify=True)
    console_ca = json.loads((directory / "console" / "endpoint.json").read_text())["environment"]["NC2_CA_BUNDLE"]
    console = _asked(f"{running.console_endpoint}/simulator/v1/snapshot", verify=console_ca)
    (draft / "aws").write_bytes(aws.content)
    (draft / "console").write_bytes(base64.b64decode(console.json()["snapshot"]))
    for name in ("prism", "state"):
        shutil.copytree(directory / name, draft / name)
    _keep_credentials(draft / "prism" / "endpoints.json")
    states = {name: gateways.ask(site.control_port) for name, site in running.sites.items()}
    modes = {name: {service: state["mode"] for service, state in of.items()} for name, of in states.items()}
    ports = {name: _ports(site) for name, site in running.sites.items()}
    content = asdict(Snapshot(draft, dict(running.wanted), ports, modes)) | {"format": _FORMAT}
    del content["directory"]
    (draft / FILE_NAME).write_text(json.dumps(content, indent=2) + "\n")


def _asked(url: str, verify: bool | str) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        answer = session.get(url, verify=verify, timeout=_PATIENCE_SECONDS)
    if not answer.ok:
        raise SnapshotRefused(f"No snapshot was written: {answer.json().get('error', answer.reason)}")
    return answer


def _keep_credentials(file: Path) -> None:
    content: dict[str, Any] = json.loads(file.read_text())
    file.write_text(json.dumps({name: value for name, value in content.items() if name not in _PROCESS_FACTS}))
    file.chmod(0o600)


def _ports(site: Site) -> dict[str, int]:
    return dict(zip(SERVICES, (site.aws_port, site.prism_port), strict=True))
