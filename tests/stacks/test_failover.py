"""The main job on the real engine, told as one story: each test goes on where the one before it ended.

Two stacks from nothing, a planned failover and back, an unplanned one while the other site hangs, its return, the end.
"""

import pytest
from pulumi.automation import CommandError

from local_cloud.observation import leads_to, placements
from local_cloud.project import LocalProject
from local_cloud.workload import machines, seed
from operations.run import RUNS_FROM_NOTHING, Project, converge

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=7)]

HOME, OTHER = "tokyo", "osaka"


def where(local: LocalProject, site: str) -> dict[str, tuple[str, str]]:
    """Machine name -> (address, power) in one site."""
    category = local.model(site).protection.category
    found = placements(site, local.prism(site), category.key, category.value)
    return {vm.name: (vm.address, vm.power) for vm in found}


def promised(local: LocalProject) -> dict[str, tuple[str, str]]:
    return {machine.vm: (machine.address, "ON") for machine in machines(local.model(HOME))}


def gateway(local: LocalProject, site: str) -> set[str]:
    """Where the site's transit gateway leads the workload's prefixes."""
    model = local.model(site)
    ec2 = local.aws("ec2", site)
    table = str(local.stack(site).outputs()["transitGatewayRouteTableId"])
    return {leads_to(ec2, table, prefix) for prefix in model.overlay.externally_routable_prefixes}


def set_mode(project: Project, mode: str) -> None:
    text = project.settings_file.read_text()
    for known in ("planned", "unplanned"):
        text = text.replace(f"default: {known}\n", f"default: {mode}\n")
    project.settings_file.write_text(text)


def test_from_nothing_the_documented_number_of_runs_converges(local: LocalProject) -> None:
    runs = converge([local.stack(OTHER), local.stack(HOME)], lambda *_: None)
    assert runs == RUNS_FROM_NOTHING
    seed(local.prism(HOME), local.model(HOME), machines(local.model(HOME)))
    local.stack(HOME).up()  # the floating IPs have waited for the machines
    assert where(local, HOME) == promised(local)
    assert (gateway(local, HOME), gateway(local, OTHER)) == ({"vpc"}, {"peering"})


@pytest.mark.parametrize("site", [HOME, OTHER])
def test_a_second_up_changes_nothing(local: LocalProject, site: str) -> None:
    assert not local.stack(site).up().changed


@pytest.mark.parametrize("site", [HOME, OTHER])
def test_refresh_shows_no_drift(local: LocalProject, site: str) -> None:
    result = local.stack(site).refresh()
    assert not result.changed, result.text


def test_the_preview_of_a_flip_names_the_failover_and_each_route(local: LocalProject) -> None:
    local.project.flip(OTHER)
    preview = local.stack(OTHER).preview().text
    assert "Planned failover" in preview
    for name in promised(local):
        assert name in preview
    for prefix in local.model(OTHER).overlay.externally_routable_prefixes:
        assert prefix in preview
    assert where(local, HOME) == promised(local), "a preview touches nothing"
    assert gateway(local, OTHER) == {"peering"}


def test_the_site_that_is_left_does_not_stand_down_before_the_other_has_taken_over(local: LocalProject) -> None:
    with pytest.raises(CommandError, match=f"{HOME} does not stand down before {OTHER} has taken over"):
        local.stack(HOME).up()
    assert where(local, HOME) == promised(local)
    assert gateway(local, HOME) == {"vpc"}


def test_a_planned_failover_moves_every_machine_with_its_address(local: LocalProject) -> None:
    local.stack(OTHER).up()
    assert where(local, OTHER) == promised(local)
    assert not any(power == "ON" for _, power in where(local, HOME).values())
    outputs = local.stack(OTHER).outputs()
    assert (outputs["generation"], outputs["activeSite"]) == ("1", OTHER)
    assert outputs["reverseProtection"].startswith(f"Protected from {OTHER} to {HOME}")


def test_a_checkout_of_before_the_failover_is_refused_and_moves_no_route(local: LocalProject) -> None:
    local.project.flip(HOME)
    for run in (local.stack(HOME).preview, local.stack(HOME).up):
        with pytest.raises(CommandError) as refused:
            run()
        assert f"{OTHER} has taken over with flip 1" in str(refused.value)
        assert "Traceback" not in str(refused.value)
    assert gateway(local, HOME) == {"vpc"}
    local.project.flip(OTHER)
    local.stack(HOME).up()
    assert (gateway(local, HOME), gateway(local, OTHER)) == ({"peering"}, {"vpc"})


@pytest.mark.parametrize("site", [OTHER, HOME])
def test_after_a_failover_up_and_refresh_change_nothing(local: LocalProject, site: str) -> None:
    assert not local.stack(site).up().changed
    assert not local.stack(site).refresh().changed


def test_failback_is_the_same_flip(local: LocalProject) -> None:
    local.project.flip(HOME)
    local.stack(HOME).up()
    local.stack(OTHER).up()
    assert where(local, HOME) == promised(local)
    assert not any(power == "ON" for _, power in where(local, OTHER).values())
    assert (gateway(local, HOME), gateway(local, OTHER)) == ({"vpc"}, {"peering"})


def test_an_unplanned_failover_completes_while_the_other_site_hangs(local: LocalProject) -> None:
    local.cloud.fault(HOME, "hang")
    local.project.flip(OTHER)
    set_mode(local.project, "unplanned")
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
    set_mode(local.project, "planned")
    local.project.flip(HOME)
    local.stack(HOME).up()
    local.stack(OTHER).up()
    assert where(local, HOME) == promised(local)
    assert not any(power == "ON" for _, power in where(local, OTHER).values())


def test_destroy_of_both_leaves_both_clouds_empty_of_what_we_made(local: LocalProject) -> None:
    for site in (HOME, OTHER):
        for vm in local.prism(site).vms.list():
            local.prism(site).vms.delete(vm.id)
    # The home site's hosted zone goes once the other site's record is out of it.
    for site in (OTHER, HOME):
        local.stack(site).destroy()
    for site in (HOME, OTHER):
        assert leftovers(local, site) == {}


def leftovers(local: LocalProject, site: str) -> dict[str, list[str]]:
    """What is there beyond what AWS and NC2 put there themselves, by kind."""
    prism, model = local.prism(site), local.model(site)
    ec2 = local.aws("ec2", site)
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
        "overlay vpcs": [vpc.label for vpc in prism.vpcs.list() if vpc.label != model.me.transit_vpc],
        "overlay subnets": [subnet.label for subnet in prism.subnets.list() if subnet.label in ours],
        "categories": [category.label for category in prism.categories.list() if category.type == "USER"],
        "protection policies": [policy.label for policy in prism.protection_policies.list()],
        "recovery plans": [plan.label for plan in prism.recovery_plans.list()],
    }
    return {kind: ids for kind, ids in found.items() if ids}
