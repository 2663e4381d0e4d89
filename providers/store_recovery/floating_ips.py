"""The floating IPs that wait for restored VMs: led to them in the run that restores them, and again until all are."""

from __future__ import annotations

from prism import PrismCentral
from providers.base import serve_the_others
from providers.floating_ips import Wishes, converge
from providers.store_recovery.inputs import StoreRecoveryInputs


def lead(client: PrismCentral, inputs: StoreRecoveryInputs) -> dict[str, str]:
    """Leads them to the VMs that are here; those of other VMs go on waiting. The reasons of those that failed.

    They are another resource's, which has ended by then. So whoever declares this one ends the run as failed for them.
    """
    awaited = inputs.floating_ips
    if awaited is None:
        return {}
    served = converge(client, awaited.owner, awaited.members, Wishes(awaited.external_subnet_id, await_vms=True))
    return serve_the_others("floating IPs", served.failed, len(awaited.members))
