"""The pairing of the two Prism Centrals. Replication and recovery need it.

PRISM_PEER_USERNAME and PRISM_PEER_PASSWORD are the credentials of the other Prism Central. They are read when the
pairing is made, and sent in that one request to this site's Prism Central only.
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
    """A pairing is found by the name of the other Prism Central. An existing one is adopted, whoever made it, and stays
    at destroy while the two reach one another.
    """

    inputs = PairingInputs
    replace_on = ("domain_manager_id", "prism_central")

    def problems(self, inputs: PairingInputs) -> Iterable[tuple[str, str]]:
        """A port that does not exist."""
        if not 1 <= inputs.port <= 65535:
            yield "port", f"is {inputs.port}; expected 1 to 65535"

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called if the state does not hold the resource."""
        inputs, client = self.load(props), central()
        there = paired(client, inputs)
        found = there or register(client, inputs)
        return CreateResult(found.remote_id, _state(inputs, found, adopted=there is not None))

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: warns if the two do not reach one another, and forgets a pairing that is gone."""
        inputs = self.load(props)
        try:
            found = of_remote(central(), inputs, id_)
        except NotFoundError:
            found = None
        if found is None:
            return ReadResult("", {})
        return ReadResult(id_, _state(inputs, found, adopted=bool(props.get("adopted"))), inputs.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called if the address or the port has changed: pairs again, unless the two still reach one another."""
        inputs, client = self.load(news), central()
        found = of_remote(client, inputs, id_)
        if found is not None and found.connectivity_status == "DISCONNECTED":
            DomainManagers(client).unregister(inputs.domain_manager_id, id_, inputs.prism_central)
            found = None
        adopted = found is not None and bool(olds.get("adopted"))
        return UpdateResult(_state(inputs, found or register(client, inputs), adopted=adopted))

    @in_a_sentence
    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Called at destroy. The first of the two stacks ends the pairing for both."""
        inputs, client = self.load(props), central()
        try:
            found = of_remote(client, inputs, id_)
        except NotFoundError:
            return
        if found is None:
            return
        if props.get("adopted") and found.connectivity_status == "CONNECTED":
            pulumi.log.info(f"The pairing with Prism Central '{inputs.prism_central}' stays: it was there before.")
            return
        DomainManagers(client).unregister(inputs.domain_manager_id, id_, inputs.prism_central)


def _state(inputs: PairingInputs, found: Registration, *, adopted: bool) -> dict[str, Any]:
    if found.connectivity_status != "CONNECTED":
        pulumi.log.warn(
            f"The pairing with Prism Central '{inputs.prism_central}' is {found.connectivity_status}, so nothing is "
            "replicated. Check that Prism Central and the network between the sites."
        )
    state = {**inputs.dump(), "connectivity_status": found.connectivity_status or ""}
    # A state without the word is of an earlier release, which did not ask. It is as one that this stack has made.
    return {**state, "adopted": True} if adopted else state


class Pairing(signatures.Pairing, module="prism", name="Pairing", provider=PairingProvider):
    """Registers the Prism Central of the other site with this one, and unregisters it at destroy."""

    connectivity_status: pulumi.Output[str]

    @property
    def remote_domain_manager_id(self) -> pulumi.Output[str]:
        """The ``extId`` of the other domain manager."""
        return self.id
