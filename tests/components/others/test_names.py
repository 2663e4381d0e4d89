"""What a new stack would make and somebody else has made already: told by name, all of it, before anything is made."""

from collections.abc import Iterator

import pulumi
import pytest

from prism import Credentials, PrismCentral
from prism.datapolicies import (
    LinearRetention,
    ProtectionPolicies,
    ProtectionPolicy,
    ReplicationConfiguration,
    ReplicationLocation,
    Schedule,
)
from prism.networking import Subnet, Subnets, Vpc, Vpcs
from prism.prism import Categories, Category, DomainManagers
from providers.base import ip_config
from simulator import SiteSpec, World, serve
from tests.components.conftest import Program
from tests.components.test_existing import OTHER, aws

CATEGORY = ("DisasterRecovery", "Protected")


@pytest.fixture
def prism() -> Iterator[PrismCentral]:
    with serve(World([SiteSpec("tokyo", "ap-northeast-1"), SiteSpec("osaka", "ap-northeast-3")])) as running:
        credentials = Credentials(running.username, running.password)
        yield PrismCentral(running.endpoints["tokyo"], credentials, ca_bundle=running.ca_bundle, rate_limit=10_000)


def subnet(vpc: str, name: str, description: str = "") -> Subnet:
    addresses = ip_config("172.30.1.0/24", "172.30.1.1", [])
    return Subnet(name=name, description=description, subnet_type="OVERLAY", vpc_reference=vpc, ip_config=addresses)


def policy(manager: str) -> ProtectionPolicy:
    schedule = Schedule(
        recovery_point_type="CRASH_CONSISTENT",
        recovery_point_objective_time_seconds=3600,
        retention=LinearRetention(local=2),
    )
    return ProtectionPolicy(
        name="workload-protection",
        replication_locations=[ReplicationLocation(label="here", domain_manager_ext_id=manager, is_primary=True)],
        replication_configurations=[ReplicationConfiguration(source_location_label="here", schedule=schedule)],
    )


def run(prism: PrismCentral, stack: str = "tokyo", own: dict[str, str] | None = None) -> Program:
    return Program(stack, OTHER, aws=aws(), prism=prism, own=own or {}).run()


def test_everything_that_is_in_the_way_is_named_at_once(prism: PrismCentral) -> None:
    vpc = Vpcs(prism).create(Vpc(name="workload", description="CHG1"))
    Subnets(prism).create(subnet(vpc, "workload-172-30-1"))
    Categories(prism).create(Category(key=CATEGORY[0], value=CATEGORY[1], description="[nc2-dr:other/tokyo/x]"))
    ProtectionPolicies(prism).create(policy(next(iter(DomainManagers(prism).list())).id))
    with pytest.raises(pulumi.RunError) as refused:
        run(prism)
    said = str(refused.value)
    assert said.startswith("Refused, nothing was changed: Prism Central has objects already")
    assert f"VPC 'workload' ({vpc}): [nc2-dr:nc2-dr/tokyo/overlay-vpc]" in said
    assert "[nc2-dr:nc2-dr/tokyo/overlay-workload-172-30-1]" in said
    assert "belongs to other/tokyo/x; [nc2-dr:nc2-dr/tokyo/protection-DisasterRecovery-Protected]" in said
    assert "protection policy 'workload-protection'" in said
    assert len(said.splitlines()) == 5


def test_what_was_handed_over_or_is_somewhere_else_is_no_hindrance(prism: PrismCentral) -> None:
    Vpcs(prism).create(Vpc(name="workload", description="CHG1 [nc2-dr:nc2-dr/tokyo/overlay-vpc]"))
    elsewhere = Vpcs(prism).create(Vpc(name="theirs"))
    Subnets(prism).create(subnet(elsewhere, "workload-172-30-1"))
    Categories(prism).create(Category(key=CATEGORY[0], value="Other"))
    run(prism)


def test_a_stack_that_has_run_and_another_site_s_prism_central_are_not_looked_at(prism: PrismCentral) -> None:
    Vpcs(prism).create(Vpc(name="workload", description="CHG1"))
    run(prism, own={"subnetPlan": "2"})
    run(prism, stack="osaka")
