"""What protects the VMs after a failover, from here back to where they came from. Reads only."""

from __future__ import annotations

from collections.abc import Iterable

from prism.datapolicies import ProtectionPolicies, ProtectionPolicy
from prism.prism import Categories
from providers.failover.view import FailoverView


def reverse_protection(view: FailoverView) -> str:
    """Which policies replicate the VMs of each category back to the source, and which categories none does."""
    inputs = view.inputs
    policies = [policy for policy in ProtectionPolicies(view.client).list() if _leads_back(policy, view)]
    found = {str(name): _policies_of(view, name.key, name.value, policies) for name in inputs.categories}
    bare = [name for name, by in found.items() if not by]
    used = sorted({policy for by in found.values() for policy in by})
    waits = f"; copies wait until {view.source} is back" if view.pairing == "DISCONNECTED" else ""
    if not bare:
        return f"Protected from {inputs.site} to {view.source} by {', '.join(used)}{waits}."
    rest = (
        f" Protected by {', '.join(used)}{waits}: {', '.join(name for name in found if name not in bare)}."
        if used
        else ""
    )
    return (
        f"The VMs of category {', '.join(bare)} in {inputs.site} are not protected: no protection policy of theirs "
        f"replicates from {inputs.site} to {view.source}. Run pulumi up on the stack of {inputs.home_site}, which "
        f"makes it; until then they have no way back without loss.{rest}"
    )


def _policies_of(view: FailoverView, key: str, value: str, policies: Iterable[ProtectionPolicy]) -> list[str]:
    category = Categories(view.client).find(key, value)
    return [policy.label for policy in policies if category and category.id in (policy.category_ids or [])]


def _leads_back(policy: ProtectionPolicy, view: FailoverView) -> bool:
    managers = {place.label: place.domain_manager_ext_id for place in policy.replication_locations or []}
    wanted = (view.own.domain_manager_id, view.source_id)
    return any(
        (managers.get(way.source_location_label), managers.get(way.remote_location_label or "")) == wanted
        for way in policy.replication_configurations or []
    )
