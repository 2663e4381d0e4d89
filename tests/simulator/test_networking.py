"""VPCs, subnets, routes and floating IPs: what they give and what they refuse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.simulator.harness import (
    FLOATING_IPS,
    ROUTE_TABLES,
    SUBNETS,
    VMS,
    VPCS,
    Json,
    Prism,
    TaskFailed,
    ip_object,
    prefix_object,
    subnet,
)


@dataclass
class Network:
    """A VPC behind both kinds of external subnet, with one overlay subnet."""

    prism: Prism
    vpc: str
    nonat: str
    nat: str
    app: str

    @property
    def routes(self) -> str:
        (table,) = self.prism.list(ROUTE_TABLES, filter=f"vpcReference eq '{self.vpc}'")
        return f"{ROUTE_TABLES}/{table['extId']}/routes"


@pytest.fixture
def network(tokyo: Prism) -> Network:
    transit = tokyo.named(VPCS, "transit-vpc")["extId"]
    nat = tokyo.named(SUBNETS, "overlay-external-subnet-nat")["extId"]
    outside = subnet("nonat", transit, "100.64.10.0/24", "100.64.10.1", ("100.64.10.10", "100.64.10.100"))
    nonat = tokyo.create(SUBNETS, {**outside, "isExternal": True, "isNatEnabled": False})
    vpc = tokyo.create(VPCS, vpc_body("workload", nonat, nat))
    inside = subnet("app", vpc, "172.30.1.0/24", "172.30.1.1", ("172.30.1.200", "172.30.1.202"))
    return Network(tokyo, vpc, nonat, nat, tokyo.create(SUBNETS, inside))


def vpc_body(name: str, *externals: str, prefix: str = "172.30.0.0/16") -> Json:
    return {
        "name": name,
        "externalSubnets": [{"subnetReference": external} for external in externals],
        "externallyRoutablePrefixes": [{"ipv4": prefix_object(prefix)}],
    }


def default_route(nexthop: str, cidr: str = "0.0.0.0/0", kind: str = "EXTERNAL_SUBNET") -> Json:
    return {
        "name": "default",
        "routeType": "STATIC",
        "destination": {"ipv4": prefix_object(cidr)},
        "nexthop": {"nexthopType": kind, "nexthopReference": nexthop},
    }


def test_vpc_comes_with_a_route_table_and_addresses_on_its_external_subnets(network: Network) -> None:
    vpc = network.prism.get(f"{VPCS}/{network.vpc}")
    assert vpc["vpcType"] == "REGULAR"
    addresses = [external["externalIps"][0]["ipv4"]["value"] for external in vpc["externalSubnets"]]
    assert addresses == ["100.64.10.10", "100.64.1.10"]
    assert [ip["ipv4"]["value"] for ip in vpc["snatIps"]] == ["100.64.1.10"]
    assert [route["routeType"] for route in network.prism.list(network.routes)] == ["LOCAL"]


def test_vpc_keeps_its_external_addresses_over_an_update(network: Network) -> None:
    before = network.prism.get(f"{VPCS}/{network.vpc}")["externalSubnets"]
    externals = [{"subnetReference": external["subnetReference"]} for external in before]
    network.prism.update(f"{VPCS}/{network.vpc}", externalSubnets=externals)
    assert network.prism.get(f"{VPCS}/{network.vpc}")["externalSubnets"] == before


def test_subnet_shows_how_its_pool_is_used(network: Network) -> None:
    network.prism.add_vm("one", network.app)
    usage = network.prism.get(f"{SUBNETS}/{network.app}")["ipUsage"]
    assert (usage["numAssignedIPs"], usage["numFreeIPs"], usage["numMacs"]) == (1, 2, 1)


def test_default_route_points_at_an_external_subnet_by_name(network: Network) -> None:
    route = network.prism.create(network.routes, default_route(network.nonat))
    seen = network.prism.get(f"{network.routes}/{route}")
    assert (seen["nexthop"]["nexthopName"], seen["isActive"], seen["vpcReference"]) == ("nonat", True, network.vpc)
    network.prism.do("DELETE", f"{network.routes}/{route}")
    assert len(network.prism.list(network.routes)) == 1


def test_everything_can_be_taken_down_in_order(network: Network) -> None:
    network.prism.do("DELETE", f"{SUBNETS}/{network.app}")
    network.prism.do("DELETE", f"{VPCS}/{network.vpc}")
    network.prism.do("DELETE", f"{SUBNETS}/{network.nonat}")
    assert network.prism.list(ROUTE_TABLES, filter=f"vpcReference eq '{network.vpc}'") == []


def overlap(n: Network) -> Any:
    return n.prism.create(SUBNETS, subnet("app-2", n.vpc, "172.30.1.128/25", "172.30.1.129"))


def unknown_vpc(n: Network) -> Any:
    return n.prism.create(SUBNETS, subnet("app-2", n.nat, "172.30.2.0/24", "172.30.2.1"))


def gateway_outside(n: Network) -> Any:
    return n.prism.create(SUBNETS, subnet("app-2", n.vpc, "172.30.2.0/24", "172.30.3.1"))


def gateway_in_pool(n: Network) -> Any:
    body = subnet("app-2", n.vpc, "172.30.2.0/24", "172.30.2.1", ("172.30.2.1", "172.30.2.9"))
    return n.prism.create(SUBNETS, body)


def pools_overlap(n: Network) -> Any:
    pools = ("172.30.2.10", "172.30.2.20"), ("172.30.2.20", "172.30.2.30")
    return n.prism.create(SUBNETS, subnet("app-2", n.vpc, "172.30.2.0/24", "172.30.2.1", *pools))


def subnet_with_nics(n: Network) -> Any:
    n.prism.add_vm("one", n.app)
    return n.prism.do("DELETE", f"{SUBNETS}/{n.app}")


def narrowed_subnet(n: Network) -> Any:
    n.prism.add_vm("one", n.app, "172.30.1.250")
    body = subnet("app", n.vpc, "172.30.1.0/25", "172.30.1.1")
    return n.prism.update(f"{SUBNETS}/{n.app}", ipConfig=body["ipConfig"])


def external_in_use(n: Network) -> Any:
    return n.prism.do("DELETE", f"{SUBNETS}/{n.nonat}")


def vpc_with_subnets(n: Network) -> Any:
    return n.prism.do("DELETE", f"{VPCS}/{n.vpc}")


def internal_as_external(n: Network) -> Any:
    return n.prism.create(VPCS, vpc_body("other", n.app))


def claimed_prefix(n: Network) -> Any:
    return n.prism.create(VPCS, vpc_body("other", n.nonat, prefix="172.30.128.0/17"))


def given_up_external(n: Network) -> Any:
    n.prism.create(n.routes, default_route(n.nonat))
    return n.prism.update(f"{VPCS}/{n.vpc}", externalSubnets=[{"subnetReference": n.nat}])


def second_route(n: Network) -> Any:
    n.prism.create(n.routes, default_route(n.nonat))
    return n.prism.create(n.routes, default_route(n.nat))


def route_to_a_stranger(n: Network) -> Any:
    return n.prism.create(n.routes, default_route(n.app))


def local_route(n: Network) -> Any:
    (route,) = n.prism.list(n.routes)
    return n.prism.do("DELETE", f"{n.routes}/{route['extId']}")


def second_floating_ip(n: Network) -> Any:
    association = {"vpcReference": n.vpc, "privateIp": {"ipv4": ip_object("172.30.1.9")}}
    n.prism.create(FLOATING_IPS, {"name": "one", "association": association})
    return n.prism.create(FLOATING_IPS, {"name": "two", "association": association})


def floating_ip_without_nat(n: Network) -> Any:
    bare = n.prism.create(VPCS, {"name": "bare"})
    association = {"vpcReference": bare, "privateIp": {"ipv4": ip_object("10.0.0.9")}}
    return n.prism.create(FLOATING_IPS, {"name": "one", "association": association})


@pytest.mark.parametrize(
    ("attempt", "group", "said"),
    [
        pytest.param(overlap, "SUBNET_OVERLAP", "overlaps subnet app", id="a subnet that overlaps another"),
        pytest.param(unknown_vpc, "ENTITY_NOT_FOUND", "does not exist", id="a subnet of no VPC"),
        pytest.param(subnet_with_nics, "ENTITY_IN_USE", "VM one", id="deleting a subnet with NICs"),
        pytest.param(narrowed_subnet, "ENTITY_IN_USE", "172.30.1.250", id="narrowing a subnet under a NIC"),
        pytest.param(external_in_use, "ENTITY_IN_USE", "VPC workload", id="deleting an external subnet in use"),
        pytest.param(vpc_with_subnets, "ENTITY_IN_USE", "subnet app", id="deleting a VPC with subnets"),
        pytest.param(internal_as_external, "INVALID_ARGUMENT", "not external", id="an internal external subnet"),
        pytest.param(claimed_prefix, "ROUTABLE_PREFIX_OVERLAP", "VPC workload", id="a prefix claimed twice"),
        pytest.param(given_up_external, "ENTITY_IN_USE", "default", id="giving up an external subnet with a route"),
        pytest.param(second_route, "ROUTE_ALREADY_EXISTS", "0.0.0.0/0", id="a second route to one destination"),
        pytest.param(
            route_to_a_stranger, "INVALID_ARGUMENT", "not an external subnet of VPC", id="a route to a foreign subnet"
        ),
        pytest.param(local_route, "INVALID_ARGUMENT", "belongs to a subnet", id="deleting a local route"),
        pytest.param(second_floating_ip, "FLOATING_IP_CONFLICT", "already has", id="two floating IPs for one address"),
        pytest.param(floating_ip_without_nat, "INVALID_ARGUMENT", "no external subnet", id="a floating IP without NAT"),
    ],
)
def test_task_fails_for(network: Network, attempt: Any, group: str, said: str) -> None:
    with pytest.raises(TaskFailed) as failed:
        attempt(network)
    assert failed.value.error["errorGroup"] == group
    assert said in failed.value.error["message"]


@pytest.mark.parametrize("attempt", [gateway_outside, gateway_in_pool, pools_overlap])
def test_ip_configuration_that_makes_no_sense_is_refused_at_once(network: Network, attempt: Any) -> None:
    with pytest.raises(AssertionError, match="INVALID_ARGUMENT"):
        attempt(network)


def test_floating_ip_follows_a_nic_and_lets_go_of_it(network: Network) -> None:
    vm_id = network.prism.add_vm("one", network.app, "172.30.1.50")
    nic_id = network.prism.get(f"{VMS}/{vm_id}")["nics"][0]["extId"]
    floating = network.prism.create(FLOATING_IPS, {"name": "one", "association": {"vmNicReference": nic_id}})
    seen = network.prism.named(FLOATING_IPS, "one")
    assert (seen["associationStatus"], seen["privateIp"], seen["vpcReference"]) == (
        "ASSOCIATED_TO_VNIC",
        "172.30.1.50",
        network.vpc,
    )
    address = seen["floatingIpValue"]
    path = f"{FLOATING_IPS}/{floating}"
    body = {k: v for k, v in seen.items() if k != "association"}
    network.prism.do("PUT", path, body, etag=network.prism.etag(path))
    after = network.prism.get(path)
    assert (after["associationStatus"], after["floatingIpValue"]) == ("NOT_ASSOCIATED", address)


def test_deleting_a_vm_frees_its_floating_ip(network: Network) -> None:
    vm_id = network.prism.add_vm("one", network.app, "172.30.1.50")
    nic_id = network.prism.get(f"{VMS}/{vm_id}")["nics"][0]["extId"]
    network.prism.create(FLOATING_IPS, {"name": "one", "association": {"vmNicReference": nic_id}})
    network.prism.do("DELETE", f"{VMS}/{vm_id}", etag=network.prism.etag(f"{VMS}/{vm_id}"))
    assert network.prism.named(FLOATING_IPS, "one")["associationStatus"] == "NOT_ASSOCIATED"


def test_floating_ip_list_knows_no_select(network: Network) -> None:
    assert network.prism.request("GET", FLOATING_IPS, select="name").status_code == 400


def test_reserved_addresses_are_not_given_out_but_may_be_asked_for(network: Network) -> None:
    prism, actions = network.prism, f"{SUBNETS}/{network.app}/addresses/$actions"
    task = prism.do(
        "POST", f"{actions}/reserve", {"reserveType": "IP_ADDRESS_COUNT", "count": 2, "clientContext": "me"}
    )
    assert task["completionDetails"][0]["value"] == ["172.30.1.200", "172.30.1.201"]
    prism.add_vm("dynamic", network.app)
    prism.add_vm("static", network.app, "172.30.1.200")
    listed = prism.list(f"{SUBNETS}/{network.app}/reserved-ips")
    assert [ip["ipv4Address"] for ip in listed] == ["172.30.1.200", "172.30.1.201"]
    assert network.prism.get(f"{SUBNETS}/{network.app}")["ipUsage"]["numFreeIPs"] == 0
    prism.do("POST", f"{actions}/unreserve", {"unreserveType": "CONTEXT", "clientContext": "me"})
    assert prism.list(f"{SUBNETS}/{network.app}/reserved-ips") == []
