"""Recovery points by hand, in S3, and what else can be done with a protected VM outside of a recovery plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulator import SiteSpec
from simulator.prism.model import RecoveryPointStore, timestamp
from tests.simulator.estate import Estate, build
from tests.simulator.harness import PLANS, POINTS, POLICIES, VMS, Json, Prism, TaskFailed

STORES = "/api/dataprotection/v4.4/config/recovery-point-stores"
RESOURCES = "/api/dataprotection/v4.2/config/protected-resources"
Prisms = Callable[..., tuple[Prism, Prism]]


def detail(task: Json, name: str) -> Any:
    (value,) = [d["value"] for d in task["completionDetails"] if d["name"] == name]
    return value


def make(prism: Prism, vm: str, **fields: Any) -> str:
    task = prism.do("POST", POINTS, {"name": "by-hand", "vmRecoveryPoints": [{"vmExtId": vm}], **fields})
    return str(detail(task, "recoveryPointExtId"))


def test_recovery_point_is_made_by_hand_and_deleted(estate: Estate) -> None:
    tokyo, vm = estate.tokyo.prism, estate.add_vm("app-1", "172.30.1.10")
    point = make(tokyo, vm)
    assert tokyo.get(f"{POINTS}/{point}")["name"] == "by-hand"
    tokyo.do("DELETE", f"{POINTS}/{point}")
    assert tokyo.request("GET", f"{POINTS}/{point}").status_code == 404


def test_vm_recovery_point_is_read_by_itself(estate: Estate) -> None:
    tokyo, vm = estate.tokyo.prism, estate.add_vm("app-1", "172.30.1.10")
    path = f"{POINTS}/{make(tokyo, vm)}"
    (part,) = tokyo.get(path)["vmRecoveryPoints"]
    assert tokyo.get(f"{path}/vm-recovery-points/{part['extId']}")["vmExtId"] == vm


def test_the_vm_service_shows_what_was_captured_at_the_other_site_too(estate: Estate) -> None:
    vm = estate.add_vm("app-1", "172.30.1.10")
    path = "/api/vmm/v4.2/ahv/config/vm-recovery-points"
    for prism in (estate.tokyo.prism, estate.osaka.prism):
        (point,) = [p for p in prism.list(path) if p["vmExtId"] == vm]
        (nic,) = point["vm"]["nics"]
        assert point["vm"]["name"] == "app-1"
        assert nic["nicNetworkInfo"]["ipv4Config"]["ipAddress"]["value"] == "172.30.1.10"
        assert prism.get(f"{path}/{point['extId']}")["creationTime"] == point["creationTime"]
        assert prism.request("GET", f"{path}/{vm}").status_code == 404


def test_list_of_points_of_some_other_kind_of_cluster_is_refused(tokyo: Prism) -> None:
    assert tokyo.request("GET", POINTS, headers={"X-Cluster-Id": "ESX"}).status_code == 400


def test_schedule_does_not_trim_points_made_by_hand(estate: Estate) -> None:
    tokyo, vm = estate.tokyo.prism, estate.add_vm("app-1", "172.30.1.10")
    make(tokyo, vm)
    tokyo.control("PUT", "clock", {"seconds": 4 * 3600})
    assert sorted(p["name"] == "by-hand" for p in tokyo.list(POINTS)) == [False, False, True]


def test_restored_vm_is_another_one_beside_the_original(estate: Estate) -> None:
    tokyo, vm = estate.tokyo.prism, estate.add_vm("app-1", "172.30.1.10")
    point = tokyo.get(f"{POINTS}/{make(tokyo, vm)}")
    override = {
        "vmRecoveryPointExtId": point["vmRecoveryPoints"][0]["extId"],
        "vmOverrideSpec": {"$objectType": "dataprotection.v4.config.AhvVmOverrideSpec", "name": "app-1-again"},
    }
    body = {"clusterExtId": tokyo.model.cluster_id, "vmRecoveryPointRestoreOverrides": [override]}
    task = tokyo.do("POST", f"{POINTS}/{point['extId']}/$actions/restore", body)
    restored = detail(task, "vmExtIds")
    assert tokyo.get(f"{VMS}/{restored}")["name"] == "app-1-again"
    assert estate.power("tokyo") == {"app-1": "ON", "app-1-again": "OFF"}
    addresses = estate.addresses("tokyo")
    assert addresses["app-1"] == "172.30.1.10" != addresses["app-1-again"]


def test_replicated_point_is_restored_at_the_other_site_with_its_address(estate: Estate) -> None:
    tokyo, osaka = estate.tokyo.prism, estate.osaka.prism
    point = make(tokyo, estate.add_vm("app-1", "172.30.1.10"))
    body = {"pcExtId": osaka.model.domain_manager_id, "clusterExtId": osaka.model.cluster_id}
    copied = detail(tokyo.do("POST", f"{POINTS}/{point}/$actions/replicate", body), "recoveryPointExtId")
    osaka.do("POST", f"{POINTS}/{copied}/$actions/restore", {"clusterExtId": osaka.model.cluster_id})
    assert estate.addresses("osaka") == {"app-1": "172.30.1.10"}


def test_point_goes_when_its_expiration_time_is_over(estate: Estate) -> None:
    tokyo, vm = estate.tokyo.prism, estate.add_vm("app-1", "172.30.1.10")
    point = make(tokyo, vm)
    until = timestamp(tokyo.model.world.clock.now() + 60)
    tokyo.do("POST", f"{POINTS}/{point}/$actions/set-expiration-time", {"expirationTime": until})
    assert tokyo.get(f"{POINTS}/{point}")["expirationTime"] == until
    tokyo.control("PUT", "clock", {"seconds": 61})
    assert tokyo.request("GET", f"{POINTS}/{point}").status_code == 404


@pytest.mark.parametrize(
    ("action", "body", "attribute"),
    [
        ("set-expiration-time", {}, "expirationTime"),
        ("set-expiration-time", {"expirationTime": "soon"}, "expirationTime"),
        ("replicate", {"pcExtId": "x"}, "clusterExtId"),
    ],
)
def test_action_of_a_point_is_refused_without(estate: Estate, action: str, body: Json, attribute: str) -> None:
    tokyo, vm = estate.tokyo.prism, estate.add_vm("app-1", "172.30.1.10")
    reply = tokyo.request("POST", f"{POINTS}/{make(tokyo, vm)}/$actions/{action}", body)
    messages = reply.json()["data"]["error"]["validationErrorMessages"]
    assert (reply.status_code, messages[0]["attributePath"]) == (400, attribute)


def test_points_in_s3_outlive_the_site_and_are_restored_at_the_other(prisms: Prisms) -> None:
    store = RecoveryPointStore("mst", "recovery-points")
    sites = [SiteSpec(n, f"ap-northeast-{r}", recovery_point_stores=(store,)) for n, r in (("tokyo", 1), ("osaka", 3))]
    estate = build(*prisms(sites=sites))
    tokyo, osaka = estate.tokyo.prism, estate.osaka.prism
    (known,) = tokyo.list(STORES)
    assert known["bucket"]["bucketName"] == "recovery-points"
    to_s3 = tokyo.get(f"{POLICIES}/{estate.policy}")
    location = {
        "label": "s3",
        "domainManagerExtId": tokyo.model.domain_manager_id,
        "replicationSubLocation": {"recoveryPointStoreExtId": known["extId"]},
    }
    locations = [*to_s3["replicationLocations"], location]
    schedules = [{**to_s3["replicationConfigurations"][0], "remoteLocationLabel": "s3"}]
    tokyo.update(f"{POLICIES}/{estate.policy}", replicationLocations=locations, replicationConfigurations=schedules)
    stored = tokyo.get(f"{POLICIES}/{estate.policy}")["replicationLocations"][-1]["replicationSubLocation"]
    assert stored["$objectType"] == "datapolicies.v4.config.Mst"
    estate.add_vm("app-1", "172.30.1.10")
    tokyo.control("PUT", "links", {"tokyo": "down"})
    assert osaka.list(POINTS) == []
    (point,) = osaka.request("GET", POINTS, headers={"X-Cluster-Id": "MST"}).json()["data"]
    osaka.do("POST", f"{POINTS}/{point['extId']}/$actions/restore", {"clusterExtId": osaka.model.cluster_id})
    assert estate.addresses("osaka") == {"app-1": "172.30.1.10"}
    estate.close()


def test_protected_vm_is_promoted_at_the_site_that_has_its_points(estate: Estate) -> None:
    vm, osaka = estate.add_vm("app-1", "172.30.1.10"), estate.osaka.prism
    source = osaka.get(f"{RESOURCES}/{vm}")["sourceSiteReference"]
    assert source["domainManagerExtId"] == estate.tokyo.prism.model.domain_manager_id
    osaka.control("PUT", "links", {"tokyo": "down"})
    osaka.do("POST", f"{RESOURCES}/{vm}/$actions/promote")
    assert estate.addresses("osaka") == {"app-1": "172.30.1.10"}


def test_protected_vm_is_restored_as_of_a_time_that_has_a_point(estate: Estate) -> None:
    vm, tokyo = estate.add_vm("app-1", "172.30.1.10"), estate.tokyo.prism
    body = {"clusterExtId": tokyo.model.cluster_id, "restoreTime": "2020-01-01T00:00:00Z"}
    with pytest.raises(TaskFailed, match="no recovery point as of 2020"):
        tokyo.do("POST", f"{RESOURCES}/{vm}/$actions/restore", body)
    del body["restoreTime"]
    tokyo.do("POST", f"{RESOURCES}/{vm}/$actions/restore", body)
    assert len(estate.power("tokyo")) == 1  # the names are the same
    assert len(tokyo.list(VMS)) == 2


def test_protection_rests_after_a_failover_until_it_is_resumed(estate: Estate) -> None:
    estate.add_vm("app-1", "172.30.1.10")
    osaka, plan = estate.osaka.prism, f"{PLANS}/{estate.plan}"
    estate.run("planned-failover", postFailoverBehaviour={"shouldPauseProtection": True})
    (vm,) = osaka.list(VMS)
    assert osaka.get(plan)["isProtectionPausedPostFailover"] is True
    assert vm["protectionType"] == "UNPROTECTED"
    actions = "/api/dataprotection/v4.4/operations/recovery-plans"
    osaka.do("POST", f"{actions}/{estate.plan}/$actions/resume-protection")
    assert osaka.get(plan)["isProtectionPausedPostFailover"] is False
    assert osaka.get(f"{VMS}/{vm['extId']}")["protectionType"] == "RULE_PROTECTED"


def test_consistency_rules_go_with_their_policy_and_are_seen_at_both_sites(estate: Estate) -> None:
    path = f"{POLICIES}/{estate.policy}/consistency-rules"
    estate.tokyo.prism.create(path, {"name": "together", "categoryIds": [estate.category]})
    assert [rule["name"] for rule in estate.osaka.prism.list(path)] == ["together"]
    estate.tokyo.prism.do("DELETE", f"{POLICIES}/{estate.policy}")
    assert estate.osaka.prism.model.store.all("consistency_rule") == []


def test_data_services_ip_mapping_is_kept_with_its_plan(estate: Estate) -> None:
    path = f"{PLANS}/{estate.plan}/data-services-ip-mappings"
    ends = {"primary": estate.tokyo.prism.model.cluster_id, "recovery": estate.osaka.prism.model.cluster_id}
    body: Json = {f"{end}Cluster": {"extId": cluster} for end, cluster in ends.items()}
    body |= {f"{end}DataServicesIp": {"ipv4": {"value": "10.0.0.9"}} for end in ends}
    estate.tokyo.prism.create(path, body)
    (found,) = estate.osaka.prism.list(path, select="primaryCluster")
    assert found["$objectType"] == "datapolicies.v4.config.DataServicesIpMappingProjection"


def test_point_of_several_vms_is_restored_whole_or_not_at_all(estate: Estate) -> None:
    tokyo, osaka = estate.tokyo.prism, estate.osaka.prism
    vms = [estate.add_vm(f"app-{number}", f"172.30.1.1{number}", categories=[]) for number in (1, 2)]
    body = {"name": "both", "vmRecoveryPoints": [{"vmExtId": vm} for vm in vms]}
    point = str(detail(tokyo.do("POST", POINTS, body), "recoveryPointExtId"))
    parts = tokyo.get(f"{POINTS}/{point}")["vmRecoveryPoints"]
    assert [part["vmExtId"] for part in parts] == vms
    assert tokyo.get(f"{POINTS}/{point}/vm-recovery-points/{parts[1]['extId']}")["vmExtId"] == vms[1]
    there = {"pcExtId": osaka.model.domain_manager_id, "clusterExtId": osaka.model.cluster_id}
    copied = detail(tokyo.do("POST", f"{POINTS}/{point}/$actions/replicate", there), "recoveryPointExtId")
    rename = {"vmRecoveryPointExtId": parts[1]["extId"], "vmOverrideSpec": {"name": "second"}}
    restore: Json = {"clusterExtId": osaka.model.cluster_id, "vmRecoveryPointRestoreOverrides": [rename]}
    task = osaka.do("POST", f"{POINTS}/{copied}/$actions/restore", restore)
    assert len(detail(task, "vmExtIds").split(",")) == 2
    assert estate.addresses("osaka") == {"app-1": "172.30.1.11", "second": "172.30.1.12"}
    rename["vmOverrideSpec"] = {"name": "third", "ownershipInfo": {}}
    with pytest.raises(TaskFailed, match="does not follow ownershipInfo"):
        osaka.do("POST", f"{POINTS}/{copied}/$actions/restore", restore)
    assert len(osaka.list(VMS)) == 2


def test_vms_of_one_point_are_failed_over_by_their_plan(estate: Estate) -> None:
    tokyo, osaka = estate.tokyo.prism, estate.osaka.prism
    vms = [estate.add_vm(f"app-{number}", f"172.30.1.1{number}", categories=[]) for number in (1, 2)]
    tokyo.create(f"{PLANS}/{estate.plan}/stages", {"entityType": "VM", "entities": [{"extId": vm} for vm in vms]})
    point = detail(
        tokyo.do("POST", POINTS, {"vmRecoveryPoints": [{"vmExtId": vm} for vm in vms]}), "recoveryPointExtId"
    )
    there = {"pcExtId": osaka.model.domain_manager_id, "clusterExtId": osaka.model.cluster_id}
    tokyo.do("POST", f"{POINTS}/{point}/$actions/replicate", there)
    assert osaka.get(f"{RESOURCES}/{vms[1]}")["entityExtId"] == vms[1]
    osaka.control("PUT", "links", {"tokyo": "down"})
    estate.run("unplanned-failover", shouldIgnoreWarnings=True)
    assert estate.addresses("osaka") == {"app-1": "172.30.1.11", "app-2": "172.30.1.12"}


@pytest.mark.parametrize("vms", [[], [{}], [{"vmExtId": "x"}] * 2, [{"vmExtId": str(n)} for n in range(33)]])
def test_point_is_refused_of(tokyo: Prism, vms: list[Json]) -> None:
    assert tokyo.request("POST", POINTS, {"vmRecoveryPoints": vms}).status_code == 400
