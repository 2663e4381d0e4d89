"""The recovery plan: which VMs start at the other site, in which order and in which networks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pulumi
from pulumi.dynamic import DiffResult
from pydantic import Field

from prism import Collection, PrismCentral
from prism.datapolicies import NetworkMappings, RecoveryLocation, RecoveryPlans, RecoveryStages
from prism.datapolicies import RecoveryPlan as PrismPlan
from providers.base import Inputs, SharedProvider, describe, in_a_sentence, in_order_of, signatures
from providers.recovery_plan.parts import (
    Mapping,
    Stage,
    converge,
    flag_of,
    from_mapping,
    from_stage,
    place_of,
    same_mapping,
    tell_of_the_flag,
    to_mapping,
    to_stage,
)
from providers.recovery_plan.settings import (
    VmSetting,
    mapped_subnets,
    problems_of,
    release_mappings,
    seen_settings,
    settle_settings,
)

__all__ = ["RecoveryPlan", "RecoveryPlanInputs", "RecoveryPlanProvider"]


class RecoveryPlanInputs(Inputs):
    """Stages run in their order. Without ``settings`` the plan keeps settings that others have made.

    ``keeps_addresses``: every network mapping maps addresses, and not only those with static IPs in ``settings``.
    """

    name: str
    primary_domain_manager_id: str
    recovery_domain_manager_id: str
    stages: list[Stage]
    network_mappings: list[Mapping] = Field(default_factory=list)
    settings: list[VmSetting] | None = None
    keeps_addresses: bool = True


class RecoveryPlanProvider(SharedProvider[RecoveryPlanInputs, PrismPlan]):
    """A plan is one object in Prism Central, and so is each stage, network mapping and setting of a VM.

    Every input can be changed in place.
    """

    inputs = RecoveryPlanInputs

    def collection(self, client: PrismCentral, inputs: RecoveryPlanInputs) -> Collection[PrismPlan]:
        return RecoveryPlans(client)

    def remotes(self, inputs: RecoveryPlanInputs) -> frozenset[str]:
        return frozenset({inputs.primary_domain_manager_id, inputs.recovery_domain_manager_id})

    def same_thing(self, found: PrismPlan, inputs: RecoveryPlanInputs) -> bool:
        return found.name == inputs.name

    def desired(self, inputs: RecoveryPlanInputs) -> PrismPlan:
        plan = PrismPlan(
            name=inputs.name,
            description=describe(inputs.owner),
            primary_location=RecoveryLocation(domain_manager_ext_id=inputs.primary_domain_manager_id),
            recovery_location=RecoveryLocation(domain_manager_ext_id=inputs.recovery_domain_manager_id),
        )
        return plan.beginning_with(to_stage(1, inputs.stages[0])) if inputs.stages else plan

    def settle(self, client: PrismCentral, ext_id: str, inputs: RecoveryPlanInputs) -> None:
        converge(
            RecoveryStages(client, ext_id),
            [to_stage(priority, stage) for priority, stage in enumerate(inputs.stages, start=1)],
            key=lambda stage: stage.priority,
            same=lambda a, b: from_stage(a) == from_stage(b),
        )
        managed = inputs.settings is not None
        by_address = mapped_subnets(inputs.settings)
        if managed:
            release_mappings(client, ext_id, inputs.network_mappings)
        converge(
            NetworkMappings(client, ext_id),
            [
                to_mapping(m, flag_of(inputs.keeps_addresses, m.primary.subnet_name in by_address, managed=managed))
                for m in inputs.network_mappings
            ],
            key=lambda mapping: place_of(from_mapping(mapping)),
            same=same_mapping,
        )
        if inputs.settings is not None:
            settle_settings(client, ext_id, inputs.settings)

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Also says what the first run does to a plan that was made before addresses were mapped by default."""
        tell_of_the_flag(olds, news)
        return super().diff(id_, olds, news)

    def problems(self, inputs: RecoveryPlanInputs) -> Iterable[tuple[str, str]]:
        """Settings that contradict the network mappings or one another."""
        return problems_of(inputs.settings, [mapping.primary.subnet_name for mapping in inputs.network_mappings])

    def observe(self, client: PrismCentral, found: PrismPlan, inputs: RecoveryPlanInputs) -> dict[str, Any]:
        stages = sorted(RecoveryStages(client, found.id).list(), key=lambda stage: stage.priority or 0)
        live = list(NetworkMappings(client, found.id).list())
        mappings = [from_mapping(mapping) for mapping in live]
        primary, recovery = found.primary_location, found.recovery_location
        return {
            "name": found.name,
            "primary_domain_manager_id": primary.domain_manager_ext_id if primary else "",
            "recovery_domain_manager_id": recovery.domain_manager_ext_id if recovery else "",
            "stages": [from_stage(stage) for stage in stages],
            "network_mappings": in_order_of(mappings, inputs.network_mappings),
            "keeps_addresses": inputs.keeps_addresses and all(one.is_ip_mapping_enabled for one in live),
            **seen_settings(client, found.id, live, inputs.settings),
        }


class RecoveryPlan(signatures.RecoveryPlan, module="prism", name="RecoveryPlan", provider=RecoveryPlanProvider):
    """Recovers the VMs of its stages from the primary to the recovery domain manager, and back.

    Each of ``stages`` is ``{category_ids, delay_seconds?}``. Each of ``network_mappings`` is ``{primary,
    recovery, primary_test?, recovery_test?}`` of networks ``{vpc_id, subnet_name, gateway, prefix_length}``.
    Each of ``settings`` is ``{vm_id, power_on?, static_ips?, floating_ips?}``: static IPs ``{subnet_name, primary,
    recovery, primary_test?, recovery_test?}`` of a mapping's primary network, floating IPs ``{nic_id, primary?,
    recovery?, primary_test?, recovery_test?}`` of a NIC, each an address or ``dynamic``. ``keeps_addresses`` (default
    true) lets every mapping keep the VMs' addresses.
    """

    @property
    def plan_id(self) -> pulumi.Output[str]:
        """The plan's ``extId``."""
        return self.id
