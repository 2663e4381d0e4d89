"""What the program registers for a migration, by what was captured."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pulumi
import pytest

from capture import Nic, Snapshot, Table, merged
from providers.base import RETAINED_IN_PART
from simulator.aws import serve
from tests.components.conftest import OTHER_PUBLISHED, Program
from tests.components.test_order import Partial

EC2_VPC = {"site": "tokyo", "cidr": "172.30.0.0/16", "availabilityZones": ["ap-northeast-1a"]}
REGION, TABLE = "ap-northeast-1", "captured"
MIGRATION = {"table": TABLE, "tags": {"Wave": "1"}}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    with serve() as endpoint:
        yield endpoint


@pytest.fixture(autouse=True)
def environment(aws: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("ENDPOINT_URL", aws), ("ACCESS_KEY_ID", "testing"), ("SECRET_ACCESS_KEY", "testing")):
        monkeypatch.setenv(f"AWS_{name}", value)


def run(stack: str = "tokyo", other: dict[str, str] = OTHER_PUBLISHED, **changes: Any) -> Program:
    return Program(stack, other).run(
        **{"workloadPlatform": "ec2", "ec2Vpc": EC2_VPC, "migration": MIGRATION, **changes}
    )


def capture(*machines: tuple[str, str, str, str]) -> None:
    """(instance id, name, address, state) of each."""
    client = boto3.client("dynamodb", region_name=REGION)
    if TABLE not in client.list_tables()["TableNames"]:
        client.create_table(
            TableName=TABLE,
            KeySchema=[{"AttributeName": "InstanceId", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "InstanceId", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
    for key, name, address, state in machines:
        seen = Snapshot("api", key, name, state, "2026-01-01T00:00:00Z", (Nic(0, address),))
        Table(TABLE, REGION, client).save(merged({"api": seen}))


def test_before_the_table_is_there_nothing_is_captured_and_the_program_says_what_is_next() -> None:
    program = run(migration={"table": "not-yet"})
    assert program.of_type("prism:IpRetention")["migration-retention"]["vms"] == {}
    table = program.of_type("dynamodb/table:Table")["migration-table"]
    assert table["pointInTimeRecovery"] == {"enabled": True}
    assert table["serverSideEncryption"] == {"enabled": True}
    assert (table["name"], table["hashKey"]) == ("not-yet", "InstanceId")


def test_a_table_that_is_gone_after_a_capture_stops_the_run_and_frees_no_address() -> None:
    lost = {"ec2Vpc": EC2_VPC, "workloadPlatform": "ec2", "migration": {"table": "not-yet"}}
    own = {"capturedAddresses": '["172.30.1.210"]'}
    with pytest.raises(pulumi.RunError, match=r"The table not-yet in ap-northeast-1 is missing or empty.*Nothing was"):
        Program("tokyo", OTHER_PUBLISHED, own=own).run(**lost)
    assert Program("tokyo", OTHER_PUBLISHED, own={"capturedAddresses": "[]"}).run(**lost).resources


def test_a_failover_goes_by_the_published_addresses_while_the_table_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    monkeypatch.setattr("pulumi.log.warn", lambda sentence, *_, **__: told.append(sentence))
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    own = {"capturedAddresses": '["172.30.1.210"]', "activeRegion": "osaka"}
    moved = {"ec2Vpc": EC2_VPC, "workloadPlatform": "nc2", "migration": MIGRATION}
    program = Program("tokyo", OTHER_PUBLISHED, own=own).run(activeRegion="tokyo", failoverMode="unplanned", **moved)
    subnet = program.of_type("prism:OverlaySubnet")["overlay-workload-172-30-1"]
    assert ["172.30.1.200", "172.30.1.209"] in subnet["dhcp_pools"]
    (line,) = [line for line in told if "Could not read the table captured" in line]
    assert line.endswith("The failover goes on; retention and cut-over are left as they are.")
    with pytest.raises(pulumi.RunError, match="Could not read the table captured"):
        Program("tokyo", OTHER_PUBLISHED, own=own).run(activeRegion="osaka", failoverMode="unplanned", **moved)


def test_the_pools_leave_out_what_is_captured_and_what_aws_keeps_and_a_terminated_one_counts_no_more() -> None:
    capture(("i-1", "web-1", "172.30.1.210", "running"), ("i-2", "gone", "172.30.1.220", "terminated"))
    program = run()
    pools = program.of_type("prism:OverlaySubnet")["overlay-workload-172-30-1"]["dhcp_pools"]
    assert pools == [["172.30.1.200", "172.30.1.209"], ["172.30.1.211", "172.30.1.250"]]
    other = run("osaka", {**OTHER_PUBLISHED, "capturedAddresses": json.dumps(["172.30.1.210"])})
    assert other.of_type("prism:OverlaySubnet")["overlay-workload-172-30-1"]["dhcp_pools"] == pools
    assert other.of_type("prism:IpRetention") == {}, "only the EC2 VPC's site retains"


def test_retention_and_cut_over_get_every_machine_and_the_routes_wait_for_them() -> None:
    capture(("i-1", "web-1", "172.30.1.210", "running"))
    program = run(migration={**MIGRATION, "retention": "retain"})
    retention = program.of_type("prism:IpRetention")["migration-retention"]
    assert retention["mode"] == "retain"
    assert retention["vms"]["i-1"]["nics"] == [{"address": "172.30.1.210", "secondary": []}]
    assert retention["subnets"] == {"workload-172-30-1": "172.30.1.0/24"}
    assert program.of_type("prism:CutOver")["migration-cut-over"]["platform"] == "ec2"


def test_an_instance_gets_the_right_to_be_asked_and_none_to_write() -> None:
    program = run()
    (policy,) = program.of_type("iam/rolePolicy:RolePolicy").values()
    actions = {action for one in json.loads(policy["policy"])["Statement"] for action in one["Action"]}
    assert {action.split(":")[0] for action in actions} == {"ssm", "ssmmessages", "ec2messages"}
    assert {action for action in actions if action.startswith("ssm:")} == {"ssm:UpdateInstanceInformation"}


def test_the_selected_instances_metadata_is_the_component_s_business() -> None:
    program = run()
    chosen = program.of_type("migration:SourceInstances")["migration-instances"]
    assert (chosen["vpc_id"], chosen["tags"]) == ("ec2-id", {"Wave": "1"})
    documents = program.of_type("ssm/document:Document")
    assert {json.loads(one["content"])["mainSteps"][0]["action"] for one in documents.values()} == {
        "aws:runShellScript",
        "aws:runPowerShellScript",
    }


def test_without_a_migration_nothing_of_it_is_there() -> None:
    program = Program("tokyo", OTHER_PUBLISHED).run()
    for kind in ("prism:IpRetention", "prism:CutOver", "dynamodb/table:Table"):
        assert program.of_type(kind) == {}


def test_a_run_of_the_route_alone_stays_with_the_platform_that_the_cut_over_has_come_to() -> None:
    capture(("i-1", "app-1", "172.30.1.11", "running"))
    kept = {"migration-cut-over": {"platform": "ec2"}}
    program = Partial("tokyo", {**OTHER_PUBLISHED, "acceptedPeeringId": "tgw-attach-peering"}, kept=kept)
    with pytest.raises(Exception, match=r"route workload was not changed: tokyo is still active, on ec2"):
        program.run(workloadPlatform="nc2", ec2Vpc=EC2_VPC, migration=MIGRATION)


class PartlyFailed(Program):
    """A run in which one VM has not got its address."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        id, outputs = super().new_resource(args)
        if args.typ.endswith("prism:IpRetention"):
            outputs |= {"failed": {"web-1 (i-1)": "172.30.1.210 is in use by VM 'stranger'"}}
        return id, outputs


def test_a_vm_without_its_address_ends_the_run_as_failed_once_all_else_is_done() -> None:
    capture(("i-1", "web-1", "172.30.1.210", "running"))
    program = PartlyFailed("tokyo", OTHER_PUBLISHED)
    with pytest.raises(pulumi.RunError) as ended:
        program.run(workloadPlatform="ec2", ec2Vpc=EC2_VPC, migration={**MIGRATION, "retention": "retain"})
    said = str(ended.value)
    assert said.startswith(
        f"{RETAINED_IN_PART} (1). Everything else of this run is done, and its outputs are published"
    )
    assert "\n  web-1 (i-1): 172.30.1.210 is in use by VM 'stranger'" in said
    assert "workload" in program.of_type("prefixListReference:PrefixListReference"), "the routes were led"
