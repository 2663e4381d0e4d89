"""What is protected and how often: the category, the protection policy and the recovery plan of the home site."""

from typing import Self

import pulumi
from pulumi import Output, ResourceOptions

from components.overlay import Overlay
from components.protection_tier import protect_tier
from components.site_outputs import SiteOutputs
from providers.category import Category
from providers.prism_site import PrismSite
from providers.protection_policy import ProtectionPolicy
from providers.recovery_plan import RecoveryPlan
from topology import Category as CategoryModel
from topology import Overlay as OverlayModel
from topology import Protection as ProtectionModel
from topology import SiteModel
from topology.overlay import OverlaySubnet


class Protection(pulumi.ComponentResource):
    """Category, protection policy and recovery plan, owned by the home site's stack.

    assumed: paired Prism Centrals synchronise all three, so the other site's stack makes no twins; it looks the plan up
    by name in its own Prism Central when it needs it, and so needs nothing from here.
    """

    plan: RecoveryPlan | None = None
    pending: tuple[str, ...] = ()

    @classmethod
    def of(cls, model: SiteModel, name: str, *, prism: PrismSite, overlay: Overlay, other: SiteOutputs) -> Self | None:
        """The home site's protection; None on the other site, which looks it up when it needs it."""
        if not model.is_home:
            return None
        return cls(
            name,
            protection=model.protection,
            overlay=model.overlay,
            site=model.me.name,
            prism=prism,
            here=overlay,
            other=other,
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
        opts: ResourceOptions | None = None,
    ) -> None:
        """`site`: the home site's name; `here`: its overlay's networks; `other`: what the other site published."""
        super().__init__("nc2dr:index:Protection", name, None, opts)
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
        if other.domain_manager_id is None or other.overlay_vpc_id is None:
            self.pending = (f"the Prism Central and the overlay of {other.site}",)
            self.register_outputs({})
            return
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
        self.plan = RecoveryPlan(
            f"{name}-plan",
            name=protection.recovery_plan,
            primary_domain_manager_id=prism.domain_manager_id,
            recovery_domain_manager_id=other.domain_manager_id,
            stages=[
                {"category_ids": [categories[stage.category]], "delay_seconds": stage.delay_seconds}
                for stage in (*protection.stages, *(s for tier in protection.cluster_tiers for s in tier.stages))
            ],
            network_mappings=_mappings(overlay, here, other),
            opts=child,
        )
        if overlay.test_vpc is not None and other.overlay_test_vpc_id is None:
            self.pending = (f"the test network of {other.site}",)
        self.register_outputs({})


def _categories(protection: ProtectionModel) -> list[CategoryModel]:
    """Of every tier and stage, each once."""
    tiers = (protection, *protection.tiers)
    return list(dict.fromkeys(c for tier in tiers for c in (tier.category, *(s.category for s in tier.stages))))


def _mappings(overlay: OverlayModel, here: Overlay, other: SiteOutputs) -> list[dict[str, object]]:
    """Each subnet leads to its twin of the same name; a test failover to either side leads to that side's test VPC."""
    mappings: list[dict[str, object]] = [
        {
            "primary": _network(subnet, here.vpc_id),
            "recovery": _network(subnet, other.overlay_vpc_id),
        }
        for subnet in overlay.subnets
    ]
    if other.overlay_test_vpc_id is not None:
        for mapping, subnet in zip(mappings, overlay.test_subnets, strict=False):
            mapping["primary_test"] = _network(subnet, here.test_vpc_id)
            mapping["recovery_test"] = _network(subnet, other.overlay_test_vpc_id)
    return mappings


def _network(subnet: OverlaySubnet, vpc_id: Output[str] | str | None) -> dict[str, object]:
    return {
        "subnet_name": subnet.name,
        "gateway": subnet.gateway,
        "prefix_length": subnet.prefix_length,
        "vpc_id": vpc_id,
    }
