"""How the pairing of two Prism Centrals is made and found."""

from __future__ import annotations

import os

from prism import ConfigurationError, Pauses, PrismCentral, PrismError
from prism.prism import DomainManagers, Registration, Registrations
from providers.base import Inputs

# Enough for the two to connect. If it takes longer, a later refresh shows the state.
_MEET_SECONDS = 30.0


class PairingInputs(Inputs):
    """``prism_central`` is the name of the other Prism Central, ``address`` its IPv4 address or host name."""

    domain_manager_id: str
    prism_central: str
    address: str
    port: int = 9440


def register(client: PrismCentral, inputs: PairingInputs) -> Registration:
    """Pairs the two and waits until they are connected.

    Raises ConfigurationError, and ends the pairing, if a Prism Central of another name answers.
    """
    username, password = _credentials(inputs)
    before = {found.remote_id for found in Registrations(client, inputs.domain_manager_id).list()}
    managers = DomainManagers(client)
    try:
        managers.register(inputs.domain_manager_id, inputs.address, inputs.port, username, password)
    except PrismError:
        # The other stack, or a task of a killed run, may have made the pairing meanwhile.
        found = paired(client, inputs)
        if found is None:
            raise
        return found
    fresh = _met(client, inputs, before)
    for found in fresh:
        if found.name == inputs.prism_central:
            return found
    for stranger in fresh:
        managers.unregister(inputs.domain_manager_id, stranger.remote_id, stranger.name)
    names = ", ".join(f"'{one.label}'" for one in fresh) or "one without a name"
    raise ConfigurationError(
        f"{inputs.address}:{inputs.port} is not Prism Central '{inputs.prism_central}': {names} answered there. The "
        "pairing was ended. Correct the address, or the name of the Prism Central in the configuration of its site."
    )


def _met(client: PrismCentral, inputs: PairingInputs, before: set[str]) -> list[Registration]:
    """The new registrations, once they are listed and no longer pending."""
    pauses = Pauses(_MEET_SECONDS)
    while True:
        others = Registrations(client, inputs.domain_manager_id).list()
        fresh = [one for one in others if one.remote_id not in before]
        if (fresh and all(one.connectivity_status != "PENDING" for one in fresh)) or not pauses.wait():
            return fresh


def _credentials(inputs: PairingInputs) -> tuple[str, str]:
    names = ("PRISM_PEER_USERNAME", "PRISM_PEER_PASSWORD")
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        raise ConfigurationError(
            f"{' and '.join(missing)} not set: pairing with Prism Central '{inputs.prism_central}' at "
            f"{inputs.address}:{inputs.port} needs a user of that Prism Central. Set both, then run pulumi up."
        )
    return os.environ[names[0]], os.environ[names[1]]


def paired(client: PrismCentral, inputs: PairingInputs) -> Registration | None:
    """The pairing with the Prism Central of this name, or None."""
    found = Registrations(client, inputs.domain_manager_id).list()
    return next((one for one in found if one.name == inputs.prism_central), None)


def of_remote(client: PrismCentral, inputs: PairingInputs, remote_id: str) -> Registration | None:
    """The pairing with this domain manager, or None."""
    found = Registrations(client, inputs.domain_manager_id).list()
    return next((one for one in found if one.remote_id == remote_id), None)
