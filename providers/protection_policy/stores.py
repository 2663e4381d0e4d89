"""Check at preview that the recovery point stores of a protection policy exist."""

from __future__ import annotations

from collections.abc import Iterable

import pulumi

from prism import PrismCentral, UnreachableError, UnsupportedError
from prism.dataprotection import RecoveryPointStores
from prism.prism import DomainManagers
from providers.base import PREVIEW, central, tell_silence
from providers.protection_policy.replication import Location

_NAMED_SINCE, _LISTED_SINCE = 3, 4


def store_faults(locations: Iterable[Location]) -> list[str]:
    """Why locations cannot be stores. Empty if there are none, or if Prism Central does not answer."""
    stores = [location for location in locations if location.recovery_point_store_id]
    if not stores:
        return []
    try:
        return list(_faults(central(PREVIEW), stores))
    except UnsupportedError as error:
        return [f"has the recovery point store of '{stores[0].label}', but {error}"]
    except UnreachableError as error:
        tell_silence(error)
        return []


def _faults(client: PrismCentral, stores: list[Location]) -> Iterable[str]:
    # assumed: a Prism Central lists the stores of its own domain manager.
    client.require("datapolicies", _NAMED_SINCE, "protection policies with a recovery point store")
    if not client.speaks("dataprotection", _LISTED_SINCE):
        labels = ", ".join(f"'{location.label}'" for location in stores)
        pulumi.log.warn(
            f"The recovery point stores of {labels} cannot be checked: {client.endpoint} lists stores only from "
            f"dataprotection v4.{_LISTED_SINCE} on."
        )
        return
    own = {manager.id for manager in DomainManagers(client).list()}
    known = {store.id: store for store in RecoveryPointStores(client).list()}
    listed = ", ".join(f"'{store.label}' ({store.id})" for store in known.values()) or "none"
    for location in stores:
        store = known.get(str(location.recovery_point_store_id))
        # Stores of the other Prism Central are not read, because the other site may be gone.
        if store is None and location.domain_manager_id in own:
            yield (
                f"has {location.recovery_point_store_id} as the recovery point store of '{location.label}', which the "
                f"Prism Central at {client.endpoint} does not list. It lists {listed}. Correct the id, or deploy the "
                "store there first"
            )
        elif store is not None and store.is_healthy is False:
            pulumi.log.warn(
                f"Recovery point store '{store.label}' ({store.id}) of '{location.label}' is not healthy, so "
                "replication to it waits. Check it in Prism Central."
            )
