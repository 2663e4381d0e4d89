"""The site's Prism Central: the one that is there, or the one that comes with a cluster which this stack makes.

In zero compute there is neither while the site stands by. Everything in a Prism Central that comes with a cluster of
this stack goes with that cluster: nothing of it is deleted one by one when the cluster is terminated, whose end it is.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

import pulumi
from pulumi import Input, ResourceOptions

from components.network.network import Network
from components.recovery.cluster_nodes import new_cluster
from providers.nc2_cluster import Nc2Cluster
from providers.prism_site import PrismSite
from topology import SiteModel


@dataclass(frozen=True)
class Central:
    """`prism` is None where there is no cluster; `cluster` is what this stack makes, None for one that is there."""

    prism: PrismSite | None
    cluster: Nc2Cluster | None

    @classmethod
    def of(cls, model: SiteModel, name: str, *, network: Network) -> Self:
        """The cluster comes first, with its network; its Prism Central is looked up once it answers."""
        if not model.has_cluster:
            return cls(None, None)
        site = model.me
        cluster = new_cluster("cluster", model=model, network=network)
        prism = PrismSite(
            name,
            prism_central=site.prism_central,
            cluster=site.cluster,
            transit_vpc=site.transit_vpc,
            opts=goes_with(cluster),
        )
        return cls(prism, cluster)

    @property
    def published(self) -> Mapping[str, Input[str] | None]:
        """What the other stack has to know. Of a new Prism Central also where it is: the other's is paired with it.

        assumed: the other Prism Central reaches it at the address at which this stack does.
        """
        if self.prism is None:
            return {}
        found = urlsplit(os.environ.get("PRISM_ENDPOINT", "")) if self.cluster else None
        address = f"{found.hostname}:{found.port or 9440}" if found and found.hostname else None
        return {"domain_manager_id": self.prism.domain_manager_id, "prism_central_address": address}


def goes_with(cluster: Nc2Cluster | None, *, parent: pulumi.Resource | None = None) -> ResourceOptions:
    """For what is in the Prism Central of this cluster: after it, and gone with it. No cluster of ours: as ever."""
    if cluster is None:
        return ResourceOptions(parent=parent)
    return ResourceOptions(parent=parent, depends_on=[cluster], deleted_with=cluster)


def published(*parts: object) -> dict[str, Input[str] | None]:
    """What these parts publish, those of them that are there."""
    return {name: value for part in parts for name, value in getattr(part, "published", {}).items()}
