"""What a failover says of the protection in the other direction."""

from __future__ import annotations

from typing import Any

import pytest

from prism.datapolicies import ProtectionPolicies
from prism.dataprotection import RecoveryPoints
from prism.networking import Subnets
from prism.prism import Categories, Category
from tests.providers._sites import WORKLOAD, Workload, protected_workload
from tests.providers.conftest import Cloud
from tests.providers.test_failover import flip


@pytest.fixture
def workload(cloud: Cloud) -> Workload:
    """Tokyo runs the workload, both stacks have been up once."""
    return protected_workload(cloud)


@pytest.mark.slow
def test_after_a_flip_the_vms_are_protected_the_other_way(workload: Workload) -> None:
    flip(workload, "osaka")
    assert workload.osaka.state["reverse_protection"] == "Protected from osaka to tokyo by workload-protection."
    workload.cloud.world.advance()
    tokyo = workload.cloud.client("tokyo")
    source = workload.cloud.world.site("osaka").domain_manager_id
    located = [(p.source_location, p.vm_recovery_points or []) for p in RecoveryPoints(tokyo).list()]
    points = [vms for location, vms in located if location and location.domain_manager_ext_id == source]
    assert {vm.vm_name for vms in points for vm in vms} == set(WORKLOAD)


@pytest.mark.slow
def test_a_flip_says_where_nothing_leads_back(workload: Workload, said: list[str]) -> None:
    osaka = workload.cloud.client("osaka")
    (policy,) = ProtectionPolicies(osaka).list()

    def one_way(found: Any) -> Any:
        ways = [w for w in found.replication_configurations if w.source_location_label == "tokyo"]
        return found.model_copy(update={"replication_configurations": ways})

    ProtectionPolicies(osaka).update(policy.id, one_way)
    assert workload.osaka.up("osaka") == "update"
    assert workload.osaka.state["reverse_protection"].startswith(
        "The VMs of category DisasterRecovery:Protected in osaka are not protected: no protection policy"
    )
    assert any("no way back without loss" in text for text in said)


def test_a_further_tier_without_a_policy_is_not_called_protected(workload: Workload) -> None:
    """``reverse_protection`` looked at the first category alone."""
    tokyo = workload.cloud.client("tokyo")
    category = Categories(tokyo).create(Category(key="DisasterRecovery", value="Second"))
    subnet = Subnets(tokyo).get_by_name("workload-1").id
    workload.cloud.world.advance()
    more: dict[str, Any] = {"more_categories": [{"key": "DisasterRecovery", "value": "Second"}]}
    assert workload.osaka.up("osaka", **more) == "update"
    text = workload.osaka.state["reverse_protection"]
    assert "DisasterRecovery:Second" in text
    assert "not protected" in text
    assert "DisasterRecovery:Protected" not in text.partition("not protected")[0].partition("Protected from")[2]
    (policy,) = ProtectionPolicies(workload.cloud.client("osaka")).list()
    assert category not in (policy.category_ids or [])
    assert subnet
