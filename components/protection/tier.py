"""A further tier of the protection: its policy, and for one in a recovery point store the plan that brings it home."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pulumi import Input, Output, ResourceOptions

from components.stack import Stack
from providers.prism_site import PrismSite
from providers.protection_policy import ProtectionPolicy
from providers.recovery_plan import RecoveryPlan
from topology import Category, ProtectionTier
from topology.protection import all_stages

_STORE = "recovery-point-store"
"""The label of the store's location in a policy."""


@dataclass(frozen=True)
class TierProtection:
    """Makes the protection of further tiers.

    `store_id`: the recovery point store of this site; `network_mappings` are empty until the other site stands.
    """

    stack: Stack
    prism: PrismSite
    store_id: Input[str] | None
    categories: Mapping[Category, Output[str]]
    network_mappings: Sequence[dict[str, Any]]
    opts: ResourceOptions

    def protect(self, name: str, tier: ProtectionTier) -> RecoveryPlan | None:
        """The policy of the tier; the plan by which a tier in a store comes home, once the other site stands."""
        locations, schedules = self._in_store(tier) if tier.in_store else self._on_cluster(tier)
        ProtectionPolicy(
            f"{name}-policy",
            name=tier.policy,
            category_ids=[self.categories[tier.category]],
            locations=locations,
            schedules=schedules,
            opts=ResourceOptions.merge(self.opts, ResourceOptions(protect=True)),
        )
        model, away = self.stack.model, self.stack.other.domain_manager_id
        if tier.recovery_plan is None or away is None or not self.network_mappings:
            return None
        return RecoveryPlan(
            f"{name}-plan",
            name=tier.recovery_plan,
            primary_domain_manager_id=self.prism.domain_manager_id,
            recovery_domain_manager_id=away,
            stages=[
                {"category_ids": [self.categories[stage.category]], "delay_seconds": stage.delay_seconds}
                for stage in all_stages(tier.stages, tier.category)
            ],
            network_mappings=list(self.network_mappings),
            keeps_addresses=model.protection.keeps_addresses,
            # In zero compute the plan goes whenever the other site gives its cluster back.
            opts=ResourceOptions.merge(self.opts, ResourceOptions(protect=not model.other.zero_compute)),
        )

    def _on_cluster(self, tier: ProtectionTier) -> tuple[list[Any], list[Any]]:
        """Locations and schedules of a tier that replicates to the other site's cluster."""
        return [self._home, self._away], [_schedule(tier)]

    def _in_store(self, tier: ProtectionTier) -> tuple[list[Any], list[Any]]:
        """Locations and schedules of a tier in the store; it comes back from the cluster of the other site."""
        # assumed: the store is named with the Prism Central that it was added to.
        store = {
            "label": _STORE,
            "domain_manager_id": self.prism.domain_manager_id,
            "recovery_point_store_id": self.store_id,
        }
        to_store = {**_schedule(tier), "remote": _STORE}
        if not self.network_mappings:
            return [self._home, store], [to_store]
        # Nothing is replicated to the few nodes of the other site; from there it must come back to a cluster.
        back = {**_schedule(tier), "source": self.stack.other.site, "remote": self.stack.site.name}
        return [self._home, store, self._away], [to_store, back]

    @property
    def _home(self) -> dict[str, Any]:
        return {
            "label": self.stack.site.name,
            "domain_manager_id": self.prism.domain_manager_id,
            "is_primary": True,
        }

    @property
    def _away(self) -> dict[str, Any]:
        return {"label": self.stack.other.site, "domain_manager_id": self.stack.other.domain_manager_id}


def _schedule(tier: ProtectionTier) -> dict[str, Any]:
    return {
        "rpo_seconds": tier.rpo_seconds,
        "retention_local": tier.retention.local,
        "retention_remote": tier.retention.remote,
    }
