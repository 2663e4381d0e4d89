"""What the program registers for a site that has no cluster while it stands by."""

import json
from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from pulumi.runtime.mocks import MockMonitor

from operations.run import Project
from tests.components.conftest import OTHER_PUBLISHED, Program

pytestmark = pytest.mark.slow

REQUESTED = {"vpcId": "vpc-other", "transitGatewayId": "tgw-other", "requestedPeeringId": "tgw-attach-peering"}
ACCEPTED = {"vpcId": "vpc-other", "transitGatewayId": "tgw-other", "acceptedPeeringId": "tgw-attach-peering"}
MADE = {**OTHER_PUBLISHED, **ACCEPTED, "prismCentralAddress": "10.102.2.10:9440"}
COMPUTE = {
    "mode": "zero-compute",
    "nodeType": "i4i.metal",
    "activeNodes": 4,
    "aosVersion": "7.3",
    "prismCentralVersion": "pc.7.5",
    "sshKey": "operations",
    "accessCidrs": ["10.0.0.0/8"],
}
IN_PRISM = "/prism:"


def configured(**more: Any) -> dict[str, Any]:
    """The project's configuration with zero compute in Osaka."""
    osaka = {**Project.here().configuration()["sites"]["osaka"], "compute": COMPUTE}
    return {
        "sites": {"osaka": osaka},
        "protection": {"destination": "recovery-point-store"},
        "recoveryPointStore": {"name": "dr"},
        **more,
    }


class Told(Program):
    """A run whose NC2 console tells where the new Prism Central answers."""

    addresses: list[str] | None = None

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        id_, outputs = super().new_resource(args)
        if args.typ.endswith("nc2:Nc2Cluster") and self.addresses is not None:
            outputs["prism_central_addresses"] = self.addresses
        return id_, outputs


def noted_in(exported: dict[str, Any]) -> Callable[[str, Any], None]:
    """Notes every stack output once it is known."""

    def export(name: str, value: Any) -> None:
        pulumi.Output.from_input(value).apply(lambda known: exported.__setitem__(name, known))

    return export


def kinds(program: Program) -> set[str]:
    """What of the program is in a Prism Central, or a record of what is done there."""
    return {r.typ.rpartition(":")[2] for r in program.resources if IN_PRISM in r.typ or "/nc2:" in r.typ}


def test_while_it_stands_by_there_is_its_network_the_bucket_and_the_record_and_no_environment_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PRISM_ENDPOINT")
    program = Program("osaka", REQUESTED).run(**configured())
    assert kinds(program) == {"Failover", "StoreRecovery", "DestroyGuard"}
    assert program.of_type("prism:Failover")["failover"]["without_plan"] is True
    assert len(program.of_type("s3/bucket:Bucket")) == 1
    assert program.of_type("TargetRegistrations")["targets"]["targets"] == {}
    assert set(program.of_type("prefixListReference:PrefixListReference")) == {"workload"}


@pytest.mark.parametrize("endpoint", [None, "https://127.0.0.1:9440"], ids=["before it is known", "once it is"])
def test_the_site_that_becomes_active_makes_its_cluster_in_its_own_subnets(
    monkeypatch: pytest.MonkeyPatch, endpoint: str | None
) -> None:
    monkeypatch.delenv("PRISM_ENDPOINT")
    if endpoint:
        monkeypatch.setenv("PRISM_ENDPOINT", endpoint)
    program = Program("osaka", REQUESTED).run(**configured(activeRegion="osaka", failoverMode="unplanned"))
    (cluster,) = program.of_type("nc2:Nc2Cluster").values()
    assert (cluster["name"], cluster["nodes"], cluster["availability_zone"]) == ("nc2-osaka", 4, "ap-northeast-3a")
    assert cluster["new"] == {
        "vpc_id": "network-id",
        "vpc_cidr": "10.102.0.0/16",
        "flow_subnet_cidr": "10.102.4.0/24",
        "management_subnet_id": "network-metal-ap-northeast-3a-id",
        "prism_central_subnet_id": "network-pc-ap-northeast-3a-id",
        "flow_subnet_id": "network-flow-ap-northeast-3a-id",
        "aos_version": "7.3",
        "prism_central_version": "pc.7.5",
        "ssh_key": "operations",
        "access_cidrs": ["10.0.0.0/8"],
    }
    assert {"PrismSite", "Vpc", "OverlaySubnet", "FloatingIps"} <= kinds(program)


@pytest.mark.parametrize(
    ("told", "endpoint", "published"),
    [
        (["10.102.2.10", "10.102.2.11"], "https://127.0.0.1:9441", "10.102.2.10:9440"),
        (["10.102.2.10", "127.0.0.1"], "https://127.0.0.1:9441", "10.102.2.10:9441"),
        ([], "https://127.0.0.1:9441", "127.0.0.1:9441"),
        (None, "https://127.0.0.1", "127.0.0.1:9440"),
        (["10.102.2.10"], None, "10.102.2.10:9440"),
        (None, None, None),
    ],
    ids=["told", "told and used", "not told", "a state of before", "told alone", "nowhere"],
)
def test_the_new_prism_central_is_published_where_the_console_shows_it(
    monkeypatch: pytest.MonkeyPatch, told: list[str] | None, endpoint: str | None, published: str | None
) -> None:
    exported: dict[str, Any] = {}
    monkeypatch.delenv("PRISM_ENDPOINT")
    if endpoint:
        monkeypatch.setenv("PRISM_ENDPOINT", endpoint)
    monkeypatch.setattr("components.published.pulumi.export", noted_in(exported))
    program = Told("osaka", REQUESTED)
    program.addresses = told
    program.run(**configured(activeRegion="osaka", failoverMode="unplanned"))
    assert exported["prismCentralAddress"] == published


def test_all_that_is_in_its_prism_central_goes_with_the_cluster_and_waits_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: dict[str, Any] = {}
    register: Any = MockMonitor.RegisterResource

    def noted(self: MockMonitor, request: Any) -> Any:
        asked[request.name] = request
        return register(self, request)

    monkeypatch.setattr(MockMonitor, "RegisterResource", noted)
    program = Program("osaka", REQUESTED).run(**configured(activeRegion="osaka", failoverMode="unplanned"))
    inside = [r.name for r in program.resources if IN_PRISM in r.typ]
    kept = {"failover", "store-recovery", "destroy-guard"}
    assert {name for name in inside if not asked[name].deletedWith.endswith("Nc2Cluster::cluster")} == kept
    assert all(any(d.endswith("::cluster") for d in asked[name].dependencies) for name in set(inside) - kept)
    assert not any(request.deletedWith for name, request in asked.items() if name not in inside)


def test_everything_is_restored_before_floating_ips_targets_and_routes(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: dict[str, list[str]] = {}
    register: Any = MockMonitor.RegisterResource

    def noted(self: MockMonitor, request: Any) -> Any:
        waits[request.name] = [urn.rpartition("::")[2] for urn in request.dependencies]
        return register(self, request)

    monkeypatch.setattr(MockMonitor, "RegisterResource", noted)
    said = {**REQUESTED, "categoryIds": json.dumps({"Tier:All": "category-of-tokyo"})}
    program = Program("osaka", said).run(**configured(activeRegion="osaka", failoverMode="unplanned"))
    for follows in ("targets", "targets-floating-ips", "workload"):
        assert {"failover", "store-recovery"} <= set(waits[follows]), follows
    assert "failover" in waits["store-recovery"]
    recovery = program.of_type("prism:StoreRecovery")["store-recovery"]
    assert recovery["category_ids"] == {"Tier:All": "category-of-tokyo"}
    assert [tier["name"] for tier in recovery["tiers"]] == ["first"]


def test_the_home_site_protects_to_the_store_alone_and_waits_for_nobody() -> None:
    program = Program("tokyo", ACCEPTED).run(**configured())
    (policy,) = program.of_type("prism:ProtectionPolicy").values()
    assert [place["label"] for place in policy["locations"]] == ["tokyo", "recovery-point-store"]
    assert program.of_type("prism:RecoveryPlan") == program.of_type("prism:Pairing") == {}
    assert program.of_type("prism:Failover")["failover"]["without_plan"] is False
    assert set(program.of_type("prism:Failover")) == {"failover"}


def test_the_home_site_pairs_with_the_new_prism_central_and_protects_the_way_back() -> None:
    program = Program("tokyo", MADE).run(**configured(activeRegion="osaka"))
    (pairing,) = program.of_type("prism:Pairing").values()
    assert (pairing["prism_central"], pairing["address"], pairing["port"]) == ("pc-osaka", "10.102.2.10", 9440)
    (policy,) = program.of_type("prism:ProtectionPolicy").values()
    assert [place["label"] for place in policy["locations"]] == ["tokyo", "recovery-point-store", "osaka"]
    (plan,) = program.of_type("prism:RecoveryPlan").values()
    assert plan["name"] == "workload-recovery"


def test_the_cluster_is_no_longer_declared_once_the_site_stands_down() -> None:
    active = Program("osaka", REQUESTED).run(**configured(activeRegion="osaka", failoverMode="unplanned"))
    standby = Program("osaka", REQUESTED).run(**configured())
    gone = {r.name for r in active.resources} - {r.name for r in standby.resources}
    assert {"cluster", "prism", "overlay", "targets-floating-ips"} <= gone
    assert not [name for name in gone if name.startswith(("network", "tgw", "peering", "front", "recovery-points"))]
