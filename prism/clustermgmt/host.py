"""Hosts: the nodes of a cluster. API: ``clustermgmt/v4.x/config/hosts``, the hosts of every cluster."""

from __future__ import annotations

from prism.collection import Collection
from prism.model import Entity, Model


class HostCluster(Model):
    """The cluster a host is a node of."""

    uuid: str | None = None


class Host(Entity):
    """``memory_size_bytes`` is all that the node has, the part of its controller VM included."""

    host_name: str | None = None
    memory_size_bytes: int | None = None
    number_of_cpu_cores: int | None = None
    cluster: HostCluster | None = None

    @property
    def name(self) -> str | None:
        """The node's name."""
        return self.host_name


class Hosts(Collection[Host]):
    """The hosts a Prism Central knows; they are read only."""

    namespace, path, kind = "clustermgmt", "config/hosts", "host"
    model = Host
