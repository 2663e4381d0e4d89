"""The source of a VPN connection: EC2 of any region, or a saved file."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from mikrotik import saved_file
from mikrotik.connection import saved_forms
from mikrotik.connection.pre_shared_keys import Keys
from mikrotik.connection.vpn_connection import VpnConnection, from_configuration, from_description
from mikrotik.errors import MikrotikError

Description = Mapping[str, Any]


def from_aws(
    region: str | None, connection_id: str | None = None, tag: str | None = None, keys: Keys | None = None
) -> VpnConnection:
    """The one connection of a region with that id, or that tag ("Key=Value"); the only one when neither is given.

    Endpoint, credentials and default region come from the environment, as for every AWS tool. Raises MikrotikError when
    none or several match, or EC2 cannot be asked.
    """
    try:
        ec2 = boto3.client("ec2", region_name=region)
        # All connections are read, so that an unknown id gets a message of ours.
        found = ec2.describe_vpn_connections()["VpnConnections"]
    except (BotoCoreError, ClientError) as error:
        where = region or "the default region"
        raise MikrotikError(f"Could not read the VPN connections of {where}: {error}") from error
    return from_description(chosen(found, connection_id, tag, f"region {ec2.meta.region_name}"), keys)


def from_file(
    path: Path, connection_id: str | None = None, tag: str | None = None, keys: Keys | None = None
) -> VpnConnection:
    """The connection of a saved XML, or of describe-vpn-connections in JSON or YAML. Only the file is read."""
    parsed = saved_forms.parsed(saved_file.read_bytes(path), path.name)
    texts = parsed if isinstance(parsed, list) else [parsed]
    if texts and all(isinstance(text, str | bytes) for text in texts):
        found = [from_configuration(text.encode() if isinstance(text, str) else text, keys) for text in texts]
        return _of_texts(found, connection_id, path.name)
    return from_description(chosen(_connections(parsed, path.name), connection_id, tag, path.name), keys)


def _of_texts(found: Sequence[VpnConnection], connection_id: str | None, name: str) -> VpnConnection:
    matching = [connection for connection in found if connection_id in (None, connection.id)]
    if len(matching) == 1:
        return matching[0]
    described = ", ".join(connection.id for connection in found)
    if not matching:
        raise MikrotikError(f"{name} describes {described}, not {connection_id}.")
    raise MikrotikError(f"{name} describes {described}. Select one with --id.")


def chosen(found: Iterable[Description], connection_id: str | None, tag: str | None, where: str) -> Description:
    """The connection that matches. A deleted one counts only if it is selected by its id."""
    matching = [item for item in found if _matches(item, connection_id, tag)]
    wanted = " and ".join(filter(None, [connection_id, tag and f"tag {tag}"])) or "any description"
    living = [item for item in matching if item.get("State") not in ("deleted", "deleting")]
    if len(living) == 1 or (len(matching) == 1 and connection_id):
        return (living or matching)[0]
    if not living:
        gone = ", ".join(f"{item.get('VpnConnectionId')} ({item.get('State')})" for item in matching)
        raise MikrotikError(
            f"{where} has no VPN connection of {wanted}"
            + (f" but {gone}. A deleted connection has no configuration." if gone else ". Check the region and the id.")
        )
    lines = "\n".join(f"  {_line(item)}" for item in living)
    raise MikrotikError(f"{where} has {len(living)} VPN connections of {wanted}. Select one with --id:\n{lines}")


def _connections(parsed: Any, name: str) -> list[Description]:
    if isinstance(parsed, dict):
        parsed = parsed.get("VpnConnections", [parsed.get("VpnConnection", parsed)])
    if not isinstance(parsed, list) or not all(isinstance(item, dict) and "VpnConnectionId" in item for item in parsed):
        raise saved_forms.not_connections(name)
    return parsed


def _matches(item: Description, connection_id: str | None, tag: str | None) -> bool:
    if connection_id is not None and item.get("VpnConnectionId") != connection_id:
        return False
    if tag is None:
        return True
    key, separator, value = tag.partition("=")
    if not separator:
        raise MikrotikError(f"The tag {tag!r} is not of the form Key=Value.")
    return any(one.get("Key") == key and one.get("Value") == value for one in item.get("Tags") or [])


def _line(item: Description) -> str:
    tags = ", ".join(f"{one.get('Key')}={one.get('Value')}" for one in item.get("Tags") or [])
    return f"{item.get('VpnConnectionId')}  {item.get('State')}  {tags}"
