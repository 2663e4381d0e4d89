"""`python -m simulator`: serve a world until SIGINT or SIGTERM.

One JSON line on stdout says where it listens. `<directory>/endpoints.json` (only its owner can read it) adds the
credentials, which stay the same from run to run. The environment variable SIMULATOR_PASSWORD sets the password.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from simulator import Running, SiteSpec, World, coverage, serve
from simulator.prism.model import RecoveryPointStore

_FILE = "endpoints.json"
_NUMBERS = ("nodes", "node_memory_bytes")
_NETWORKS = ("floating_ip_cidr", "vpc_cidr", "flow_cidr")
_WORDS = ("prism_central", "cluster", "transit_vpc", *_NETWORKS, "recovery_point_store", "node_type")
_OPTIONS = (*_WORDS, *_NUMBERS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until a signal says stop; returns the exit code."""
    parser = build_parser()
    asked = parser.parse_args(arguments)
    if asked.coverage:
        coverage.FILE.parent.mkdir(exist_ok=True)
        coverage.FILE.write_text(coverage.render())
        return 0
    if not asked.directory:
        parser.error("--directory is required")
    logging.basicConfig(level=logging.WARNING)
    directory = Path(asked.directory)
    try:
        world = build_world(asked, directory)
        running = serve(world, directory / "tls", {name: int(port) for name, port in asked.port}, asked.log)
    except (OSError, ValueError) as error:
        print(f"simulator: {error}", file=sys.stderr)
        return 1
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with running:
        _announce(running, directory)
        stop.wait()
    return 0


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="simulator", description="Serve simulated, paired Prism Centrals over HTTPS.")
    add = parser.add_argument
    _add_pairs(parser, "--site", "NAME=REGION[,OPTION=VALUE...]", f"options: {', '.join(_OPTIONS)}")
    add("--config", type=Path, metavar="FILE", help='JSON: {"sites": [{"name", "region", ...}]}')
    add("--coverage", action="store_true", help="write docs/simulator-coverage.md and exit")
    add("--directory", help="the directory for state, certificates and credentials")
    _add_pairs(parser, "--port", "NAME=PORT", "default: free ports")
    add("--task-clock", default="immediate", metavar="immediate|ticks:N|seconds:S")
    add("--recover-seconds", type=float, default=0.0, help="how long the recovery of one VM takes on the clock")
    _add_pairs(parser, "--version", "NAMESPACE=v4.N", "the newest version served, at all sites; default: any")
    add("--username", default="admin")
    add("--unpaired", action="store_true", help="start the sites without registrations of one another")
    add("--cookies", type=float, metavar="SECONDS", help="give out session cookies that are valid for so long")
    add("--rate-limit", type=float, metavar="N", help="answer N requests per second at each site, refuse the rest: 429")
    add("--log", type=Path, metavar="FILE", help="write every request, and the bodies of those that were refused")
    return parser


def _add_pairs(parser: argparse.ArgumentParser, option: str, metavar: str, explained: str) -> None:
    """Add an option of the form NAME=VALUE that may be given more than once."""
    parser.add_argument(option, type=_pair, action="append", default=[], metavar=metavar, help=explained)


def build_world(asked: argparse.Namespace, directory: Path) -> World:
    """The world that the command line asks for, with the credentials of earlier runs; raises ValueError."""
    known = _known(directory)
    world = World(
        _sites(asked),
        paired=not asked.unpaired,
        task_clock=asked.task_clock,
        recover_seconds=asked.recover_seconds,
        username=asked.username,
        password=os.environ.get("SIMULATOR_PASSWORD") or known.get("password"),
        api_key=known.get("api_key"),
        directory=directory,
        session_seconds=asked.cookies,
        rate_limit=asked.rate_limit,
    )
    world.set_versions(dict(asked.version))
    return world


def _sites(asked: argparse.Namespace) -> list[SiteSpec]:
    """The sites of the command line and of the configuration file; raises ValueError for none."""
    sites = [read_site(name, words) for name, words in asked.site]
    if asked.config:
        sites += [SiteSpec.from_json(site) for site in json.loads(asked.config.read_text()).get("sites", [])]
    if not sites:
        raise ValueError("no sites: give --site NAME=REGION, or --config FILE with sites in it")
    return sites


def read_site(name: str, words: str) -> SiteSpec:
    """The site that `ap-northeast-1,cluster=nc2-a` describes: the region, then options that replace defaults."""
    region, *options = words.split(",")
    named = dict(_pair(option) for option in options)
    if unknown := set(named) - set(_OPTIONS):
        raise ValueError(f"site {name}: unknown option {', '.join(sorted(unknown))}; expected {', '.join(_OPTIONS)}")
    store, _, bucket = named.pop("recovery_point_store", "").rpartition(":")
    spec = SiteSpec(name, region, recovery_point_stores=(RecoveryPointStore(store, bucket),) if store else ())
    numbers = {option: _count(name, option, named.pop(option)) for option in _NUMBERS if option in named}
    return replace(spec, **named, **numbers)  # type: ignore[arg-type]  # the fields of these names are of these types


def _count(site: str, option: str, text: str) -> int:
    least = 0 if option == "nodes" else 1  # 0 nodes: a site without a cluster
    if not text.isdecimal() or int(text) < least:
        raise ValueError(f"site {site}: {option}={text}, expected a whole number from {least}")
    return int(text)


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not (name and separator and value):
        raise argparse.ArgumentTypeError(f"{text!r}: expected NAME=VALUE")
    return name, value


def _known(directory: Path) -> dict[str, str]:
    path = directory / _FILE
    return dict(json.loads(path.read_text())) if path.exists() else {}


def _announce(running: Running, directory: Path) -> None:
    public = {"endpoints": running.endpoints, "ca_bundle": running.ca_bundle, "username": running.username}
    secret = {**public, "password": running.password, "api_key": running.api_key}
    fresh = directory / f"{_FILE}.new"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(secret, file, indent=2)
    fresh.replace(directory / _FILE)
    print(json.dumps(public), flush=True)


if __name__ == "__main__":
    sys.exit(main())
