"""The pairing of this site's Prism Central with the other's, which replication and recovery need.

The other's credentials come from PRISM_PEER_USERNAME and PRISM_PEER_PASSWORD when the pairing is made, and go nowhere
but into that one request to this site's Prism Central.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, ReadResult, UpdateResult

from prism import NotFoundError
from prism.prism import DomainManagers, Registration
from providers.base import CheckedProvider, central, in_a_sentence, signatures
from providers.pairing.run import PairingInputs, of_remote, paired, register

__all__ = ["Pairing", "PairingInputs", "PairingProvider"]


class PairingProvider(CheckedProvider[PairingInputs]):
    """Known by the other's name, so that a pairing which is there already, made by whomever, is taken over."""

    inputs = PairingInputs
    replace_on = ("domain_manager_id", "prism_central")

    def problems(self, inputs: PairingInputs) -> Iterable[tuple[str, str]]:
        """What no Prism Central listens on."""
        if not 1 <= inputs.port <= 65535:
            yield "port", f"is {inputs.port}; expected 1 to 65535"

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called when the state holds no such resource."""
        inputs, client = self.load(props), central()
        found = paired(client, inputs) or register(client, inputs)
        return CreateResult(found.remote_id, _state(inputs, found))

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: warns where the two do not reach one another, forgets what is not paired any more."""
        inputs = self.load(props)
        try:
            found = of_remote(central(), inputs, id_)
        except NotFoundError:
            found = None
        return ReadResult(id_, _state(inputs, found), inputs.dump()) if found else ReadResult("", {})

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called when the address or the port changed: pairs anew, unless the two still reach one another."""
        inputs, client = self.load(news), central()
        found = of_remote(client, inputs, id_)
        if found is not None and found.connectivity_status == "DISCONNECTED":
            DomainManagers(client).unregister(inputs.domain_manager_id, id_, inputs.prism_central)
            found = None
        return UpdateResult(_state(inputs, found or register(client, inputs)))

    @in_a_sentence
    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Called at destroy; whichever side comes first ends the pairing for both."""
        inputs, client = self.load(props), central()
        try:
            if of_remote(client, inputs, id_) is not None:
                DomainManagers(client).unregister(inputs.domain_manager_id, id_, inputs.prism_central)
        except NotFoundError:
            return


def _state(inputs: PairingInputs, found: Registration) -> dict[str, Any]:
    if found.connectivity_status != "CONNECTED":
        pulumi.log.warn(
            f"The pairing with Prism Central '{inputs.prism_central}' is {found.connectivity_status}: nothing is "
            "replicated meanwhile. Look at that Prism Central and at the way to it."
        )
    return {**inputs.dump(), "connectivity_status": found.connectivity_status or ""}


class Pairing(signatures.Pairing, module="prism", name="Pairing", provider=PairingProvider):
    """Registers the other site's Prism Central with this one, and unregisters it at destroy."""

    connectivity_status: pulumi.Output[str]

    @property
    def remote_domain_manager_id(self) -> pulumi.Output[str]:
        """The ``extId`` of the other's domain manager."""
        return self.id
