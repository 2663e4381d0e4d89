"""The local cloud with its real processes."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
import requests
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from nc2_console import Console
from simulator.cloud import CloudDied, CloudNotStarted, LocalCloud, Mode
from simulator.cloud import start as starting

pytestmark = pytest.mark.slow

SITES = {"north": "ap-northeast-1", "south": "ap-northeast-3"}

# A busy machine takes its time to answer; only what hangs is given up on early, and that never answers.
PATIENT, HASTY = 60.0, 0.5


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    made = LocalCloud(tmp_path_factory.mktemp("clouds") / "one")
    made.up(SITES)
    yield made
    made.down()


def aws_answers(cloud: LocalCloud, site: str, patience: float = PATIENT) -> bool:
    once = Config(retries={"total_max_attempts": 1}, read_timeout=patience, connect_timeout=patience)
    environment = cloud.environment(site)
    session = boto3.Session(aws_access_key_id="testing", aws_secret_access_key="testing", region_name=SITES[site])
    client = session.client("sts", endpoint_url=environment["AWS_ENDPOINT_URL"], config=once)
    try:
        client.get_caller_identity()
    except BotoCoreError:
        return False
    finally:
        client.close()
    return True


def prism(cloud: LocalCloud, site: str, patience: float = PATIENT) -> dict[str, str] | None:
    """The links as a site's Prism Central tells them through its gateway; None when it does not answer."""
    environment = cloud.environment(site)
    with requests.Session() as session:
        session.trust_env = False
        try:
            answer = session.get(
                f"{environment['PRISM_ENDPOINT']}/simulator/v1/status",
                verify=environment["PRISM_CA_BUNDLE"],
                timeout=patience,
            )
        except requests.RequestException:
            return None
    links: dict[str, str] = answer.json()["links"]
    return links


def test_everything_runs_and_both_sites_answer_through_their_gateways(cloud: LocalCloud) -> None:
    status = cloud.status()
    assert status.healthy
    assert [one.name for one in status.processes] == ["aws", "prism", "console", "gateways-north", "gateways-south"]
    for site in SITES:
        assert aws_answers(cloud, site)
        assert prism(cloud, site) == {"north": "up", "south": "up"}


# urllib3 forgets to close the socket of a connection that is reset before its TLS handshake.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("mode", [Mode.HANG, Mode.REFUSE, Mode.RESET])
def test_a_faulty_site_is_cut_off_and_the_other_one_goes_on(cloud: LocalCloud, mode: Mode) -> None:
    cloud.fault("north", mode)
    try:
        assert not aws_answers(cloud, "north", HASTY)
        assert prism(cloud, "north", HASTY) is None
        assert aws_answers(cloud, "south")
        assert prism(cloud, "south") == {"north": "down", "south": "up"}
    finally:
        cloud.fault("north", Mode.SERVE)
    assert aws_answers(cloud, "north")
    assert prism(cloud, "north") == {"north": "up", "south": "up"}


def surroundings(cloud: LocalCloud) -> dict[str, dict[str, str]]:
    environment = cloud.environment("south")
    told: dict[str, dict[str, str]] = requests.get(
        f"{environment['AWS_ENDPOINT_URL']}/simulator/v1/surroundings", timeout=5
    ).json()
    return told


def test_aws_knows_whom_to_ask_about_machines_and_which_region_is_lost(cloud: LocalCloud) -> None:
    assert set(surroundings(cloud)["machines"]) == set(SITES)
    regions = []
    for mode, service in ((Mode.HANG, None), (Mode.SERVE, "prism"), (Mode.SERVE, None)):
        cloud.fault("north", mode, service)
        regions.append(surroundings(cloud)["regions"]["ap-northeast-1"])
    assert regions == ["down", "up", "up"]


def test_only_one_service_can_fail(cloud: LocalCloud) -> None:
    cloud.fault("north", Mode.REFUSE, "aws")
    try:
        assert not aws_answers(cloud, "north", HASTY)
        assert prism(cloud, "north") == {"north": "up", "south": "up"}
    finally:
        cloud.fault("north", Mode.SERVE)


def test_nodes_that_the_console_adds_appear_at_the_site_and_a_lost_site_takes_no_console_along(
    cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in cloud.environment("south").items():
        monkeypatch.setenv(name, value)
    console = Console.from_environment()
    assert console is not None
    cloud.fault("north", Mode.REFUSE)
    try:
        south = console.clusters.find("nc2-south", "ap-northeast-3")
        assert south is not None
        assert south.joined == 3
        console.clusters.set_nodes(south, "i4i.metal", 4)
        deadline = time.monotonic() + PATIENT
        while console.clusters.get(south.id).joined < 4 and time.monotonic() < deadline:
            time.sleep(0.1)
        status = requests.get(
            f"{cloud.environment('south')['PRISM_ENDPOINT']}/simulator/v1/status",
            verify=cloud.environment("south")["PRISM_CA_BUNDLE"],
            timeout=PATIENT,
        ).json()
        assert status["sites"]["south"]["capacity"]["nodes"] == 4
    finally:
        cloud.fault("north", Mode.SERVE)


def test_a_second_up_finds_it_up(cloud: LocalCloud) -> None:
    said: list[str] = []
    before = cloud.status()
    cloud.up(SITES, said.append)
    assert said == [f"The local cloud in {cloud.directory} is up already."]
    assert cloud.status().id == before.id


def test_nothing_of_it_is_readable_by_others(cloud: LocalCloud) -> None:
    for entry in (cloud.directory, *cloud.directory.rglob("*")):
        assert entry.stat().st_mode & 0o077 == 0, entry
    passphrase = cloud.directory / "passphrase"
    assert passphrase.stat().st_mode & 0o777 == 0o600
    assert passphrase.read_text() == cloud.environment("north")["PULUMI_CONFIG_PASSPHRASE"]


def test_a_second_cloud_beside_it_dies_alone(cloud: LocalCloud) -> None:
    second = LocalCloud(cloud.directory.with_name("two"))
    second.up({"east": "eu-central-1"})
    try:
        assert second.status().id != cloud.status().id
        victim = second.status().processes[0]
        os.kill(victim.pid, signal.SIGKILL)
        while second.status().healthy:
            time.sleep(0.02)
        with pytest.raises(CloudDied, match="aws no longer runs"):
            second.environment("east")
        assert cloud.status().healthy
    finally:
        pids = [one.pid for one in second.status().processes]
        second.down()
    assert list(second.directory.iterdir()) == []
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
    assert cloud.status().healthy


def test_what_does_not_come_up_is_told_with_its_last_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "simulator").mkdir()
    (tmp_path / "simulator" / "__init__.py").write_text("raise SystemExit('no room on the machine')")
    monkeypatch.setattr(starting, "_ROOT", tmp_path)
    cloud = LocalCloud(tmp_path / "cloud")
    try:
        with pytest.raises(CloudNotStarted, match="ended while starting; its last words: no room on the machine"):
            cloud.up(SITES)
        assert not any(one.alive for one in cloud.status().processes)
    finally:
        cloud.down()
