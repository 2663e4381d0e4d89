"""Stale copies that run again at a site that has stood down: a site whose power returns late starts what ran before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from prism import PrismCentral, PrismError
from providers.base.client import PREVIEW, central
from providers.failover import messages as words
from providers.failover.inputs import FailoverInputs
from providers.failover.state import NOTHING
from providers.failover.view import own_domain_manager
from providers.recovery import copies as vms


def tell_of_woken(inputs: FailoverInputs) -> bool:
    """Whether there are any; they are told by name. Reads only. Where Prism Central does not answer, none count.

    Protected VMs that run here without a mark, as a flip that was given up leaves them, are warned of and left alone.
    """
    try:
        client = central(PREVIEW)
        here = vms.running(vms.of_categories(client, inputs.categories))
    except PrismError as error:
        pulumi.log.warn(f"Whether protected VMs run in {inputs.site} is not known: {error}")
        return False
    found = vms.woken(here, inputs.owner)
    strays = [vm.label for vm in here if vm not in found]
    if found:
        pulumi.log.warn(words.woken([vm.label for vm in found], inputs.site, inputs.active_site))
    if strays:
        pulumi.log.warn(words.strays(strays, inputs.site, inputs.active_site))
    return bool(found)


def stand_down_again(client: PrismCentral, inputs: FailoverInputs, olds: Mapping[str, Any]) -> dict[str, Any]:
    """Powers off the marked copies, and no others: what runs here without a mark may be the only copy of a VM."""
    own_domain_manager(client, inputs)
    here = vms.of_categories(client, inputs.categories)
    names = vms.stand_down(client, vms.woken(here, inputs.owner), inputs.owner)
    outs = {name: olds.get(name, default) for name, default in NOTHING.items()}
    return {**outs, "superseded": sorted({*(outs["superseded"] or []), *names})}
