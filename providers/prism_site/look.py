"""What the names of a site stand for in its Prism Central."""

from __future__ import annotations

from typing import Any

from prism import ConfigurationError, ConflictError, NotFoundError, PrismCentral
from prism.clustermgmt import Clusters
from prism.networking import Vpcs
from prism.prism import DomainManagers
from providers.base import Inputs, central, not_there
from providers.prism_site import messages


class PrismSiteInputs(Inputs):
    """The names that Prism Central shows.

    ``accepted_id`` is the id of a Prism Central that takes the place of the one in the state.
    """

    prism_central: str
    cluster: str
    transit_vpc: str
    accepted_id: str | None = None


class AbsentError(NotFoundError):
    """Nothing has the name that ``field`` gives."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def look_up(inputs: PrismSiteInputs) -> dict[str, Any]:
    return {**inputs.dump(), **ids(central(), inputs)}


def ids(client: PrismCentral, inputs: PrismSiteInputs) -> dict[str, str]:
    domain_manager_id = _expect_site(client, inputs)
    cluster = Clusters(client).find_by_name(inputs.cluster)
    if cluster is None or cluster.is_prism_central:
        names = [one.label for one in Clusters(client).list() if not one.is_prism_central]
        raise AbsentError("cluster", not_there(client, "cluster", inputs.cluster, names, "sites.<site>.cluster"))
    vpc = Vpcs(client).find_by_name(inputs.transit_vpc)
    if vpc is None:
        names = [one.label for one in Vpcs(client).list()]
        hint = "sites.<site>.transitVpc, and whether Flow Virtual Networking is enabled on the cluster"
        raise AbsentError("transit_vpc", not_there(client, "VPC", inputs.transit_vpc, names, hint))
    return {"domain_manager_id": domain_manager_id, "cluster_id": cluster.id, "transit_vpc_id": vpc.id}


def _expect_site(client: PrismCentral, inputs: PrismSiteInputs) -> str:
    found = DomainManagers(client).find_by_name(inputs.prism_central)
    if found is not None:
        return found.id
    names = ", ".join(f"'{manager.label}'" for manager in DomainManagers(client).list()) or "one without a name"
    raise ConfigurationError(
        f"The Prism Central at {client.endpoint} is {names}, but this stack belongs to '{inputs.prism_central}'. "
        "Set PRISM_ENDPOINT and the credentials of the site of this stack."
    )


def is_another(inputs: PrismSiteInputs, olds: dict[str, Any], news: dict[str, Any]) -> bool:
    """Whether this is an accepted other Prism Central. Raises ConflictError for one that nobody has accepted."""
    was, now = olds.get("domain_manager_id"), news["domain_manager_id"]
    if was in (None, now):
        return False
    if inputs.accepted_id == now:
        return True
    raise ConflictError(messages.another(inputs.prism_central, str(was), str(now)))
