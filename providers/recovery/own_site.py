"""Whose Prism Central this is: the guard in front of every act on VMs.

An environment may name the other site's Prism Central, and there the workload runs. So every function that powers VMs
on or off, marks them or deletes them takes an ``OwnSite``, and ``expect_own_prism_central`` alone makes one.
"""

from __future__ import annotations

from dataclasses import InitVar, dataclass

from prism import NotFoundError, PrismCentral
from prism.prism import DomainManagers

_SEAL = object()


@dataclass(frozen=True)
class OwnSite:
    """This site's own Prism Central, recognised by the name of its domain manager.

    ``name`` is that name, ``domain_manager_id`` its id.
    """

    client: PrismCentral
    name: str
    domain_manager_id: str
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("Only expect_own_prism_central makes an OwnSite.")


def expect_own_prism_central(client: PrismCentral, name: str, site: str) -> OwnSite:
    """The Prism Central of ``site``, whose domain manager is called ``name``. Reads only.

    Raises NotFoundError if the environment names another one.
    """
    found = DomainManagers(client).find_by_name(name)
    if found is None:
        raise NotFoundError(
            f"The Prism Central at {client.endpoint} is not '{name}'. Nothing was changed. Set PRISM_ENDPOINT and the "
            f"credentials of {site}."
        )
    return OwnSite(client, name, found.id, _SEAL)
