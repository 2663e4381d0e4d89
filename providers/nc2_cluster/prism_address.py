"""Where the Prism Central of a cluster that this stack makes answers: only the NC2 console knows.

The console tells it for new clusters. Where it does not, PRISM_ENDPOINT is taken to be right.
"""

from __future__ import annotations

import os
import socket
from urllib.parse import urlsplit

import pulumi

from nc2_console import Cluster, Console, ConsoleError
from providers.nc2_cluster.inputs import Nc2ClusterInputs

_PORT = 9440


def told(console: Console, cluster: Cluster, inputs: Nc2ClusterInputs) -> tuple[str, ...]:
    """The addresses that the console tells, the virtual one first. Empty where it tells none. Raises ConsoleError."""
    new, account = inputs.new, cluster.cloud_account_id
    if new is None or account is None:
        return ()
    place = (inputs.region, inputs.availability_zone, new.vpc_id, new.prism_central_subnet_id)
    found = console.prism_centrals.in_subnet(account, *place)
    return found.addresses if found else ()


def told_of_new(console: Console, cluster: Cluster, inputs: Nc2ClusterInputs) -> tuple[str, ...]:
    """The same after a run, whose end it never spoils: a console that does not tell is reported, not an error.

    Warns of a PRISM_ENDPOINT that leads to another address.
    """
    if inputs.new is None:
        return ()
    try:
        addresses, why = told(console, cluster, inputs), "it lists none"
    except ConsoleError as error:
        addresses, why = (), str(error).rstrip(".")
    if not addresses:
        pulumi.log.info(
            f"The NC2 console did not tell where the Prism Central of '{inputs.name}' answers: {why}. The address in "
            "the environment of this stack is taken for it."
        )
    elif host := not_among(os.environ.get("PRISM_ENDPOINT", ""), addresses):
        pulumi.log.warn(
            f"PRISM_ENDPOINT leads to {host}, but the NC2 console shows the Prism Central of '{inputs.name}' at "
            f"{' and '.join(addresses)}. If {host} is not a load balancer or a NAT in front of it, set PRISM_ENDPOINT "
            f"to {endpoint(addresses[0])}, then run pulumi up again."
        )
    return addresses


def not_among(set_to: str, addresses: tuple[str, ...]) -> str | None:
    """The host of an endpoint that leads to none of these addresses. None also where that is not known."""
    try:
        host = urlsplit(set_to).hostname
        leads_to = {str(found[4][0]) for found in socket.getaddrinfo(host, None)} if host else set()
    except (OSError, ValueError):
        return None
    return host if leads_to and not leads_to & set(addresses) else None


def to_set(addresses: tuple[str, ...]) -> str:
    """What to do where the environment names no Prism Central of the cluster, or another one."""
    if addresses:
        return f"Set PRISM_ENDPOINT to {endpoint(addresses[0])}, as the NC2 console shows it, and set"
    return "Find its address in the NC2 console, set PRISM_ENDPOINT and"


def endpoint(address: str) -> str:
    """The value of PRISM_ENDPOINT for an address."""
    return f"https://{f'[{address}]' if ':' in address else address}:{_PORT}"
