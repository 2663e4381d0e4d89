"""From an AWS site-to-site VPN connection to a MikroTik RouterOS configuration.

Pure but for `source`, which reads EC2 or a file. Nothing here writes to a router.
"""

from .check import Check, check
from .design import Design, design
from .diagram import svg, text
from .errors import MikrotikError, Refused
from .export import Export
from .export import parse as parse_export
from .removal import removal
from .router import Router, router
from .script import script
from .source import from_aws, from_file
from .version import Version, version
from .vpn_connection import VpnConnection, from_configuration, from_description

__all__ = [
    "Check",
    "Design",
    "Export",
    "MikrotikError",
    "Refused",
    "Router",
    "Version",
    "VpnConnection",
    "check",
    "design",
    "from_aws",
    "from_configuration",
    "from_description",
    "from_file",
    "parse_export",
    "removal",
    "router",
    "script",
    "svg",
    "text",
    "version",
]
