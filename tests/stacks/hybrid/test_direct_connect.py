"""Direct Connect in the place of a VPN on the real engine, told as one story: the change, a failover, the end."""

import pytest

from local_cloud.converged import populate
from local_cloud.from_nothing import from_nothing
from local_cloud.project import LocalProject
from prism.vmm import Vms
from tests.stacks.hybrid.on_premises import OFFICE, Given, back, client, configure, flip, prepare, say, vpc, way_in
from tests.stacks.seen import HOME, OTHER

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=4)]


@pytest.fixture(scope="module")
def given(local: LocalProject) -> Given:
    return prepare(local)


@pytest.fixture(scope="module", autouse=True)
def standing(local: LocalProject, given: Given) -> None:
    """Both stacks from nothing with their VPN connections, and the VMs."""
    from_nothing([local.stack(OTHER), local.stack(HOME)], lambda *_: None)
    populate(local)


def allowed(local: LocalProject, site: str) -> list[str]:
    """What the site's Direct Connect gateway announces."""
    id = local.stack(site).outputs()["directConnectGatewayId"]
    found = client(local, site, "directconnect").describe_direct_connect_gateway_associations(directConnectGatewayId=id)
    (association,) = found["directConnectGatewayAssociations"]
    return sorted(item["cidr"] for item in association["allowedPrefixesToDirectConnectGateway"])


def test_direct_connect_takes_the_place_of_the_vpn(local: LocalProject, given: Given) -> None:
    configure_active = local.model(HOME).active.name
    configure(local, given, "direct-connect")
    assert local.model(HOME).active.name == configure_active
    for site in (HOME, OTHER):
        local.stack(site).up()
        say(local, "announcements", {str(local.stack(site).outputs()["directConnectGatewayId"]): [OFFICE]})
    assert allowed(local, HOME) == ["10.101.0.0/16", "172.30.0.0/16"]
    assert allowed(local, OTHER) == ["10.102.0.0/16"]
    for site in (HOME, OTHER):
        assert back(local, site) == {str(local.stack(site).outputs()["directConnectGatewayId"])}
        assert not local.stack(site).up().changed
        result = local.stack(site).refresh()
        assert not result.changed, result.text


def test_the_preview_of_a_flip_shows_the_announcement_and_the_routes(local: LocalProject) -> None:
    local.project.set("activeRegion", OTHER)
    preview = local.stack(OTHER).preview()
    print(preview.text)
    for word in ("allowedPrefixes", "transitGatewayAttachmentId", "announcedPrefixes", "172.30.0.0/16"):
        assert word in preview.text
    local.project.set("activeRegion", HOME)


def test_a_failover_with_direct_connect_moves_the_allowed_prefixes(local: LocalProject) -> None:
    flip(local, OTHER)
    assert allowed(local, OTHER) == ["10.102.0.0/16", "172.30.0.0/16"]
    assert allowed(local, HOME) == ["10.101.0.0/16"]
    assert way_in(local, OTHER).end == vpc(local, OTHER)
    for site in (HOME, OTHER):
        assert not local.stack(site).refresh().changed


def test_destroy_leaves_what_was_there_before(local: LocalProject, given: Given) -> None:
    for site in (HOME, OTHER):
        for vm in Vms(local.prism(site)).list():
            Vms(local.prism(site)).delete(vm.id)
    for site in (HOME, OTHER):
        local.stack(site).destroy()
    for site in (HOME, OTHER):
        ec2, line = client(local, site, "ec2"), client(local, site, "directconnect")
        assert {item["State"] for item in ec2.describe_vpn_connections()["VpnConnections"]} == {"deleted"}
        assert line.describe_direct_connect_gateways()["directConnectGateways"] == []
        assert [item["connectionState"] for item in line.describe_connections()["connections"]] != ["deleted"]
        lists = ec2.describe_managed_prefix_lists(Filters=[{"Name": "owner-id", "Values": ["123456789012"]}])
        assert [item for item in lists["PrefixLists"] if item["State"] != "delete-complete"] == []
    left = client(local, OTHER, "ec2").describe_customer_gateways(CustomerGatewayIds=[given.customer_gateway_id])
    assert left["CustomerGateways"][0]["State"] == "available"
