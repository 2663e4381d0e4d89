"""The protection of the home site: category, protection policy and recovery plan."""

from collections.abc import Mapping
from typing import Any, Self

import pulumi
from pulumi import Output, ResourceOptions

from components.cluster import PrismCentral
from components.overlay import Overlay
from components.protection.network_mappings import network_mappings
from components.protection.tier import TierProtection
from components.stack import Stack
from providers.category import Category
from providers.pairing import Pairing
from providers.prism_site import PrismSite
from providers.protection_policy import ProtectionPolicy
from providers.recovery_plan import RecoveryPlan
from providers.recovery_point_store import RecoveryPointStore
from topology import Category as CategoryModel
from topology import Protection as ProtectionModel
from topology.protection import all_stages


class Protection(pulumi.ComponentResource):
    """Category, protection policy and recovery plan, owned by the home site's stack.

    assumed: paired Prism Centrals synchronise all three, so the stack of the other site makes no twins. It looks the
    plan up by name in its own Prism Central when it needs the plan, and so needs nothing from here.
    """

    plan: RecoveryPlan | None = None
    plans: tuple[RecoveryPlan, ...] = ()
    """Those that bring tiers in the recovery point store home."""
    pending: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, stack: Stack, *, prism_central: PrismCentral, overlay: Overlay | None) -> Self | None:
        """The home site's protection; None on the other site, which looks it up when it needs it."""
        if not stack.model.is_home or prism_central.site is None or overlay is None:
            return None
        return cls(name, stack, prism=prism_central.site, overlay=overlay)

    def __init__(self, name: str, stack: Stack, *, prism: PrismSite, overlay: Overlay) -> None:
        super().__init__("nc2dr:index:Protection", name, None)
        self._name, self._stack, self._prism, model = name, stack, prism, stack.model.protection
        self._child = ResourceOptions(parent=self)
        # Deleting one of these leaves VMs without protection, so the state refuses it until it is unprotected.
        self._kept = ResourceOptions(parent=self, protect=True)
        self._categories = self._new_categories(model)
        # Empty until the other site stands: then its networks are known, and a plan can lead to them.
        mappings = network_mappings(stack, overlay)
        self._protect_tiers(model, mappings)
        if mappings and not model.in_store:
            self._protect_cluster_tiers(model, mappings)
        self.pending = self._awaited(bool(mappings))
        self.register_outputs({})

    @property
    def published(self) -> Mapping[str, Any]:
        """The categories' ids: a Prism Central made after a disaster knows none, and recovery points name them."""
        return {"category_ids": {f"{category.key}:{category.value}": id for category, id in self._categories.items()}}

    def _awaited(self, stands: bool) -> tuple[str, ...]:
        """What is missing of the other site. In zero compute it is expected only while that site is active."""
        model, other = self._stack.model, self._stack.other
        if not stands:
            return (f"the Prism Central and the overlay of {other.site}",) if model.other_has_cluster else ()
        if model.overlay.test_vpc is not None and other.overlay_test_vpc_id is None:
            return (f"the test network of {other.site}",)
        return ()

    def _new_categories(self, model: ProtectionModel) -> dict[CategoryModel, Output[str]]:
        """The ids of the categories of every tier and stage, each once."""
        found = [model.category, *(stage.category for stage in model.stages)]
        found += [c for tier in model.tiers for c in (tier.category, *(stage.category for stage in tier.stages))]
        return {
            category: Category(
                f"{self._name}-{category.key}-{category.value}",
                key=category.key,
                value=category.value,
                opts=self._kept,
            ).category_id
            for category in dict.fromkeys(found)
        }

    def _pair(self) -> Pairing | None:
        """The pairing with a Prism Central that is made after a disaster, at the address that its stack published."""
        site, address = self._stack.model.other, self._stack.other.prism_central_address
        if not site.zero_compute or address is None:
            return None
        return Pairing(
            f"{self._name}-pairing",
            domain_manager_id=self._prism.domain_manager_id,
            prism_central=site.prism_central,
            address=address.host,
            port=address.port,
            opts=self._child,
        )

    def _protect_tiers(self, model: ProtectionModel, mappings: list[dict[str, Any]]) -> None:
        """The further tiers. A tier in a store is protected even while the other site has no cluster."""
        paired = self._pair() if mappings else None
        store, store_id = self._stack.model.recovery_point_store, None
        if store is not None and model.store_tiers:
            store_id = RecoveryPointStore(
                f"{self._name}-store", name=store.name, site=self._stack.site.name, opts=self._child
            ).store_id
        protection = TierProtection(
            stack=self._stack,
            prism=self._prism,
            store_id=store_id,
            categories=self._categories,
            network_mappings=mappings,
            opts=ResourceOptions(parent=self, depends_on=[paired] if paired else []),
        )
        tiers = [tier for tier in model.tiers if mappings or tier.in_store]
        plans = [protection.protect(f"{self._name}-{tier.name}", tier) for tier in tiers]
        self.plans = tuple(plan for plan in plans if plan)

    def _locations(self, other_id: str) -> list[Any]:
        home, other = self._stack.site.name, self._stack.other.site
        return [
            {"label": home, "domain_manager_id": self._prism.domain_manager_id, "is_primary": True},
            {"label": other, "domain_manager_id": other_id, "is_primary": False},
        ]

    def _protect_cluster_tiers(self, model: ProtectionModel, mappings: list[dict[str, Any]]) -> None:
        """The tier that the recovery plan brings up on the other site's cluster, and those that go with it."""
        other = self._stack.other
        assert other.domain_manager_id is not None
        ProtectionPolicy(
            f"{self._name}-policy",
            name=model.policy,
            category_ids=[self._categories[model.category]],
            locations=self._locations(other.domain_manager_id),
            rpo_seconds=model.rpo_seconds,
            retention_local=model.retention.local,
            retention_remote=model.retention.remote,
            opts=self._kept,
        )
        tiers = [(model.stages, model.category), *((tier.stages, tier.category) for tier in model.cluster_tiers)]
        self.plan = RecoveryPlan(
            f"{self._name}-plan",
            name=model.recovery_plan,
            primary_domain_manager_id=self._prism.domain_manager_id,
            recovery_domain_manager_id=other.domain_manager_id,
            stages=[
                {"category_ids": [self._categories[stage.category]], "delay_seconds": stage.delay_seconds}
                for stages, category in tiers
                for stage in all_stages(stages, category)
            ],
            network_mappings=mappings,
            keeps_addresses=model.keeps_addresses,
            opts=self._kept,
        )
