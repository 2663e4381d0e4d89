"""A local cloud that is saved, and restored as another one: the same objects, and from then on each its own."""

import json
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests

from nc2_console import Console, read_environment
from simulator.aws import SURROUNDINGS
from simulator.aws import snapshot as aws_snapshot
from simulator.cloud import CloudRefused, LocalCloud, Mode, SnapshotRefused
from simulator.cloud.record import Site
from simulator.cloud.snapshot import Snapshot

SITES = {"north": "ap-northeast-1", "south": "ap-northeast-3"}
VPCS = "/api/networking/v4.0/config/vpcs"
FAR = 10_000
"""Seconds, further than any task of these tests takes."""


class Seen:
    """One site of a cloud, as its clients see it."""

    def __init__(self, cloud: LocalCloud, site: str) -> None:
        self.cloud, self.site, self.environment = cloud, site, cloud.environment(site)

    def aws(self, service: str) -> Any:
        return boto3.client(
            service,
            region_name=SITES[self.site],
            endpoint_url=self.environment["AWS_ENDPOINT_URL"],
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )

    def prism(self, method: str, path: str, body: object = None) -> Any:
        with requests.Session() as session:
            session.trust_env = False
            session.auth = (self.environment["PRISM_USERNAME"], self.environment["PRISM_PASSWORD"])
            url = f"{self.environment['PRISM_ENDPOINT']}{path}"
            answer = session.request(method, url, json=body, verify=self.environment["PRISM_CA_BUNDLE"], timeout=30)
        answer.raise_for_status()
        return answer.json()

    def control(self, method: str, what: str, body: object = None) -> Any:
        return self.prism(method, f"/simulator/v1/{what}", body)

    def vpcs(self) -> dict[str, str]:
        """Name -> extId of the overlay's VPCs."""
        return {one["name"]: one["extId"] for one in self.prism("GET", VPCS).get("data", [])}

    def console(self) -> Console:
        settings = read_environment(self.environment)
        assert settings is not None
        return Console(settings)

    def tell_console(self, method: str, what: str, body: object) -> None:
        endpoint, ca = self.environment["NC2_CONSOLE_ENDPOINT"], self.environment["NC2_CA_BUNDLE"]
        requests.request(method, f"{endpoint}/simulator/v1/{what}", json=body, verify=ca, timeout=30).raise_for_status()

    def nodes(self) -> int:
        found = self.console().clusters.find(f"nc2-{self.site}", SITES[self.site])
        return found.joined if found else 0


def describe(seen: Seen) -> dict[str, Any]:
    """What a site's AWS and Prism Central hold."""
    ec2 = seen.aws("ec2")
    return {
        "VPCs": ec2.describe_vpcs()["Vpcs"],
        "gateways": ec2.describe_transit_gateways()["TransitGateways"],
        "peerings": ec2.describe_transit_gateway_peering_attachments()["TransitGatewayPeeringAttachments"],
        "zones": seen.aws("route53").list_hosted_zones()["HostedZones"],
        "certificates": seen.aws("acm").list_certificates()["CertificateSummaryList"],
        "overlay VPCs": seen.vpcs(),
        "sites": seen.control("GET", "status")["sites"],
    }


def fill(cloud: LocalCloud) -> bytes:
    """Objects in both regions and both Prism Centrals, of several services; answers what was encrypted."""
    north, south = Seen(cloud, "north"), Seen(cloud, "south")
    gateways = []
    for seen in (north, south):
        ec2 = seen.aws("ec2")
        ec2.create_vpc(CidrBlock="10.7.0.0/16")
        gateways.append(ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"])
        seen.prism("POST", VPCS, {"name": f"of-{seen.site}"})
    north.aws("ec2").create_transit_gateway_peering_attachment(
        TransitGatewayId=gateways[0],
        PeerTransitGatewayId=gateways[1],
        PeerAccountId="123456789012",
        PeerRegion=SITES["south"],
    )
    north.aws("route53").create_hosted_zone(Name="dr.example.com", CallerReference="one")
    north.aws("acm").request_certificate(DomainName="www.dr.example.com")
    place = {"LocationConstraint": SITES["north"]}
    north.aws("s3").create_bucket(Bucket="kept", CreateBucketConfiguration=place)
    north.aws("s3").put_object(Bucket="kept", Key="a", Body=b"content")
    kms = north.aws("kms")
    kms.create_alias(AliasName="alias/kept", TargetKeyId=kms.create_key()["KeyMetadata"]["KeyId"])
    kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")
    return bytes(kms.encrypt(KeyId="alias/kept", Plaintext=b"secret")["CiphertextBlob"])


@dataclass(frozen=True)
class Held:
    """What is asked for again: a text that a key encrypted, and a task of the NC2 console that is under way."""

    ciphertext: bytes
    console_task: str


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    made = LocalCloud(tmp_path_factory.mktemp("clouds") / "original")
    made.up(SITES)
    yield made
    made.down()


@pytest.fixture(scope="module")
def held(original: LocalCloud) -> Held:
    """The original holds objects, tasks under way and faults."""
    ciphertext = fill(original)
    north, south = Seen(original, "north"), Seen(original, "south")
    north.control("PUT", "clock", {"mode": f"seconds:{FAR}"})
    north.prism("POST", VPCS, {"name": "under-way"})
    south.control("POST", "faults", {"kind": "status", "status": 503, "path": "*/categories", "count": 1})
    south.tell_console("POST", "faults", {"kind": "stuck", "seconds": FAR})
    clusters = south.console().clusters
    (cluster,) = [one for one in clusters.list() if one.name == "nc2-south"]
    task = clusters.set_nodes(cluster, "i4i.metal", 5)
    (original.directory / "state" / "tokyo.json").write_text(
        json.dumps({"address": south.environment["PRISM_ENDPOINT"], "other": "127.0.0.1:1"})
    )
    original.fault("south", Mode.REFUSE, "aws")
    return Held(ciphertext, task.id)


@pytest.fixture(scope="module")
def saved(original: LocalCloud, held: Held) -> Path:
    to = original.directory.with_name("saved")
    original.save(to)
    return to


@pytest.fixture(scope="module")
def copy(original: LocalCloud, saved: Path) -> Iterator[LocalCloud]:
    made = LocalCloud(original.directory.with_name("copy"))
    made.restore(saved)
    yield made
    made.down()


@pytest.mark.slow
class TestARestoredCloud:
    """One original and one copy for all; each test goes on where the one before it ended."""

    def test_it_is_reached_with_the_same_credentials_at_ports_and_files_of_its_own(
        self, original: LocalCloud, copy: LocalCloud
    ) -> None:
        before, after = original.environment("north"), copy.environment("north")
        assert {name for name in before if before[name] != after[name]} == {
            "AWS_ENDPOINT_URL",
            "PRISM_ENDPOINT",
            "PRISM_CA_BUNDLE",
            "NC2_CONSOLE_ENDPOINT",
            "NC2_CA_BUNDLE",
            "PULUMI_BACKEND_URL",
        }
        for name in ("PRISM_CA_BUNDLE", "NC2_CA_BUNDLE"):
            assert Path(after[name]).is_relative_to(copy.directory)

    def test_nothing_of_it_is_readable_by_others(self, saved: Path, copy: LocalCloud) -> None:
        assert not (saved.stat().st_mode | copy.directory.stat().st_mode) & 0o077

    def test_gateways_treat_connections_as_they_did(self, copy: LocalCloud) -> None:
        serves = next(one.serves for one in copy.status().processes if one.name == "gateways-south")
        assert [line.rsplit(" ", 1)[1] for line in serves] == ["refuse", "serve"]
        copy.fault("south", Mode.SERVE)

    def test_the_state_names_the_new_gateways(self, copy: LocalCloud) -> None:
        state = json.loads((copy.directory / "state" / "tokyo.json").read_text())
        assert state == {"address": copy.environment("south")["PRISM_ENDPOINT"], "other": "127.0.0.1:1"}

    def test_a_fault_on_order_meets_the_next_request_in_each(self, original: LocalCloud, copy: LocalCloud) -> None:
        for cloud in (original, copy):
            with pytest.raises(requests.HTTPError, match="503"):
                Seen(cloud, "south").prism("GET", "/api/prism/v4.0/config/categories")

    @pytest.mark.parametrize("site", SITES)
    def test_it_holds_the_same_objects_under_the_same_ids(
        self, original: LocalCloud, copy: LocalCloud, site: str
    ) -> None:
        original.fault("south", Mode.SERVE)
        before, after = describe(Seen(original, site)), describe(Seen(copy, site))
        assert before == after
        assert all(before[kind] for kind in ("VPCs", "gateways", "peerings", "sites"))

    def test_content_and_keys_are_there(self, copy: LocalCloud, held: Held) -> None:
        north = Seen(copy, "north")
        assert north.aws("s3").get_object(Bucket="kept", Key="a")["Body"].read() == b"content"
        assert north.aws("kms").decrypt(CiphertextBlob=held.ciphertext)["Plaintext"] == b"secret"

    def test_a_task_under_way_is_under_way_in_both_and_ends_in_each_by_its_own_clock(
        self, original: LocalCloud, copy: LocalCloud
    ) -> None:
        ours, theirs = Seen(copy, "north"), Seen(original, "north")
        assert "under-way" not in ours.vpcs()
        ours.control("PUT", "clock", {"seconds": FAR + 1})
        assert "under-way" in ours.vpcs()
        assert "under-way" not in theirs.vpcs()

    def test_nodes_that_were_joining_join_and_the_console_s_task_ends_in_each_by_its_own_clock(
        self, original: LocalCloud, copy: LocalCloud, held: Held
    ) -> None:
        ours, theirs = Seen(copy, "south"), Seen(original, "south")
        ours.tell_console("PUT", "clock", {"seconds": FAR + 10})
        assert ours.nodes() == 5
        told = ours.control("GET", "status")["sites"]["south"]["capacity"]
        assert told["nodes"] == 5, "the copy's own Prism Central was told"
        states = [seen.console().tasks.get(held.console_task).status for seen in (ours, theirs)]
        assert states == ["done", "running"]

    def test_two_regions_of_it_still_know_one_another(self, original: LocalCloud, copy: LocalCloud) -> None:
        ours, theirs = Seen(copy, "south").aws("ec2"), Seen(original, "south").aws("ec2")
        (peering,) = theirs.describe_transit_gateway_peering_attachments()["TransitGatewayPeeringAttachments"]
        ours.accept_transit_gateway_peering_attachment(TransitGatewayAttachmentId=peering["TransitGatewayAttachmentId"])
        states = [describe(Seen(cloud, "north"))["peerings"][0]["State"] for cloud in (copy, original)]
        assert states == ["available", "pendingAcceptance"]

    def test_what_is_made_in_one_is_not_in_the_other(self, original: LocalCloud, copy: LocalCloud) -> None:
        ours, theirs = (Seen(cloud, "north").aws("ec2") for cloud in (copy, original))
        made = [ec2.create_vpc(CidrBlock="10.8.0.0/16")["Vpc"]["VpcId"] for ec2 in (ours, theirs)]
        held = [{vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"]} for ec2 in (ours, theirs)]
        assert [[id in ids for id in made] for ids in held] == [[True, False], [False, True]]

    def test_it_is_saved_and_restored_again_and_outlives_its_original(self, copy: LocalCloud, saved: Path) -> None:
        again, second = saved.with_name("saved again"), LocalCloud(saved.with_name("second"))
        copy.save(again)
        copy.down()
        second.restore(again)
        try:
            assert {"of-north", "under-way"} <= Seen(second, "north").vpcs().keys()
            assert Seen(second, "south").nodes() == 5
        finally:
            second.down()

    def test_a_cloud_that_is_there_already_is_left_alone(self, original: LocalCloud, saved: Path) -> None:
        with pytest.raises(CloudRefused, match=r"There is a local cloud in .*; end it with local-down first"):
            original.restore(saved)
        with pytest.raises(SnapshotRefused, match=r"saved exists already\. Choose a new directory"):
            original.save(saved)
        assert original.status().healthy

    def test_a_run_that_holds_the_state_s_lock_is_waited_for(self, original: LocalCloud, saved: Path) -> None:
        lock = original.directory / "state" / ".pulumi" / "locks" / "organization" / "nc2-dr" / "tokyo" / "1.json"
        lock.parent.mkdir(parents=True)
        lock.write_text("{}")
        with pytest.raises(SnapshotRefused, match=r"holds the lock .*1\.json .*after that run has ended"):
            original.save(saved.with_name("locked"))
        assert not saved.with_name("locked").exists()


def test_where_there_is_no_snapshot(tmp_path: Path) -> None:
    cloud = LocalCloud(tmp_path / "cloud")
    with pytest.raises(SnapshotRefused, match="nowhere holds no snapshot of a local cloud"):
        cloud.restore(tmp_path / "nowhere")
    (tmp_path / "snapshot.json").write_text('{"format": 0}')
    with pytest.raises(SnapshotRefused, match="is of another format"):
        cloud.restore(tmp_path)


def test_addresses_in_the_state_are_those_of_the_new_gateways_even_where_ports_change_places(tmp_path: Path) -> None:
    site = Site("north", "x", "https://127.0.0.1:9", 8, aws_port=2, prism_port=1)
    ports = {"north": {"aws": 1, "prism": 2}}
    file = tmp_path / "stack.json"
    file.write_text('["127.0.0.1:1", "https://127.0.0.1:2/x", "127.0.0.1:12"]')
    Snapshot(tmp_path, {}, ports, {}).redirect(tmp_path, {"north": site})
    assert json.loads(file.read_text()) == ["127.0.0.1:2", "https://127.0.0.1:1/x", "127.0.0.1:12"]


def test_what_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SURROUNDINGS, "quotas", {"vpcs": lambda: 5})
    with pytest.raises(aws_snapshot.SnapshotError, match="cannot be written into a snapshot"):
        aws_snapshot.dump()


def test_a_snapshot_of_another_moto_is_refused() -> None:
    with pytest.raises(aws_snapshot.SnapshotError, match=r"is of moto 4\.0\.0, not of moto .*Make a new snapshot"):
        aws_snapshot.load(pickle.dumps(("4.0.0", {}, {})))
