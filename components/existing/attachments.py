"""Attachments to transit gateways, as AWS describes them."""

from collections.abc import Mapping
from typing import Any

from components.existing.lookup import LookUps


def attachments(ask: LookUps, **wanted: str) -> list[dict[str, Any]]:
    """Those whose filters have these values, such as `resource_id`; a filter refuses no unknown id. Raises ClientError.

    To be given to `look_up` or `list`.
    """
    filters = [{"Name": name.replace("_", "-"), "Values": [value]} for name, value in wanted.items()]
    found: list[dict[str, Any]] = ask.ask("ec2", "describe_transit_gateway_attachments", Filters=filters)[
        "TransitGatewayAttachments"
    ]
    return found


def attachment(ask: LookUps, id: str) -> dict[str, Any] | None:
    """The one of this id, if there is one."""
    return next(iter(attachments(ask, transit_gateway_attachment_id=id)), None)


def has_name(attachment: Mapping[str, Any], name: str) -> bool:
    """Whether its Name tag is this."""
    return {"Key": "Name", "Value": name} in (attachment.get("Tags") or [])


def table_of(attachment: Mapping[str, Any]) -> str | None:
    """The route table that it is associated with."""
    return (attachment.get("Association") or {}).get("TransitGatewayRouteTableId")
