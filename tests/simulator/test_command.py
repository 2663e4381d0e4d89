"""`python -m simulator`: the command line, sites from a file, and the table of what is simulated."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests

from simulator import SiteSpec, coverage
from simulator.__main__ import build_parser, build_world
from simulator.prism.model import nouns
from tests.simulator.harness import VPCS


def test_command_announces_where_it_listens_and_keeps_its_secrets(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "simulator", "--directory", str(tmp_path), "--site", "tokyo=ap-northeast-1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        public = json.loads(process.stdout.readline())
        secret = json.loads((tmp_path / "endpoints.json").read_text())
        reply = requests.get(
            public["endpoints"]["tokyo"] + VPCS,
            auth=(secret["username"], secret["password"]),
            verify=public["ca_bundle"],
            timeout=5,
        )
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert reply.status_code == 200
    assert secret["password"] not in json.dumps(public)
    assert os.stat(tmp_path / "endpoints.json").st_mode & 0o077 == 0
    assert os.stat(tmp_path / "tls" / "server.key").st_mode & 0o077 == 0


def test_command_takes_whole_sites_from_a_file(tmp_path: Path) -> None:
    store = {"name": "mst", "bucket": "recovery-points"}
    sites = [{"name": "nagoya", "region": "ap-northeast-1", "nodes": 4, "recovery_point_stores": [store]}]
    (tmp_path / "sites.json").write_text(json.dumps({"sites": sites}))
    arguments = ["--config", str(tmp_path / "sites.json"), "--version", "vmm=v4.1", "--unpaired"]
    asked = build_parser().parse_args(arguments)
    site = build_world(asked, tmp_path).site("nagoya")
    assert len(site.store.all("host")) == 4
    assert site.store.all("recovery_point_store")[0].data["bucket"]["bucketName"] == "recovery-points"
    assert site.world.versions_of(site) == {"vmm": "v4.1"}
    site.world.close()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "x"}, "expected name, region"),
        ({"name": "x", "region": "y", "nods": 3}, "nods"),
        ({"name": "x", "region": "y", "versions": {"vmm": "4"}}, "expected one of networking"),
        ({"name": "x", "region": "y", "recovery_point_stores": [{"nme": "z"}]}, "nme"),
    ],
)
def test_site_of_a_file_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        SiteSpec.from_json(given)


def test_table_is_current() -> None:
    assert coverage.FILE.read_text() == coverage.render(), "run `python -m simulator --coverage`"


def test_every_noun_with_a_path_is_in_the_table() -> None:
    text = coverage.render()
    for noun in nouns().values():
        if noun.verbs or noun.actions:
            assert f"| {noun.kind.replace('_', ' ')} |" in text
