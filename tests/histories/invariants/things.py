"""What both sites hold beside the VMs: policy, plan, peering, zone."""

from __future__ import annotations

from collections.abc import Sequence

from tests.histories.invariants.found import WORLD, Found
from tests.histories.log.moment import Moment


def what_protects_the_pair_is_never_deleted(seen: Sequence[Moment]) -> Found:
    """While the pair lives, no run deletes its policy, plan, peering, zone or record."""
    for now in seen:
        if now.event.kind == "thing.deleted":
            yield now.event, f"the {now.event.subject} of {now.event.site} is deleted while the pair lives."


def what_others_have_stays_as_it_is(seen: Sequence[Moment]) -> Found:
    """No run changes or deletes a category, a policy or a plan of another team."""
    for now in seen:
        event = now.event
        if event.kind == "theirs" and event.details.get("by") != WORLD:
            yield event, f"{event.subject} of another team in {event.site} was {event.details['was']}."
