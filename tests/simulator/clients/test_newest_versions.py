"""The versions that the newest official clients speak, and the paths of those that a failover, a readiness check or a
discovery reads.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simulator import SiteSpec, coverage
from simulator.prism.model import NEWEST
from tests.simulator.harness import CATEGORIES, TASKS, VPCS, Prism

Prisms = Callable[..., tuple[Prism, Prism]]
_NEWEST = {
    "networking": "v4.4",
    "vmm": "v4.3",
    "prism": "v4.4",
    "datapolicies": "v4.3",
    "dataprotection": "v4.4",
    "clustermgmt": "v4.3",
}
_LISTS = {
    "networking": "config/vpcs",
    "vmm": "ahv/config/vms",
    "prism": "config/categories",
    "datapolicies": "config/protection-policies",
    "dataprotection": "config/recovery-points",
    "clustermgmt": "config/clusters",
}


@pytest.mark.parametrize("namespace", _NEWEST)
def test_each_namespace_offers_the_version_of_its_newest_client_and_none_beyond(tokyo: Prism, namespace: str) -> None:
    newest, path = _NEWEST[namespace], _LISTS[namespace]
    assert f"v4.{NEWEST[namespace]}" == newest
    assert tokyo.request("OPTIONS", f"/api/{namespace}/unversioned/info").json()["data"] == newest
    for minor in range(NEWEST[namespace] + 1):
        assert tokyo.request("GET", f"/api/{namespace}/v4.{minor}/{path}").status_code == 200
    assert tokyo.request("GET", f"/api/{namespace}/v4.{NEWEST[namespace] + 1}/{path}").status_code == 404


@pytest.mark.parametrize("namespace", _NEWEST)
def test_replies_are_of_the_version_of_the_newest_client(tokyo: Prism, namespace: str) -> None:
    reply = tokyo.request("GET", f"/api/{namespace}/v4.0/{_LISTS[namespace]}").json()
    assert reply["$reserved"]["$fv"] == f"v4.r{NEWEST[namespace]}"


def test_older_version_is_offered_by_choice(prisms: Prisms) -> None:
    old = SiteSpec("tokyo", "ap-northeast-1", versions={"networking": "v4.2"})
    tokyo, _ = prisms(sites=[old, SiteSpec("osaka", "ap-northeast-3")])
    assert tokyo.request("OPTIONS", "/api/networking/unversioned/info").json()["data"] == "v4.2"
    assert tokyo.request("GET", VPCS.replace("v4.0", "v4.3")).status_code == 404


def test_capabilities_of_the_cluster_are_listed(tokyo: Prism) -> None:
    path = "/api/dataprotection/v4.2/config/cluster-capabilities"
    (one,) = tokyo.list(path)
    assert one["clusterExtId"] == tokyo.model.cluster_id
    found = {capability["capabilityName"]: capability["isSupported"] for capability in one["capabilities"]}
    assert found == {"SUPPORTS_NEAR_SYNC": True, "SUPPORTS_POLICY_BASED_RP_RETENTION": True}
    assert tokyo.list(path, filter="clusterExtId eq 'none'") == []
    assert tokyo.request("GET", path.replace("v4.2", "v4.1")).status_code == 404


def test_storage_policy_is_made_read_changed_and_deleted(tokyo: Prism) -> None:
    path, category = "/api/datapolicies/v4.1/config/storage-policies", tokyo.category("disks", "fast")
    body = {"name": "fast", "categoryExtIds": [category], "compressionSpec": {"compressionState": "INLINE"}}
    policy = tokyo.create(path, body)
    assert tokyo.get(f"{path}/{policy}")["policyType"] == "USER"
    tokyo.update(f"{path}/{policy}", qosSpec={"throttledIops": 1000})
    assert tokyo.named(path, "fast")["qosSpec"] == {"throttledIops": 1000}
    assert tokyo.request("POST", path, {**body, "name": "x" * 65}).status_code == 400
    assert tokyo.request("POST", path, {**body, "compressionSpec": {"compressionState": "ZIP"}}).status_code == 400
    assert tokyo.request("DELETE", f"{CATEGORIES}/{category}").status_code == 409
    tokyo.do("DELETE", f"{path}/{policy}", etag=tokyo.etag(f"{path}/{policy}"))
    assert tokyo.list(path) == []


def test_jobs_of_a_task_are_listed(tokyo: Prism) -> None:
    path = TASKS.replace("v4.0", "v4.2")
    task = tokyo.do("POST", VPCS, {"name": "x"})["extId"]
    assert tokyo.list(f"{path}/{task}/jobs") == []
    assert tokyo.request("GET", f"{path}/{task}/jobs/unknown").status_code == 404
    assert tokyo.request("GET", f"{path}/unknown/jobs").status_code == 404


def test_table_tells_what_the_official_clients_can_call_beyond_that() -> None:
    page = coverage.render().partition("## Not simulated")[2].partition("\n## ")[0]
    assert "| prism 4.4.2 |" in page
    for path in ("operations/batches", "config/external-storages", "config/virtual-switches"):
        assert f"`{path}`" in page
    for path in ("config/storage-policies", "config/cluster-capabilities", "config/route-tables"):
        assert f"`{path}`" not in page
    assert "`management/domain-managers` (scale-up)" in page
