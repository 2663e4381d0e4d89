"""What the cloud gives an NC2 cluster (its AWS VPC, floating IPs), and the rest of a VPC: policies, vNICs, gateways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulator import SiteSpec
from tests.simulator.harness import FLOATING_IPS, SUBNETS, VPCS, Json, Prism, TaskFailed, prefix_object, subnet

POLICIES = "/api/networking/v4.0/config/routing-policies"
AWS = "/api/networking/v4.0/aws/config"
Prisms = Callable[..., tuple[Prism, Prism]]
_SMALL_POOL = (
    SiteSpec("tokyo", "ap-northeast-1", floating_ip_cidr="203.0.113.0/30"),
    SiteSpec("osaka", "ap-northeast-3"),
)


def routing_policy(vpc: str, priority: int = 10, **fields: Any) -> Json:
    match = {
        "source": {"addressType": "ANY"},
        "destination": {"addressType": "SUBNET", "subnetPrefix": {"ipv4": prefix_object("10.0.0.0/8")}},
        "protocolType": "TCP",
    }
    rule = {"policyMatch": match, "policyAction": {"actionType": "DENY"}}
    return {"name": "deny", "priority": priority, "vpcExtId": vpc, "policies": [rule], **fields}


@pytest.fixture
def vpc(tokyo: Prism) -> str:
    return tokyo.create(VPCS, {"name": "workload"})


def test_routing_policy_is_made_read_changed_and_deleted(tokyo: Prism, vpc: str) -> None:
    path = f"{POLICIES}/{tokyo.create(POLICIES, routing_policy(vpc))}"
    assert tokyo.get(path)["vpc"] == {"name": "workload"}
    tokyo.update(path, priority=20)
    assert [p["priority"] for p in tokyo.list(POLICIES, filter=f"vpcExtId eq '{vpc}'")] == [20]
    tokyo.do("DELETE", path)
    assert tokyo.list(POLICIES) == []


def test_two_routing_policies_of_a_vpc_cannot_share_a_priority(tokyo: Prism, vpc: str) -> None:
    tokyo.create(POLICIES, routing_policy(vpc))
    with pytest.raises(TaskFailed, match="already has routing policy deny of priority 10"):
        tokyo.create(POLICIES, routing_policy(vpc))


@pytest.mark.parametrize(
    ("changes", "attribute"),
    [
        pytest.param({"priority": 1001}, "priority", id="a priority over 1000"),
        pytest.param({"policies": []}, "policies", id="no rules"),
        pytest.param(
            {"policies": [{"policyMatch": {"source": {"addressType": "SOME"}}}]},
            "policies[0].policyMatch.source.addressType",
            id="an unknown address type",
        ),
    ],
)
def test_routing_policy_is_refused_with(tokyo: Prism, vpc: str, changes: Json, attribute: str) -> None:
    reply = tokyo.request("POST", POLICIES, {**routing_policy(vpc), **changes})
    messages = reply.json()["data"]["error"]["validationErrorMessages"]
    assert (reply.status_code, messages[0]["attributePath"]) == (400, attribute)


def test_routing_policies_go_with_their_vpc(tokyo: Prism, vpc: str) -> None:
    tokyo.create(POLICIES, routing_policy(vpc))
    tokyo.do("DELETE", f"{VPCS}/{vpc}")
    assert tokyo.list(POLICIES) == []


def test_expansion_shows_what_is_referred_to_as_a_projection(tokyo: Prism, vpc: str) -> None:
    tokyo.create(SUBNETS, subnet("app", vpc, "172.30.1.0/24", "172.30.1.1"))
    (found,) = tokyo.list(SUBNETS, filter="name eq 'app'", expand="vpc($select=name)", select="name")
    assert found["$objectType"] == "networking.v4.config.SubnetProjection"
    assert found["vpcProjection"]["$objectType"] == "networking.v4.config.VpcProjection"
    assert (found["name"], found["vpcProjection"]["name"], "vpcReference" in found) == ("app", "workload", False)


def test_expansion_of_something_else_is_refused(tokyo: Prism) -> None:
    reply = tokyo.request("GET", SUBNETS, expand="vms")
    assert reply.status_code == 400
    assert "can show vpc" in reply.text


def test_vnics_of_a_subnet_show_addresses_and_vms(tokyo: Prism, vpc: str) -> None:
    app = tokyo.create(SUBNETS, subnet("app", vpc, "172.30.1.0/24", "172.30.1.1"))
    vm = tokyo.add_vm("app-1", app, "172.30.1.10", on=True)
    (vnic,) = tokyo.list(f"{SUBNETS}/{app}/vnics", filter=f"vmReference eq '{vm}'")
    assert vnic["assignedIpv4Addresses"][0]["ipv4"]["value"] == "172.30.1.10"
    assert vnic["learnedIpv4Addresses"] == vnic["assignedIpv4Addresses"]


def test_aws_networks_are_those_of_the_cluster_in_the_header(tokyo: Prism) -> None:
    headers = {"X-Cluster-Id": tokyo.model.cluster_id}
    (vpc,) = tokyo.request("GET", f"{AWS}/vpcs", headers=headers).json()["data"]
    (found,) = tokyo.request("GET", f"{AWS}/subnets", headers=headers).json()["data"]
    assert (vpc["vpcId"], vpc["cloudType"]) == (found["vpcId"], "AWS")
    assert found["availabilityZone"] == "ap-northeast-1a"


@pytest.mark.parametrize(("headers", "status"), [({}, 400), ({"X-Cluster-Id": "other"}, 404)])
def test_aws_networks_are_refused_with(tokyo: Prism, headers: dict[str, str], status: int) -> None:
    assert tokyo.request("GET", f"{AWS}/vpcs", headers=headers).status_code == status


def test_floating_ips_come_from_the_sites_range_until_it_is_exhausted(prisms: Prisms) -> None:
    tokyo, _ = prisms(sites=_SMALL_POOL)
    made = [tokyo.create(FLOATING_IPS, {"name": name}) for name in ("one", "two")]
    assert [f["floatingIpValue"] for f in tokyo.list(FLOATING_IPS)] == ["203.0.113.1", "203.0.113.2"]
    with pytest.raises(TaskFailed) as failed:
        tokyo.create(FLOATING_IPS, {"name": "three"})
    assert failed.value.error["errorGroup"] == "FLOATING_IP_POOL_EXHAUSTED"
    tokyo.do("DELETE", f"{FLOATING_IPS}/{made[0]}")
    again = tokyo.get(f"{FLOATING_IPS}/{tokyo.create(FLOATING_IPS, {'name': 'three'})}")
    assert again["floatingIpValue"] == "203.0.113.1"


def test_limit_of_floating_ips_is_set_by_the_control_api(tokyo: Prism) -> None:
    tokyo.control("PUT", "capacity", {"floatingIps": 1})
    tokyo.create(FLOATING_IPS, {"name": "one"})
    with pytest.raises(TaskFailed, match="limit of 1 is reached"):
        tokyo.create(FLOATING_IPS, {"name": "two"})


@pytest.mark.parametrize("path", ["bgp-sessions", "gateways"])
def test_there_are_no(tokyo: Prism, path: str) -> None:
    assert tokyo.list(f"/api/networking/v4.0/config/{path}") == []
