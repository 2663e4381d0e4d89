"""What the program registers for tiers in a recovery point store, and for nodes, on either site."""

import json
from typing import Any

import pulumi
import pytest

from costs import PriceBook
from operations.run import Project
from tests.components.conftest import OTHER_PUBLISHED, Program

pytestmark = pytest.mark.slow

REQUESTED = {**OTHER_PUBLISHED, "requestedPeeringId": "tgw-attach-peering"}
ROLE = "arn:aws:iam::123456789012:role/mst"
LONG = {
    "name": "long",
    "category": {"key": "Tier", "value": "Long"},
    "destination": "recovery-point-store",
    "policy": "to-the-store",
    "rpoSeconds": 7200,
    "retention": {"local": 1, "remote": 24},
    "stages": [{"category": {"key": "Start", "value": "First"}, "delaySeconds": 5}],
}
NEAR = {
    "name": "near",
    "category": {"key": "Tier", "value": "Near"},
    "destination": "cluster",
    "policy": "near",
    "rpoSeconds": 60,
    "retention": {"local": 1, "remote": 1},
}


def tiers(*wanted: dict[str, Any], **store: Any) -> dict[str, Any]:
    """The configuration for these tiers, with a store."""
    return {"protection": {"tiers": list(wanted or (LONG,))}, "recoveryPointStore": {"name": "dr", **store}}


def test_the_recovery_site_makes_a_bucket_that_is_closed_encrypted_versioned_and_forgets_what_was_deleted() -> None:
    program = Program("osaka", REQUESTED).run(**tiers(objectLockDays=7))
    assert program.of_type("s3/bucket:Bucket")["recovery-points"]["objectLockEnabled"] is True
    assert program.of_type("bucketVersioning:BucketVersioning")["recovery-points"]["versioningConfiguration"] == {
        "status": "Enabled"
    }
    closed = program.of_type("PublicAccessBlock")["recovery-points"]
    assert all(closed[name] for name in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls"))
    assert "AES256" in json.dumps(program.of_type("ServerSideEncryptionConfiguration")["recovery-points"])
    (rule,) = program.of_type("BucketLifecycleConfiguration")["recovery-points"]["rules"]
    assert rule["noncurrentVersionExpiration"] == {"noncurrentDays": 30}
    assert "expiration" not in rule, "what is in use never expires"
    lock = program.of_type("BucketObjectLockConfiguration")["recovery-points"]["rule"]["defaultRetention"]
    assert lock == {"mode": "GOVERNANCE", "days": 7}
    (denied,) = json.loads(program.of_type("bucketPolicy:BucketPolicy")["recovery-points"]["policy"])["Statement"]
    assert (denied["Effect"], denied["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


@pytest.mark.parametrize(
    ("store", "kind"),
    [
        ({}, "userPolicy:UserPolicy"),
        ({"access": "role", "trustedPrincipal": ROLE}, "rolePolicy:RolePolicy"),
    ],
)
def test_who_writes_to_the_bucket_may_do_that_and_nothing_else_and_has_no_key_in_the_state(
    store: dict[str, str], kind: str
) -> None:
    program = Program("osaka", REQUESTED).run(**tiers(**store))
    statements = json.loads(program.of_type(kind)["recovery-points"]["policy"])["Statement"]
    arn = "arn:aws:mock:::recovery-points"
    assert [statement["Resource"] for statement in statements] == [arn, f"{arn}/*"]
    actions = {action for statement in statements for action in statement["Action"]}
    assert not {action for action in actions if "*" in action or action.startswith("s3:PutBucket")}
    assert program.of_type("iam/accessKey:AccessKey") == {}
    if store:
        trust = json.loads(program.of_type("iam/role:Role")["recovery-points"]["assumeRolePolicy"])
        assert trust["Statement"][0]["Principal"] == {"AWS": ROLE}


def test_the_recovery_site_restores_from_the_store_to_its_cluster_after_the_failover() -> None:
    program = Program("osaka", REQUESTED).run(**tiers(), activeRegion="osaka", failoverMode="unplanned")
    recovery = program.of_type("prism:StoreRecovery")["store-recovery"]
    assert (recovery["site"], recovery["active_site"], recovery["store"]) == ("osaka", "osaka", "dr")
    assert (recovery["clusters"], recovery["vpc"]) == (["nc2-osaka"], "workload")
    assert recovery["tiers"] == [
        {
            "name": "long",
            "category": {"key": "Tier", "value": "Long"},
            "rpo_seconds": 7200,
            "stages": [{"category": {"key": "Start", "value": "First"}, "delay_seconds": 5}],
        }
    ]
    assert set(program.of_type("prism:Failover")) == {"failover"}
    awaited = recovery["floating_ips"]
    assert awaited["owner"].endswith("/osaka/targets-floating-ips")
    assert awaited["members"] == program.of_type("prism:FloatingIps")["targets-floating-ips"]["members"]


def test_the_home_site_protects_the_tier_to_the_store_and_has_it_come_home_from_the_other_cluster() -> None:
    program = Program("tokyo", OTHER_PUBLISHED).run(**tiers())
    policy = program.of_type("prism:ProtectionPolicy")["protection-long-policy"]
    assert [place["label"] for place in policy["locations"]] == ["tokyo", "recovery-point-store", "osaka"]
    ways = [(way["rpo_seconds"], way.get("source"), way["remote"]) for way in policy["schedules"]]
    assert ways == [(7200, None, "recovery-point-store"), (7200, "osaka", "tokyo")]
    plan = program.of_type("prism:RecoveryPlan")["protection-long-plan"]
    assert plan["name"] == "workload-recovery-long-home"
    staged = [stage["category_ids"] for stage in plan["stages"]]
    assert staged == [["protection-Start-First-id"], ["protection-Tier-Long-id"]], "what is in no stage comes last"
    home = program.of_type("prism:Failover")["failover-long"]
    assert (home["recovery_plan"], home["category"]) == (plan["name"], {"key": "Tier", "value": "Long"})
    assert program.of_type("s3/bucket:Bucket") == {}, "its loss is what the bucket is for"
    assert program.of_type("prism:StoreRecovery") == {}


def test_a_tier_in_a_store_is_protected_before_there_is_anything_on_the_other_side() -> None:
    program = Program("tokyo", {}).run(**tiers())
    policy = program.of_type("prism:ProtectionPolicy")["protection-long-policy"]
    assert [place["label"] for place in policy["locations"]] == ["tokyo", "recovery-point-store"]
    assert set(program.of_type("prism:ProtectionPolicy")) == {"protection-long-policy"}


def test_a_further_tier_on_the_cluster_has_a_policy_and_goes_with_the_same_plan() -> None:
    program = Program("tokyo", OTHER_PUBLISHED).run(**tiers(LONG, NEAR))
    assert program.of_type("prism:ProtectionPolicy")["protection-near-policy"]["schedules"][0]["rpo_seconds"] == 60
    assert len(program.of_type("prism:RecoveryPlan")["protection-plan"]["stages"]) == 2
    assert program.of_type("prism:Failover")["failover"]["more_categories"] == [{"key": "Tier", "value": "Near"}]


def test_without_tiers_nothing_of_it_is_there() -> None:
    for stack, other in (("tokyo", OTHER_PUBLISHED), ("osaka", REQUESTED)):
        program = Program(stack, other).run()
        for kind in ("prism:StoreRecovery", "prism:RecoveryPointStore", "s3/bucket:Bucket", "iam/user:User"):
            assert program.of_type(kind) == {}
        assert set(program.of_type("prism:Failover")) == {"failover"}


COMPUTE = {"mode": "pilot-light", "nodeType": "i4i.metal", "standbyNodes": 3, "activeNodes": 6}


def with_nodes(site: str, **more: Any) -> dict[str, Any]:
    """The configuration for tiers in a store, and nodes at a site."""
    sites = Project.here().configuration()["sites"]
    return {**tiers(), "sites": {site: {**sites[site], "compute": {**COMPUTE, **more}}}}


def test_the_active_site_has_its_nodes_after_the_first_tier_is_whole_and_restores_on_them() -> None:
    program = Program("osaka", REQUESTED).run(**with_nodes("osaka"), activeRegion="osaka", failoverMode="unplanned")
    nodes = program.of_type("nc2:Nc2Cluster")["nodes"]
    assert (nodes["name"], nodes["nodes"], nodes["node_type"]) == ("nc2-osaka", 6, "i4i.metal")
    assert nodes["availability_zone"] == "ap-northeast-3a"
    assert "activeNodes is 6" in nodes["reasons"][0]
    assert nodes["usd_per_node_hour"] > 0
    assert program.names.index("failover") < program.names.index("targets") < program.names.index("nodes")
    assert program.names.index("nodes") < program.names.index("store-recovery")
    recovery = program.of_type("prism:StoreRecovery")["store-recovery"]
    assert (recovery["nodes"], recovery["node"]["name"], recovery["node"]["vcpus"]) == (6, "i4i.metal", 224)


def test_a_site_that_stands_down_gives_its_nodes_back_after_what_ran_on_them_has_stopped() -> None:
    program = Program("osaka", REQUESTED).run(**with_nodes("osaka"))
    assert program.of_type("nc2:Nc2Cluster")["nodes"]["nodes"] == 3
    assert program.names.index("failover") < program.names.index("store-recovery") < program.names.index("nodes")


def test_what_comes_home_from_the_other_cluster_waits_for_the_nodes_here() -> None:
    program = Program("tokyo", OTHER_PUBLISHED).run(**with_nodes("tokyo"))
    assert program.names.index("nodes") < program.names.index("failover-long")


def test_a_warm_standby_has_its_nodes_at_all_times() -> None:
    compute = {"mode": "warm-standby", "nodeType": "i4i.metal", "activeNodes": 4}
    sites = Project.here().configuration()["sites"]
    program = Program("osaka", REQUESTED).run(sites={"osaka": {**sites["osaka"], "compute": compute}})
    assert program.of_type("nc2:Nc2Cluster")["nodes"]["nodes"] == 4


def test_a_node_without_a_price_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.cluster.nodes.price_book", lambda: PriceBook.merged(()))
    program = Program("osaka", REQUESTED).run(**with_nodes("osaka"))
    assert program.of_type("nc2:Nc2Cluster")["nodes"]["usd_per_node_hour"] == 0


def test_without_compute_nobody_here_touches_the_nodes() -> None:
    for stack, other in (("tokyo", OTHER_PUBLISHED), ("osaka", REQUESTED)):
        assert Program(stack, other).run(**tiers()).of_type("nc2:Nc2Cluster") == {}


class WithoutAnAddress(Program):
    """A program whose restored VM could not get its floating IP."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        made, outputs = super().new_resource(args)
        return made, outputs | ({"failed": {"web-1": "no such NIC"}} if "StoreRecovery" in args.typ else {})


def test_a_floating_ip_that_could_not_be_led_to_a_restored_vm_ends_the_run_red_by_name() -> None:
    said = {**REQUESTED, "generation": "0", "activeSite": "tokyo"}
    with pytest.raises(pulumi.RunError, match=r"Floating IPs or targets failed \(1\)(.|\n)*'web-1': no such NIC"):
        WithoutAnAddress("osaka", said).run(activeRegion="osaka", **tiers())
