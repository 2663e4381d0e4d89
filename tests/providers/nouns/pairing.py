"""The pairing of two Prism Centrals under the lifecycle recipe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prism import PrismCentral
from prism.prism import DomainManagers, Registrations
from providers.pairing import PairingProvider
from tests.providers._noun import Noun


def unpaired(client: PrismCentral) -> dict[str, Any]:
    """The inputs of the pairing with Osaka, which is undone."""
    own = next(iter(DomainManagers(client).list())).id
    for found in [one for one in Registrations(client, own).list() if one.name == "pc-osaka"]:
        DomainManagers(client).unregister(own, found.remote_id, found.name)
    return {"domain_manager_id": own, "prism_central": "pc-osaka", "address": "pc-osaka", "port": 9440}


def _live(client: PrismCentral, inputs: Mapping[str, Any], owner: str) -> list[str]:
    found = Registrations(client, str(inputs["domain_manager_id"])).list()
    return [one.remote_id for one in found if one.name == inputs["prism_central"]]


def _undo(client: PrismCentral, ext_id: str, inputs: Mapping[str, Any]) -> None:
    unpaired(client)


NOUN = Noun(
    name="pairing",
    provider=PairingProvider,
    inputs=unpaired,
    collection=lambda client, state: Registrations(client, str(state["domain_manager_id"])),
    changes=lambda client: {"port": 9441, "address": "127.0.0.1"},
    live=_live,
    gone=_undo,
    exclusive=False,
)
