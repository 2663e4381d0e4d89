"""Direct Connect connections: ids as AWS gives them, and errors that clients understand.

moto uses something like an ARN as the id of a connection, so its tags are never found. It answers with types that
clients cannot read, and with errors that Direct Connect does not have.
"""

from datetime import datetime
from typing import Any

from moto.directconnect.enums import ConnectionStateType
from moto.directconnect.models import Connection

from simulator.aws.base import (
    DirectConnectClientException,
    DirectConnectConnectionMixin,
    DirectConnectMixin,
    random_hex,
)


class DirectConnectConnectionBackend(DirectConnectMixin):
    """Repairs of moto's connection backend."""

    def get_connection(self, connection_id: str) -> Connection:
        """The living connection with this id. Raises DirectConnectClientException."""
        connection = self.connections.get(connection_id)
        if connection is None or connection.connection_state == ConnectionStateType.DELETED:
            raise DirectConnectClientException(f"Could not find Connection with ID {connection_id}")
        return connection

    def create_connection(self, *args: Any, tags: list[dict[str, str]] | None = None, **kwargs: Any) -> Connection:
        connection = super().create_connection(*args, **kwargs, tags=None)  # type: ignore[misc]
        del self.connections[connection.connection_id]
        connection.connection_id = f"dxcon-{random_hex(8)}"
        self.connections[connection.connection_id] = connection
        self.tag_new("dxcon", connection.connection_id, tags)
        return connection

    def describe_connections(self, connection_id: str | None) -> list[Connection]:
        return [self.get_connection(connection_id)] if connection_id else list(self.connections.values())

    def delete_connection(self, connection_id: str) -> Connection:
        connection = self.get_connection(connection_id)
        if used := [item.id for item in self.virtual_interfaces.values() if item.connection_id == connection_id]:
            # assumed: the message.
            raise DirectConnectClientException(f"Connection {connection_id} has virtual interfaces: {', '.join(used)}")
        connection.connection_state = ConnectionStateType.DELETED
        return connection


class DirectConnectConnectionShown(DirectConnectConnectionMixin):
    """Repairs of what moto shows of a connection."""

    def to_dict(self) -> dict[str, Any]:
        shown = super().to_dict()
        issued = datetime.strptime(shown["loaIssueTime"], "%Y-%m-%d %H:%M:%S")
        return {
            **shown,
            "hasLogicalRedundancy": "no",
            "loaIssueTime": issued.timestamp(),
            "ownerAccount": self.owner_account,
        }
