"""From an AWS site-to-site VPN connection to a MikroTik RouterOS configuration.

Only `connection.source` reads anything, EC2 or a file; the rest is pure. Nothing here writes to a router.
"""

from mikrotik.checks.check import Check, check
from mikrotik.command import DIFFERS, add_options, run_command
from mikrotik.connection.source import from_aws, from_file
from mikrotik.connection.vpn_connection import VpnConnection, from_configuration, from_description
from mikrotik.decisions.design import Design, design
from mikrotik.diagram import svg, text
from mikrotik.errors import MikrotikError, Refused
from mikrotik.routeros.export import Export
from mikrotik.routeros.export import parse as parse_export
from mikrotik.routeros.router import Router, router
from mikrotik.routeros.version import Version, version
from mikrotik.scripts.removal import removal
from mikrotik.scripts.script import script

__all__ = [
    "DIFFERS",
    "Check",
    "Design",
    "Export",
    "MikrotikError",
    "Refused",
    "Router",
    "Version",
    "VpnConnection",
    "add_options",
    "check",
    "design",
    "from_aws",
    "from_configuration",
    "from_description",
    "from_file",
    "parse_export",
    "removal",
    "router",
    "run_command",
    "script",
    "svg",
    "text",
    "version",
]
