"""The preview of a recovery from a store: reads, never writes, and warns of what would stop the recovery.

It warns and does not fail, as that would stop the tier that comes first and does not need the store. A planned flip is
refused, which harms nobody.
"""

from __future__ import annotations

import pulumi

from prism import ConflictError, PrismError
from providers.base.client import PREVIEW, central
from providers.recovery.acceptance import open_risks, told
from providers.store_recovery import messages as words
from providers.store_recovery.inputs import StoreRecoveryInputs
from providers.store_recovery.look import StoreLook, now
from providers.store_recovery.risks import find_risks


def preview(inputs: StoreRecoveryInputs) -> None:
    """Logs what the flip will restore, from when, whether there is room, and how many nodes are missing.

    Raises ConflictError for a planned flip.
    """
    if not inputs.here_active:
        return
    if inputs.mode != "unplanned":
        raise ConflictError(words.no_way_without_loss(inputs.site, [tier.name for tier in inputs.tiers]))
    try:
        _tell(StoreLook(central(PREVIEW), inputs))
    except PrismError as error:
        pulumi.log.warn(f"What will be restored from '{inputs.store}' is not known: {error}")


def _tell(look: StoreLook) -> None:
    placement = look.placement(ahead=True, scaled=True)
    text = words.plan(look.choice, look.todo, len(look.waves), now(), look.inputs.store)
    room = words.room(placement, look.inputs.node, look.inputs.clusters) if look.todo else ""
    pulumi.log.info(f"{text} {room}".strip())
    if look.store.is_healthy is False:
        pulumi.log.warn(f"Recovery point store '{look.store.label}' is not healthy: look at it in Prism Central first.")
    # The failover before this has not counted the flip yet; its own preview says when an acceptance is for another.
    accepted = look.inputs.acceptance
    risks = open_risks(find_risks(look, placement), accepted, accepted.flip if accepted else 0)
    if risks:
        pulumi.log.warn(
            f"The tiers in '{look.inputs.store}' will not be restored as things stand; what comes before them is not "
            f"held up. {told(risks)}"
        )
