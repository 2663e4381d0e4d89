"""The site's Prism Central: the one that exists, or the one that comes with a cluster which this stack makes.

In zero compute there is neither while the site stands by. What this stack makes in the Prism Central of its own cluster
goes with the cluster: it is not deleted piece by piece when the cluster is terminated.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

import pulumi
from pulumi import Input, ResourceOptions

from components.cluster.nodes import new_cluster
from components.network import Network
from components.published import HostPort
from components.stack import Stack
from providers.nc2_cluster import Nc2Cluster
from providers.prism_site import PrismSite

_PORT = 9440


@dataclass(frozen=True)
class PrismCentral:
    """`site` is the looked-up Prism Central, None without a cluster; `cluster` is the one that this stack makes."""

    site: PrismSite | None
    cluster: Nc2Cluster | None

    @classmethod
    def of(cls, name: str, stack: Stack, *, network: Network) -> Self:
        """A cluster of this stack comes first, with its network; its Prism Central is looked up once it answers."""
        if not stack.model.has_cluster:
            return cls(None, None)
        site = stack.site
        cluster = new_cluster("cluster", stack, network=network)
        found = PrismSite(
            name,
            prism_central=site.prism_central,
            cluster=site.cluster,
            transit_vpc=site.transit_vpc,
            accepted_id=stack.model.accepted_changes.prism_central,
            opts=goes_with(cluster),
        )
        return cls(found, cluster)

    @property
    def published(self) -> Mapping[str, Input[Any] | None]:
        """The id of the Prism Central, and the address of a new one: the other Prism Central is paired with it.

        assumed: the other Prism Central reaches it at the virtual address that the NC2 console shows; where the console
        shows none, at the address at which this stack reaches it.
        """
        if self.site is None:
            return {}
        address = self.cluster.prism_central_addresses.apply(_address) if self.cluster else None
        return {"domain_manager_id": self.site.domain_manager_id, "prism_central_address": address}


def _address(told: Sequence[str] | None) -> HostPort | None:
    """Where it answers. `told`: the addresses that the console tells, the virtual one first."""
    endpoint = urlsplit(os.environ.get("PRISM_ENDPOINT", ""))
    if not told:
        return HostPort(endpoint.hostname, endpoint.port or _PORT) if endpoint.hostname else None
    # The console tells no port. This stack knows it if it uses one of these addresses.
    known = endpoint.port if endpoint.hostname in told else None
    return HostPort(told[0], known or _PORT)


def goes_with(cluster: Nc2Cluster | None, *, parent: pulumi.Resource | None = None) -> ResourceOptions:
    """Options of what is in the Prism Central of this cluster: made after it, and gone with it.

    Without a cluster of this stack: nothing but the parent.
    """
    if cluster is None:
        return ResourceOptions(parent=parent)
    return ResourceOptions(parent=parent, depends_on=[cluster], deleted_with=cluster)
