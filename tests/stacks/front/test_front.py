"""What users meet, on the real engine, told as one story: each test goes on where the one before it ended.

Targets and DNS follow the active site through a planned failover, in which the site that is left gives its targets up
before it stands down, and back.
"""

import pytest

from aws import client
from local_cloud.converged import Moment
from local_cloud.project import LocalProject
from local_cloud.workload import machines, seed
from prism.vmm import Vms
from tests.stacks.front.served import floating_ips, front, gone, records, serves, up
from tests.stacks.seen import HOME, OTHER

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=4)]


@pytest.fixture(scope="module")
def start() -> Moment:
    return Moment.STACKS


def test_on_new_stacks_the_floating_ips_are_there_and_wait_for_their_machines(local: LocalProject) -> None:
    assert floating_ips(local, HOME) == floating_ips(local, OTHER) == {"web-1": False, "web-2": False}
    assert front(local, HOME).serving() == []


def test_machines_that_have_come_are_seen_by_the_next_preview(local: LocalProject) -> None:
    assert not local.stack(HOME).up().changed, "nobody has come"
    seed(local.prism(HOME), local.model(HOME), machines(local.model(HOME)))
    assert "Floating IP 'web-1' will lead to VM 'web-1', which is here now" in local.stack(HOME).preview().text
    local.stack(HOME).up()
    serves(local, HOME)


@pytest.mark.parametrize("site", [HOME, OTHER])
def test_up_and_refresh_change_nothing(local: LocalProject, site: str) -> None:
    assert not local.stack(site).up().changed
    result = local.stack(site).refresh()
    assert not result.changed, result.text


def test_a_machine_that_stops_is_unhealthy_and_no_other_site_is_led_to(local: LocalProject) -> None:
    vms = Vms(local.prism(HOME))
    found = vms.find_by_name("web-2")
    assert found is not None
    vms.power_off(found.id)
    assert sorted(front(local, HOME).targets[HOME].values()) == ["healthy", "unhealthy"]
    vms.power_on(found.id)
    serves(local, HOME)


def test_the_preview_of_a_flip_names_each_target_and_no_record(local: LocalProject) -> None:
    local.project.set("activeRegion", OTHER)
    come, go = local.stack(OTHER).preview().text, local.stack(HOME).preview().text
    for name in ("web-1", "web-2"):
        assert f"Floating IP '{name}' will move from nothing to VM '{name}'" in come
        assert f"Target '{name}' will be registered" in come
        assert f"Target '{name}' will be deregistered and drained" in go
    assert "route53" not in come + go
    serves(local, HOME)


def test_a_planned_failover_leads_users_to_the_site_that_has_taken_over(local: LocalProject) -> None:
    before = records(local, HOME)
    local.stack(OTHER).up()
    serves(local, OTHER)
    left = front(local, HOME).targets[HOME]
    assert list(left.values()) == ["unhealthy"] * 2, "still targets, but the plan has taken their machines away"
    assert records(local, OTHER) == before, "a failover changes nothing in Route 53"


def test_the_site_that_is_left_gives_its_targets_up_and_then_stands_down(local: LocalProject) -> None:
    steps = up(local, HOME)[1]
    assert steps.index("TargetRegistrations") < steps.index("Failover") < steps.index("FloatingIps")
    assert gone(local, HOME)
    assert floating_ips(local, HOME) == {"web-1": False, "web-2": False}
    serves(local, OTHER)


def test_failback(local: LocalProject) -> None:
    local.project.set("activeRegion", HOME)
    local.stack(HOME).up()
    serves(local, HOME)
    local.stack(OTHER).up()
    assert gone(local, OTHER)
    serves(local, HOME)


def test_destroy_leaves_nothing_the_zone_last(local: LocalProject) -> None:
    for site in (HOME, OTHER):
        for vm in Vms(local.prism(site)).list():
            Vms(local.prism(site)).delete(vm.id)
    for site in (OTHER, HOME):
        local.stack(site).destroy()
    for site in (HOME, OTHER):
        environment, region = local.environment(site), local.model(site).me.region
        elb = client("elbv2", region, environment)
        assert elb.describe_load_balancers()["LoadBalancers"] == []
        assert elb.describe_target_groups()["TargetGroups"] == []
        assert floating_ips(local, site) == {}
        route53 = client("route53", region, environment)
        assert route53.list_hosted_zones()["HostedZones"] == []
        assert route53.list_health_checks()["HealthChecks"] == []
