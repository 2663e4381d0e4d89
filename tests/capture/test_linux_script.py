"""The Bash document, run for real against a metadata service, with the guest's own `ip` and `modinfo` stood in for."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from capture.documents import LINUX, document, script
from capture.record import Nic, snapshot_of
from tests.capture._metadata import TREE, metadata

pytestmark = pytest.mark.slow

_IP = """#!/bin/sh
case "$*" in
  "-4 route show default") echo "default via 172.30.1.1 dev ens5 proto dhcp src 172.30.1.34 metric 100" ;;
  "-o link show") echo "2: ens5: <UP> mtu 9001 link/ether 02:00:00:00:00:01 brd ff"
                  echo "3: ens6: <UP> mtu 9001 link/ether 02:00:00:00:00:02 brd ff" ;;
  "-4 -o addr show") echo "2: ens5    inet 172.30.1.34/24 brd 172.30.1.255 scope global dynamic ens5"
                     echo "3: ens6    inet 172.30.2.7/24 brd 172.30.2.255 scope global ens6" ;;
esac
"""


@pytest.fixture
def guest(tmp_path: Path) -> Path:
    """A folder with the guest's commands."""
    for name, text in (("ip", _IP), ("modinfo", '#!/bin/sh\n[ "$1" = virtio_net ]\n')):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    return tmp_path


def run(endpoint: str, guest: Path, command: list[str] | None = None) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": f"{guest}:/usr/bin:/bin", "AWS_EC2_METADATA_SERVICE_ENDPOINT": endpoint, "LC_ALL": "C.UTF-8"}
    command = command or ["bash", "-c", script(LINUX)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_it_prints_every_interface_with_what_only_the_guest_knows(guest: Path) -> None:
    with metadata() as endpoint:
        done = run(endpoint, guest)
    assert done.returncode == 0, done.stderr
    seen = snapshot_of(json.loads(done.stdout))
    assert (seen.way, seen.instance_id, seen.name) == ("ssm", "i-0123456789abcdef0", 'we"b\\1')
    assert seen.nics == (
        Nic(0, "172.30.1.34", "02:00:00:00:00:01", ("172.30.1.50",), "subnet-1", "172.30.1.0/24", "172.30.1.1"),
        Nic(1, "172.30.2.7", "02:00:00:00:00:02", (), "subnet-2", "172.30.2.0/24", ""),
    )
    assert (seen.vpc_id, seen.availability_zone) == ("vpc-1", "ap-northeast-1a")
    assert seen.checks["dhcp"].startswith("not leased by DHCP: 172.30.2.7 on ens6")
    assert "virtio_scsi" in seen.checks["drivers"]


def test_the_document_runs_as_the_agent_runs_it_by_a_plain_shell(guest: Path, tmp_path: Path) -> None:
    lines = json.loads(document(LINUX))["mainSteps"][0]["inputs"]["runCommand"]
    (tmp_path / "_script.sh").write_text("\n".join(lines))
    with metadata() as endpoint:
        done = run(endpoint, guest, ["sh", "-c", f". {tmp_path}/_script.sh"])
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["instance_id"] == "i-0123456789abcdef0"


def test_no_name_tag_is_no_name_and_not_a_word_that_looks_like_one(guest: Path) -> None:
    tree = {**TREE, "tags/instance/": "Owner"}
    with metadata(tree) as endpoint:
        assert json.loads(run(endpoint, guest).stdout)["name"] == ""


def test_tags_that_are_kept_out_of_the_metadata_leave_the_name_to_ec2(guest: Path) -> None:
    tree = {key: value for key, value in TREE.items() if not key.startswith("tags/")}
    with metadata(tree) as endpoint:
        done = run(endpoint, guest)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["name"] is None


def test_an_interface_for_ipv6_alone_is_named_and_the_others_are_captured(guest: Path) -> None:
    second = "network/interfaces/macs/02:00:00:00:00:02"
    gone = (f"{second}/local-ipv4s", f"{second}/subnet-ipv4-cidr-block")
    with metadata({key: value for key, value in TREE.items() if key not in gone}) as endpoint:
        done = run(endpoint, guest)
    assert done.returncode == 0, done.stderr
    seen = snapshot_of(json.loads(done.stdout))
    assert [nic.address for nic in seen.nics] == ["172.30.1.34"]
    assert seen.checks["IPv6"].startswith("02:00:00:00:00:02 has no IPv4 address. It was not captured")
    assert seen.vpc_id == "vpc-1"


@pytest.mark.parametrize("path", sorted(set(TREE) - {"tags/instance/Name"}))
def test_whatever_the_service_does_not_answer_fails_the_command_and_prints_no_record(guest: Path, path: str) -> None:
    with metadata(status={path: 500}) as endpoint:
        done = run(endpoint, guest)
    assert done.returncode != 0, path
    assert done.stdout == ""
    assert "capture:" in done.stderr


def test_a_service_that_is_not_there_is_told_of(guest: Path) -> None:
    done = run("http://127.0.0.1:9", guest)
    assert done.returncode == 1
    assert "gives no IMDSv2 token" in done.stderr


def test_it_changes_nothing(guest: Path) -> None:
    text = script(LINUX)
    assert "{{" not in text, "Systems Manager would read that as a parameter"
    assert not any(word in text for word in (" >/etc", "tee ", "mktemp", "sudo", "yum ", "apt-get"))
