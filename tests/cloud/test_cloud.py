"""The local cloud's directory: what is refused, and what a dead cloud is told from. No process is started here."""

import json
import os
from pathlib import Path

import pytest

from simulator.cloud import CloudDied, CloudError, CloudMissing, CloudRefused, LocalCloud
from simulator.cloud import record as records
from simulator.cloud.__main__ import main
from simulator.cloud.environment import foreign
from simulator.cloud.process import Process, start_time
from simulator.cloud.record import Record, Site

SITES = {"north": "eu-north-1", "south": "eu-south-1"}


def living(name: str) -> Process:
    """A process that certainly runs: this one."""
    return Process(name, os.getpid(), start_time(os.getpid()) or "", "log")


def dead(name: str) -> Process:
    return Process(name, 1, "another boot:1", "log")


def write(directory: Path, *processes: Process, complete: bool = True) -> LocalCloud:
    sites = {name: Site(name, region, "https://127.0.0.1:1", 2, 3, 4) for name, region in SITES.items()}
    record = Record("id", 0.0, SITES, complete, "http://127.0.0.1:5", processes, sites)
    records.write(directory, record)
    (directory / "prism").mkdir()
    (directory / "console").mkdir()
    (directory / "console" / "endpoint.json").write_text(
        json.dumps({"environment": {"NC2_CONSOLE_ENDPOINT": "https://127.0.0.1:6", "NC2_API_KEY": "k"}})
    )
    (directory / "prism" / "endpoints.json").write_text(
        '{"endpoints": {}, "ca_bundle": "/ca.pem", "username": "admin", "password": "pa ss"}'
    )
    return LocalCloud(directory)


DEAD = [
    pytest.param([living("aws"), dead("prism")], True, "prism no longer runs", id="one process is gone"),
    pytest.param([dead("aws"), dead("prism")], True, "aws, prism no longer run", id="all are gone, as after a reboot"),
    pytest.param([living("aws")], False, "its start was interrupted", id="its start was killed"),
]


@pytest.mark.parametrize(("processes", "complete", "why"), DEAD)
def test_a_dead_cloud_is_told_with_the_way_out(
    tmp_path: Path, processes: list[Process], complete: bool, why: str
) -> None:
    cloud = write(tmp_path, *processes, complete=complete)
    for ask in (lambda: cloud.up(SITES), lambda: cloud.environment("north"), lambda: cloud.fault("north", "hang")):
        with pytest.raises(CloudDied, match=f"is dead .{why}.*local-down, then start afresh with local-up"):
            ask()
    status = cloud.status()
    assert not status.healthy
    assert why in (status.problem or "")


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    write(tmp_path, living("aws"))
    found = records.read(tmp_path)
    assert found is not None
    records.write(tmp_path, found)
    assert records.read(tmp_path) == found


def test_the_environment_leads_to_the_sites_gateways_and_nowhere_else(tmp_path: Path) -> None:
    found = write(tmp_path, living("aws")).environment("north")
    assert found["AWS_ENDPOINT_URL"] == "http://127.0.0.1:3"
    assert found["PRISM_ENDPOINT"] == "https://127.0.0.1:4"
    assert found["PRISM_CA_BUNDLE"] == "/ca.pem"
    assert found["NC2_CONSOLE_ENDPOINT"] == "https://127.0.0.1:6"
    assert found["PULUMI_BACKEND_URL"] == f"file://{tmp_path}/state"
    assert found["AWS_CONFIG_FILE"] == found["AWS_SHARED_CREDENTIALS_FILE"] == "/dev/null"
    assert "AWS_REGION" not in found


def test_what_would_lead_elsewhere_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = {"AWS_PROFILE": "production", "AWS_ENDPOINT_URL_S3": "https://s3", "AWS_REGION": "eu-1", "PATH": "/bin"}
    assert foreign(own) == ["AWS_ENDPOINT_URL_S3", "AWS_PROFILE", "AWS_REGION"]
    for name, value in own.items():
        monkeypatch.setenv(name, value)
    command = write(tmp_path, living("aws")).command_environment("north")
    assert not set(foreign(own)) & set(command)
    assert command["PATH"] == "/bin"


def test_a_directory_with_anything_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("all of it")
    with pytest.raises(CloudRefused, match="is not empty and holds no local cloud"):
        LocalCloud(tmp_path).up(SITES)
    assert LocalCloud(tmp_path).down() is False
    assert (tmp_path / "thesis.txt").exists()


def test_other_sites_need_another_cloud(tmp_path: Path) -> None:
    cloud = write(tmp_path, living("aws"))
    with pytest.raises(CloudRefused, match="is up with north=eu-north-1, south=eu-south-1, not with east=eu-east-1"):
        cloud.up({"east": "eu-east-1"})
    with pytest.raises(CloudRefused, match="has no site east; it has north, south"):
        cloud.environment("east")


def test_two_commands_at_once_do_not_mix(tmp_path: Path) -> None:
    one, other = LocalCloud(tmp_path), LocalCloud(tmp_path)
    with one._alone(), pytest.raises(CloudRefused, match="Another command"):
        other.up(SITES)


def test_a_cloud_without_sites_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CloudRefused, match="at least one site"):
        LocalCloud(tmp_path).up({})


def test_where_there_is_none(tmp_path: Path) -> None:
    cloud = LocalCloud(tmp_path / "never")
    with pytest.raises(CloudMissing, match=r"There is no local cloud in .*never; start one with local-up"):
        cloud.status()
    assert cloud.down() is False
    assert issubclass(CloudMissing, CloudError)


COMMANDS = [
    pytest.param(["env", "north"], True, 0, "export PRISM_PASSWORD='pa ss'", id="env of a living cloud"),
    pytest.param(["env", "north"], False, 2, "is dead", id="env of a dead cloud"),
    pytest.param(["up", "--site", "north=eu-north-1"], False, 2, "is dead", id="up of a dead cloud"),
    pytest.param(["status"], False, 1, "is dead", id="status of a dead cloud"),
    pytest.param(["status"], True, 0, "aws", id="status of a living cloud"),
    pytest.param(["up"], True, 0, "is up already", id="up of a living cloud"),
    pytest.param(["save", "/nowhere"], False, 2, "is dead", id="save of a dead cloud"),
    pytest.param(["restore", "/nowhere"], True, 2, "/nowhere holds no snapshot", id="restore of what is not there"),
    pytest.param(["down"], False, 0, "are discarded", id="down of a dead cloud"),
]


@pytest.mark.parametrize(("arguments", "alive", "code", "text"), COMMANDS)
def test_a_command_answers(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    alive: bool,
    code: int,
    text: str,
) -> None:
    write(tmp_path, living("aws") if alive else dead("aws"))
    assert main([*arguments, f"--directory={tmp_path}"]) == code
    said = capsys.readouterr()
    assert text in (said.out + said.err)


def test_a_dead_clouds_down_discards_everything(tmp_path: Path) -> None:
    cloud = write(tmp_path, dead("aws"))
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "tokyo.json").write_text("{}")
    assert cloud.down()
    assert list(tmp_path.iterdir()) == []


def test_down_discards_what_the_cloud_has_laid_out_and_nothing_else(tmp_path: Path) -> None:
    cloud = write(tmp_path, dead("aws"))
    (tmp_path / "gateways-north.json").write_text("{}")
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "photos").mkdir()
    said: list[str] = []
    assert cloud.down(said.append)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["notes.txt", "photos"]
    assert said == [f"{tmp_path / name} is not of the local cloud, and stays" for name in ("notes.txt", "photos")]


@pytest.mark.parametrize("text", ["not JSON", "[]", "{}", '{"processes": [], "sites": {}, "cloud": "mine"}'])
def test_somebody_else_s_file_of_the_record_s_name_is_no_cloud(text: str, tmp_path: Path) -> None:
    (tmp_path / "cloud.json").write_text(text)
    (tmp_path / "state").mkdir()
    for act in (LocalCloud(tmp_path).down, lambda: LocalCloud(tmp_path).up(SITES), LocalCloud(tmp_path).status):
        with pytest.raises(CloudRefused, match=r"cloud\.json is no record of a local cloud"):
            act()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["cloud.json", "state"]
