"""A snapshot of both sites of an estate."""

from __future__ import annotations

from collections.abc import Iterator

from tests.estates import seen_in_aws, seen_in_prism
from tests.estates.estate import Estate
from tests.estates.in_aws import Clients
from tests.estates.in_prism import Centrals
from tests.estates.snapshot import Held, Snapshot


def look(estate: Estate, clients: Clients, centrals: Centrals) -> Snapshot:
    """What both sites hold now. The zones of Route 53 are in no region: they count as the home site's."""
    return Snapshot.of(_parts(estate, clients, centrals))


def _parts(estate: Estate, clients: Clients, centrals: Centrals) -> Iterator[tuple[str, Held]]:
    for name in (site.name for site in estate.sites):
        ec2, client = clients("ec2", name), centrals(name)
        yield name, seen_in_aws.network(ec2)
        yield name, seen_in_aws.transit_gateways(ec2)
        yield name, seen_in_aws.load_balancers(clients("elbv2", name))
        yield name, seen_in_prism.networks(client)
        yield name, seen_in_prism.machines(client)
        yield name, seen_in_prism.protection(client)
    yield estate.home.name, seen_in_aws.zones(clients("route53", estate.home.name))
