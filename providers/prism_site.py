"""The site in its Prism Central: looked up, never made. Refuses the Prism Central of another site."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, ReadResult, UpdateResult

from prism import AmbiguousNameError, ConfigurationError, NotFoundError, PrismCentral, UnreachableError
from prism.clustermgmt import Clusters
from prism.networking import Vpcs
from prism.prism import DomainManagers
from providers.base import PREVIEW, CheckedProvider, Inputs, central, in_a_sentence, signatures, tell_silence


class PrismSiteInputs(Inputs):
    """The names that Prism Central shows."""

    prism_central: str
    cluster: str
    transit_vpc: str


class PrismSiteProvider(CheckedProvider[PrismSiteInputs]):
    """Looks up three ids by name. Deleting the resource deletes nothing."""

    inputs = PrismSiteInputs

    def problems(self, inputs: PrismSiteInputs) -> Iterable[tuple[str, str]]:
        """Refuses the Prism Central of another site at preview already, if it answers."""
        if not os.environ.get("PRISM_ENDPOINT"):
            # The program refuses a missing endpoint if there is a Prism Central. Here its cluster is not made yet.
            pulumi.log.info(
                f"'{inputs.prism_central}' will be made with its cluster. Set PRISM_ENDPOINT once the cluster is there."
            )
            return
        try:
            _expect_site(central(PREVIEW), inputs)
        except (AmbiguousNameError, ConfigurationError) as error:
            yield "prism_central", str(error)
        except UnreachableError as error:
            tell_silence(error)

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called if the state does not hold the resource."""
        outs = _look_up(self.load(props))
        return CreateResult(outs["domain_manager_id"], outs)

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh."""
        inputs = self.load(props)
        return ReadResult(id_, _look_up(inputs), inputs.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called if a name has changed."""
        return UpdateResult(_look_up(self.load(news)))


def _look_up(inputs: PrismSiteInputs) -> dict[str, Any]:
    client = central()
    domain_manager_id = _expect_site(client, inputs)
    cluster = Clusters(client).find_by_name(inputs.cluster)
    if cluster is None or cluster.is_prism_central:
        raise NotFoundError(_absent(client, "cluster", inputs.cluster, "its name in the site's configuration"))
    vpc = Vpcs(client).find_by_name(inputs.transit_vpc)
    if vpc is None:
        raise NotFoundError(
            _absent(client, "VPC", inputs.transit_vpc, "that Flow Virtual Networking is enabled on the cluster")
        )
    ids = {"domain_manager_id": domain_manager_id, "cluster_id": cluster.id, "transit_vpc_id": vpc.id}
    return {**inputs.dump(), **ids}


def _expect_site(client: PrismCentral, inputs: PrismSiteInputs) -> str:
    found = DomainManagers(client).find_by_name(inputs.prism_central)
    if found is not None:
        return found.id
    names = ", ".join(f"'{manager.label}'" for manager in DomainManagers(client).list()) or "one without a name"
    raise ConfigurationError(
        f"The Prism Central at {client.endpoint} is {names}, but this stack belongs to '{inputs.prism_central}'. "
        "Set PRISM_ENDPOINT and the credentials of the site of this stack."
    )


def _absent(client: PrismCentral, kind: str, name: str, what: str) -> str:
    return f"The Prism Central at {client.endpoint} has no {kind} named '{name}'. Check {what}, then run pulumi up."


class PrismSite(signatures.PrismSite, module="prism", name="PrismSite", provider=PrismSiteProvider):
    """The ids of the domain manager, the cluster and the transit VPC of this site, looked up by their names."""

    domain_manager_id: pulumi.Output[str]
    cluster_id: pulumi.Output[str]
    transit_vpc_id: pulumi.Output[str]
