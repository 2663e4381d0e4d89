"""What AWS's console and command line hand out of a VPN connection, told apart by how it begins."""

import json
import re
from typing import Any

import yaml

from mikrotik.errors import MikrotikError

_COMMAND = (
    "Save it with: aws ec2 describe-vpn-connections --region REGION --vpn-connection-ids vpn-... --output json > "
    "vpn.json, and give vpn.json"
)
_YAML = re.compile(
    rb"^(- +)?(VpnConnections|VpnConnection|CustomerGatewayConfiguration|VpnConnectionId):", re.MULTILINE
)
_WEB_PAGE = re.compile(rb"<(!doctype +)?html\b", re.IGNORECASE)
_OTHERS = (
    (re.compile(rb"Amazon Web Services\s+\W*\s*Virtual Private Cloud"), "the console's download for a device"),
    (re.compile(rb"\A(VPNCONNECTIONS|VPNCONNECTION|OPTIONS|TUNNELOPTIONS)\t"), "the answer with --output text"),
    (re.compile(rb"\A[-+|]{3,}|\A\| "), "the answer with --output table"),
    (re.compile(rb"\A(None|null)?\s*\Z"), "empty: the query has found nothing"),
)
_NEITHER = "neither XML nor JSON nor YAML"


def parsed(content: bytes, name: str) -> Any:
    """The bytes of an XML, or what a JSON or YAML holds.

    Raises MikrotikError, with the command that saves a readable file, for any other text. No message shows the text,
    which may hold keys.
    """
    content = content.strip()
    if content.startswith(b"<"):
        if _WEB_PAGE.match(content):
            raise MikrotikError(f"{name} is a web page. {_COMMAND}.")
        return content
    if content.startswith((b"{", b"[", b'"')):
        return _json(content, name)
    if _YAML.search(content):
        return _yaml(content, name)
    what = next((what for pattern, what in _OTHERS if pattern.search(content[:4096])), _NEITHER)
    raise MikrotikError(f"{name} is {what}. {_COMMAND}.")


def not_connections(name: str) -> MikrotikError:
    """The error for a JSON or YAML of something else."""
    return MikrotikError(f"{name} is not an answer of describe-vpn-connections: it has no VpnConnections. {_COMMAND}.")


def _json(content: bytes, name: str) -> Any:
    try:
        return json.loads(content.decode())
    except (ValueError, RecursionError):
        # The decoder's message would quote the text, which holds keys.
        raise MikrotikError(f"{name} is not JSON in UTF-8. {_COMMAND}.") from None


def _yaml(content: bytes, name: str) -> Any:
    try:
        found = yaml.safe_load(content.decode())
    except (ValueError, RecursionError, yaml.YAMLError):
        raise MikrotikError(f"{name} is not YAML in UTF-8. {_COMMAND}.") from None
    # --output yaml-stream makes a list of answers.
    if isinstance(found, list) and len(found) == 1 and isinstance(found[0], dict) and "VpnConnections" in found[0]:
        return found[0]
    return found
