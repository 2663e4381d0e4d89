"""What `pulumi destroy` meets first: protected in the state, and refusing while VMs of the workload are at the site."""

from collections.abc import Sequence

import pulumi
from pulumi import ResourceOptions

from components.overlay import Overlay
from components.stack import Stack
from providers.destroy_guard import DestroyGuard


def guard(name: str, stack: Stack, *, overlay: Overlay | None) -> DestroyGuard:
    """Depends on everything that the stack has registered so far, so it is made last and deleted first.

    The engine deletes nothing that something else still needs. So one refusal here ends a `pulumi destroy` before
    anything has gone: that of the state, until the stack is unprotected, and then that of the provider.
    """
    protection = stack.model.protection
    found = dict.fromkeys([protection.category, *(tier.category for tier in protection.tiers)])
    vpcs = [overlay.vpc_id, *([overlay.test_vpc_id] if overlay.test_vpc_id else [])] if overlay else []
    return DestroyGuard(
        name,
        site=stack.site.name,
        # A site without a cluster has no Prism Central to ask.
        categories=[{"key": one.key, "value": one.value} for one in found] if overlay else [],
        vpc_ids=vpcs,
        opts=ResourceOptions(depends_on=_needed(stack.registered), protect=True),
    )


def _needed(registered: Sequence[pulumi.Resource]) -> list[pulumi.Resource]:
    return [one for one in registered if not isinstance(one, pulumi.ProviderResource)]
