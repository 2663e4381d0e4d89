"""Domain managers: Prism Centrals, which recovery plans know as sites.

API: ``prism/v4.x/config/domain-managers``, and ``prism/v4.x/management/domain-managers/{extId}/$actions/...`` for
pairing two of them.
"""

from __future__ import annotations

from ipaddress import IPv4Address
from typing import Any

from prism.collection import Collection
from prism.errors import Subject
from prism.model import Entity, Model


class DomainManagerConfig(Model):
    """Holds the name."""

    name: str | None = None


class DomainManager(Entity):
    """``ext_id`` is what protection policies and recovery plans call a location."""

    config: DomainManagerConfig | None = None

    @property
    def label(self) -> str:
        """The name of the Prism Central."""
        return (self.config and self.config.name) or self.id

    @property
    def name(self) -> str | None:
        """The name of the Prism Central."""
        return self.config.name if self.config else None


class DomainManagers(Collection[DomainManager]):
    """The domain managers this Prism Central knows. The list has neither pages nor filters."""

    namespace, path, kind = "prism", "config/domain-managers", "domain manager"
    paged = False
    model = DomainManager

    def register(self, ext_id: str, address: str, port: int, username: str, password: str) -> None:
        """Pairs this domain manager with the Prism Central at the address, both ways, and waits for it."""
        credentials = {"authentication": {"username": username, "password": password}}
        remote = {"address": _address(address), "credentials": credentials, "port": port}
        spec = {
            "$objectType": "prism.v4.management.DomainManagerRemoteClusterSpec",
            "remoteCluster": remote,
            "cloudType": "NUTANIX_HOSTED_CLOUD",
        }
        self._manage(ext_id, "register", {"remoteCluster": spec}, f"register {address}:{port} with")

    def unregister(self, ext_id: str, remote_id: str, name: str = "") -> None:
        """Ends the pairing with the remote domain manager. Raises ConflictError while a plan or policy needs it."""
        self._manage(ext_id, "unregister", {"extId": remote_id}, f"unregister '{name}' ({remote_id}) from")

    def _manage(self, ext_id: str, action: str, body: dict[str, Any], verb: str) -> None:
        # assumed: unregister takes the domain manager's ETag, too; one official client sends another's, one none.
        def post(current: DomainManager) -> None:
            subject = Subject(verb, self.kind, current.label, ext_id)
            path = f"management/domain-managers/{ext_id}/$actions/{action}"
            reply = self._central.call(subject, "POST", self.namespace, path, body=body, etag=current.etag)
            self._finish(subject, reply.data)

        self._on_current(ext_id, post)


def _address(value: str) -> dict[str, Any]:
    try:
        return {"ipv4": {"value": str(IPv4Address(value))}}
    except ValueError:
        return {"fqdn": {"value": value}}
