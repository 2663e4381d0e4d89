"""What both sites hold beside the VMs: policy, plan, peering, zone."""

from __future__ import annotations

from collections.abc import Sequence

from tests.histories.invariants.found import Found
from tests.histories.log.moment import Moment


def what_protects_the_pair_is_never_deleted(seen: Sequence[Moment]) -> Found:
    """While the pair lives, no run deletes its policy, plan, peering, zone or record."""
    for now in seen:
        if now.event.kind == "thing.deleted":
            yield now.event, f"the {now.event.subject} of {now.event.site} is deleted while the pair lives."
