"""What is protected and how often: the category, the protection policy and the recovery plan of the home site."""

from collections.abc import Mapping
from typing import Any, Self

import pulumi
from pulumi import Output, ResourceOptions

from components.overlay.central import Central
from components.overlay.overlay import Overlay
from components.protection.network_mappings import network_mappings
from components.protection.tier import protect_tier
from components.site_outputs import SiteOutputs
from providers.category import Category
from providers.pairing import Pairing
from providers.prism_site import PrismSite
from providers.protection_policy import ProtectionPolicy
from providers.recovery_plan import RecoveryPlan
from providers.recovery_point_store import RecoveryPointStore
from topology import Category as CategoryModel
from topology import Overlay as OverlayModel
from topology import Protection as ProtectionModel
from topology import RecoveryPointStore as StoreModel
from topology import SiteModel
from topology.protection import all_stages


class Protection(pulumi.ComponentResource):
    """Category, protection policy and recovery plan, owned by the home site's stack.

    assumed: paired Prism Centrals synchronise all three, so the other site's stack makes no twins; it looks the plan up
    by name in its own Prism Central when it needs it, and so needs nothing from here.
    """

    plan: RecoveryPlan | None = None
    plans: tuple[RecoveryPlan, ...] = ()
    """Those that bring tiers in the recovery point store home."""
    pending: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, model: SiteModel, name: str, *, central: Central, overlay: Overlay | None, other: SiteOutputs
    ) -> Self | None:
        """The home site's protection; None on the other site, which looks it up when it needs it."""
        if not model.is_home or central.prism is None or overlay is None:
            return None
        return cls(
            name,
            protection=model.protection,
            overlay=model.overlay,
            site=model.me.name,
            prism=central.prism,
            here=overlay,
            other=other,
            store=model.recovery_point_store,
            comes_later=model.other.prism_central if model.other.zero_compute else None,
            awaited=model.other_has_cluster,
        )

    def __init__(
        self,
        name: str,
        *,
        protection: ProtectionModel,
        overlay: OverlayModel,
        site: str,
        prism: PrismSite,
        here: Overlay,
        other: SiteOutputs,
        store: StoreModel | None = None,
        comes_later: str | None = None,
        awaited: bool = True,
        opts: ResourceOptions | None = None,
    ) -> None:
        """`site`: the home site's name; `here`: its overlay's networks; `other`: what the other site published.

        `comes_later`: the other Prism Central's name, where it is made after a disaster and paired here then;
        `awaited`: whether it should be there now.
        """
        super().__init__("nc2dr:index:Protection", name, None, opts)
        self._name = name
        child = ResourceOptions(parent=self)
        categories = {
            category: Category(
                f"{name}-{category.key}-{category.value}",
                key=category.key,
                value=category.value,
                opts=child,
            ).category_id
            for category in _categories(protection)
        }
        stands = other.domain_manager_id is not None and other.overlay_vpc_id is not None
        mappings = network_mappings(overlay, here, other) if stands else []
        self._categories = categories
        paired = self._pair(prism, comes_later, other) if comes_later and stands else None
        named = ResourceOptions(parent=self, depends_on=[paired] if paired else [])
        store_id = None
        if store is not None and protection.store_tiers:
            store_id = RecoveryPointStore(f"{name}-store", name=store.name, site=site, opts=child).store_id
        # A tier in a store is protected before there is a cluster on the other side, and without one.
        self.plans = tuple(
            plan
            for tier in protection.tiers
            if (stands or tier.in_store)
            and (
                plan := protect_tier(
                    f"{name}-{tier.name}",
                    tier,
                    site=site,
                    prism=prism,
                    other=other,
                    store_id=store_id,
                    categories=categories,
                    network_mappings=mappings,
                    opts=named,
                )
            )
        )
        if not stands:
            self.pending = (f"the Prism Central and the overlay of {other.site}",) if awaited else ()
        elif not protection.in_store:
            self._protect_cluster_tiers(protection, site, prism, other, categories, mappings)
        if stands and overlay.test_vpc is not None and other.overlay_test_vpc_id is None:
            self.pending = (f"the test network of {other.site}",)
        self.register_outputs({})

    @property
    def published(self) -> Mapping[str, Output[str]]:
        """The categories' ids: a Prism Central made after a disaster knows none, and recovery points name them."""
        return {"category_ids": Output.json_dumps({f"{c.key}:{c.value}": id for c, id in self._categories.items()})}

    def _pair(self, prism: PrismSite, name: str, other: SiteOutputs) -> Pairing | None:
        """With the new Prism Central of the other site, at the address that its stack has published."""
        host, _, port = (other.prism_central_address or "").rpartition(":")
        if not host:
            return None
        return Pairing(
            f"{self._name}-pairing",
            domain_manager_id=prism.domain_manager_id,
            prism_central=name,
            address=host,
            port=int(port),
            opts=ResourceOptions(parent=self),
        )

    def _protect_cluster_tiers(
        self,
        protection: ProtectionModel,
        site: str,
        prism: PrismSite,
        other: SiteOutputs,
        categories: Mapping[CategoryModel, Output[str]],
        mappings: list[dict[str, Any]],
    ) -> None:
        """The tier that the recovery plan brings up on the other side's cluster, and those that go with it."""
        assert other.domain_manager_id is not None
        name, child = self._name, ResourceOptions(parent=self)
        ProtectionPolicy(
            f"{name}-policy",
            name=protection.policy,
            category_ids=[categories[protection.category]],
            locations=[
                {"label": site, "domain_manager_id": prism.domain_manager_id, "is_primary": True},
                {"label": other.site, "domain_manager_id": other.domain_manager_id, "is_primary": False},
            ],
            rpo_seconds=protection.rpo_seconds,
            retention_local=protection.retention.local,
            retention_remote=protection.retention.remote,
            opts=child,
        )
        further = [(tier.stages, tier.category) for tier in protection.cluster_tiers]
        tiers = [(protection.stages, protection.category), *further]
        self.plan = RecoveryPlan(
            f"{name}-plan",
            name=protection.recovery_plan,
            primary_domain_manager_id=prism.domain_manager_id,
            recovery_domain_manager_id=other.domain_manager_id,
            stages=[
                {"category_ids": [categories[stage.category]], "delay_seconds": stage.delay_seconds}
                for stages, category in tiers
                for stage in all_stages(stages, category)
            ],
            network_mappings=mappings,
            opts=child,
        )


def _categories(protection: ProtectionModel) -> list[CategoryModel]:
    """Of every tier and stage, each once."""
    found = [protection.category, *(stage.category for stage in protection.stages)]
    found += [c for tier in protection.tiers for c in (tier.category, *(stage.category for stage in tier.stages))]
    return list(dict.fromkeys(found))
