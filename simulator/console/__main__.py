"""`python -m simulator.console`: serve an NC2 console until SIGINT or SIGTERM.

The console has the clusters of the Prism Centrals that a ready file of `python -m simulator` names, or those of a
snapshot. It tells the Prism Centrals of nodes that join and leave. Its own ready file (only its owner can read it) says
where it listens, and the key.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from simulator.console import snapshot
from simulator.console.cluster import Seeded
from simulator.console.estate import Estate
from simulator.console.prism_site import PrismSite
from simulator.console.server import Running, serve

# The simulated Prism Central does not tell the zone of its nodes.
_ZONE = "a"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m simulator.console")
    parser.add_argument("--prism", type=Path, required=True, help="the Prism Centrals' ready file")
    parser.add_argument("--directory", type=Path, required=True, help="where the certificates are kept")
    parser.add_argument("--ready-file", type=Path, required=True)
    parser.add_argument("--task-clock", default="immediate", metavar="immediate|ticks:N|seconds:S")
    parser.add_argument(
        "--snapshot", type=Path, help="what another console answered to GET /simulator/v1/snapshot, decoded"
    )
    asked = parser.parse_args()
    estate = _estate(json.loads(asked.prism.read_text()), asked.task_clock)
    if asked.snapshot:
        snapshot.load(estate, asked.snapshot.read_bytes())
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with serve(estate, asked.directory / "tls") as running:
        _announce(running, asked.ready_file)
        stop.wait()


def _estate(prism: dict[str, Any], task_clock: str) -> Estate:
    seeded, told, addresses = [], {}, {}
    for name, endpoint in prism["endpoints"].items():
        site = _site(endpoint, prism["ca_bundle"], name)
        cluster, region = str(site["cluster"]["name"]), str(site["region"])
        nodes = site["capacity"]
        seeded.append(Seeded(cluster, region, f"{region}{_ZONE}", str(nodes["nodeType"]), int(nodes["nodes"])))
        told[cluster] = PrismSite(endpoint, prism["ca_bundle"]).has
        addresses[cluster] = str(urlsplit(endpoint).hostname)
    return Estate(seeded, task_clock=task_clock, told=told, addresses=addresses)


def _site(endpoint: str, ca_bundle: str, name: str) -> dict[str, Any]:
    with requests.Session() as session:
        session.trust_env = False
        answer = session.get(f"{endpoint}/simulator/v1/status", verify=ca_bundle, timeout=10)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()["sites"][name]
        return found


def _announce(running: Running, path: Path) -> None:
    content = {"endpoint": running.endpoint, "environment": running.environment()}
    draft = path.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(content, file)
    draft.replace(path)


if __name__ == "__main__":
    main()
