"""The recovery plan under the lifecycle recipe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prism import PrismCentral
from prism.datapolicies import NetworkMappings, RecoveryPlans, RecoverySettings, RecoveryStages
from providers.recovery_plan import RecoveryPlanProvider
from tests.providers._noun import Noun, domain_managers, new_category, write_over


def _plan_inputs(client: PrismCentral) -> dict[str, Any]:
    managers = domain_managers(client)
    return {
        "name": "workload-recovery",
        "primary_domain_manager_id": managers["own"],
        "recovery_domain_manager_id": managers["other"],
        "stages": [
            {"category_ids": [new_category(client, "db")], "delay_seconds": 30},
            {"category_ids": [new_category(client, "web")]},
        ],
        "network_mappings": [_mapping("workload-1"), _mapping("workload-2", test=True)],
        "settings": [_setting(VM, "172.30.1.11", "172.30.1.111")],
    }


def _network(name: str, vpc: str, gateway: str = "172.30.1.1") -> dict[str, Any]:
    return {"vpc_id": vpc, "subnet_name": name, "gateway": gateway, "prefix_length": 24}


PRIMARY_VPC, RECOVERY_VPC, TEST_VPC = (f"{n}0000000-0000-4000-8000-000000000000" for n in "123")


def _mapping(name: str, test: bool = False, gateway: str = "172.30.1.1") -> dict[str, Any]:
    mapping = {"primary": _network(name, PRIMARY_VPC, gateway), "recovery": _network(name, RECOVERY_VPC, gateway)}
    return {**mapping, "recovery_test": _network(f"{name}-test", TEST_VPC)} if test else mapping


VM, OTHER_VM, NIC = (f"{n}0000000-0000-4000-8000-000000000000" for n in "456")


def _setting(vm: str, primary: str, recovery: str) -> dict[str, Any]:
    static = {"subnet_name": "workload-2", "primary": primary, "recovery": recovery, "recovery_test": "172.30.9.11"}
    floating = {"nic_id": NIC, "primary": "203.0.113.7", "recovery": "dynamic"}
    return {"vm_id": vm, "static_ips": [static], "floating_ips": [floating]}


def _plan_changes(client: PrismCentral) -> dict[str, Any]:
    return {
        "name": "renamed",
        "stages": [{"category_ids": [new_category(client, "all")], "delay_seconds": 5}],
        "network_mappings": [
            _mapping("workload-2", gateway="172.30.1.9"),
            _mapping("workload-3"),
            _mapping("workload-4"),
        ],
        "settings": [_setting(OTHER_VM, "172.30.1.12", "172.30.1.12"), {"vm_id": VM, "power_on": False}],
    }


def _lose_a_stage(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> None:
    stages = RecoveryStages(client, ext_id)
    stages.delete(next(s.id for s in stages.list() if s.priority == 2))


def _gain_a_stage(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> object:
    stages = RecoveryStages(client, ext_id)
    twin = next(s for s in stages.list() if s.priority == 1)
    return stages.create(twin.model_copy(update={"ext_id": None}))


def _lose_a_mapping(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> None:
    mappings = NetworkMappings(client, ext_id)
    mappings.delete(next(iter(mappings.list())).id)


def _lose_a_setting(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> None:
    settings = RecoverySettings(client, ext_id)
    settings.delete(next(iter(settings.list())).id)


def _keep_other_addresses(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> object:
    def readdress(setting: Any) -> Any:
        setting.recovery_setting.ip_mappings[0].recovery_ip.ipv4.value = "172.30.1.222"
        return setting

    settings = RecoverySettings(client, ext_id)
    return settings.update(next(iter(settings.list())).id, readdress)


def _switch_addresses_off(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> None:
    mappings = NetworkMappings(client, ext_id)
    for mapping in list(mappings.list()):
        mappings.update(mapping.id, lambda current: current.model_copy(update={"is_ip_mapping_enabled": False}))


NOUN = Noun(
    name="recovery plan",
    provider=RecoveryPlanProvider,
    inputs=_plan_inputs,
    collection=lambda client, state: RecoveryPlans(client),
    changes=_plan_changes,
    drifts={
        "renamed": write_over(RecoveryPlans, name="by-hand"),
        "a stage lost": _lose_a_stage,
        "a stage twice": _gain_a_stage,
        "a mapping lost": _lose_a_mapping,
        "a setting lost": _lose_a_setting,
        "a static address changed": _keep_other_addresses,
        "static addresses switched off": _switch_addresses_off,
    },
)
