"""The names and comments that identify a connection's entries on the router."""

from mikrotik.decisions.design import Design


def tag(connection_id: str) -> str:
    """The beginning of each of our comments for this connection. The id has no character with a meaning in RouterOS."""
    return f"aws {connection_id}: "


def comment(design: Design, role: str) -> str:
    return tag(design.connection.id) + role


def own(design: Design, role: str) -> str:
    """A name on the router: the connection's id and the role."""
    return f"{design.connection.id}-{role}"


def inside(design: Design) -> str:
    """The interface that holds the inside addresses."""
    return design.connection.id


def lan_list(design: Design) -> str:
    return own(design, "lan")


def aws_list(design: Design) -> str:
    return own(design, "aws")


def peer_list(design: Design) -> str:
    return own(design, "peers")
