"""An unplanned failover while the other site hangs, its return, the failback, and the end, on the real engine."""

import pytest

from local_cloud.converged import Moment
from local_cloud.project import LocalProject
from operations.look.observation import ec2_client
from prism.datapolicies import ProtectionPolicies, RecoveryPlans
from prism.networking import Subnets, Vpcs
from prism.prism import Categories
from prism.vmm import Vms
from tests.stacks.seen import HOME, OTHER, gateway, promised, where

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=2)]


@pytest.fixture(scope="module")
def start() -> Moment:
    return Moment.WORKLOAD


def test_an_unplanned_failover_completes_while_the_other_site_hangs(local: LocalProject) -> None:
    local.cloud.fault(HOME, "hang")
    local.project.flip(OTHER)
    local.project.set_mode("unplanned")
    local.stack(OTHER).up()
    assert where(local, OTHER) == promised(local)
    assert gateway(local, OTHER) == {"vpc"}


def test_a_site_that_returns_stands_down_before_its_routes_move(local: LocalProject) -> None:
    local.cloud.fault(HOME, "serve")
    assert where(local, HOME) == promised(local), "the disaster left its copies running"
    local.stack(HOME).up()
    assert not any(power == "ON" for _, power in where(local, HOME).values())
    assert where(local, OTHER) == promised(local)
    assert gateway(local, HOME) == {"peering"}


def test_failback_after_an_unplanned_failover(local: LocalProject) -> None:
    local.project.set_mode("planned")
    local.project.flip(HOME)
    local.stack(HOME).up()
    local.stack(OTHER).up()
    assert where(local, HOME) == promised(local)
    assert not any(power == "ON" for _, power in where(local, OTHER).values())


def test_destroy_of_both_leaves_both_clouds_empty_of_what_we_made(local: LocalProject) -> None:
    for site in (HOME, OTHER):
        for vm in Vms(local.prism(site)).list():
            Vms(local.prism(site)).delete(vm.id)
    # The home site's hosted zone goes once the other site's record is out of it.
    for site in (OTHER, HOME):
        local.stack(site).destroy()
    for site in (HOME, OTHER):
        assert leftovers(local, site) == {}


def leftovers(local: LocalProject, site: str) -> dict[str, list[str]]:
    """What is there beyond what AWS and NC2 put there themselves, by kind."""
    prism, model = local.prism(site), local.model(site)
    ec2 = ec2_client(local.environment(site), model.me.region)
    ours = {model.overlay.external_subnet.name, *(subnet.name for subnet in model.overlay.subnets)}
    gone = ("deleted", "deleting", "failed", "rejected")
    found = {
        "vpcs": [vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]],
        "transit gateways": [
            gateway["TransitGatewayId"]
            for gateway in ec2.describe_transit_gateways()["TransitGateways"]
            if gateway["State"] not in gone
        ],
        "attachments": [
            attachment["TransitGatewayAttachmentId"]
            for attachment in ec2.describe_transit_gateway_attachments()["TransitGatewayAttachments"]
            if attachment["State"] not in gone
        ],
        "nat gateways": [
            nat["NatGatewayId"] for nat in ec2.describe_nat_gateways()["NatGateways"] if nat["State"] not in gone
        ],
        "addresses": [address["PublicIp"] for address in ec2.describe_addresses()["Addresses"]],
        "overlay vpcs": [vpc.label for vpc in Vpcs(prism).list() if vpc.label != model.me.transit_vpc],
        "overlay subnets": [subnet.label for subnet in Subnets(prism).list() if subnet.label in ours],
        "categories": [category.label for category in Categories(prism).list() if category.type == "USER"],
        "protection policies": [policy.label for policy in ProtectionPolicies(prism).list()],
        "recovery plans": [plan.label for plan in RecoveryPlans(prism).list()],
    }
    return {kind: ids for kind, ids in found.items() if ids}
