"""The command: a RouterOS configuration from a VPN connection, checked, drawn, or taken away."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from mikrotik.checks.check import check
from mikrotik.connection.pre_shared_keys import given_keys
from mikrotik.connection.source import from_aws, from_file
from mikrotik.connection.vpn_connection import VpnConnection
from mikrotik.decisions.design import Design, design
from mikrotik.diagram import svg, text
from mikrotik.errors import MikrotikError
from mikrotik.routeros.export import parse
from mikrotik.routeros.router import router
from mikrotik.routeros.version import version
from mikrotik.saved_file import read_text
from mikrotik.scripts.removal import removal
from mikrotik.scripts.script import script

OfStack = Callable[[str], tuple[str, str]]
"""The id of a stack's VPN connection and its region, by the stack's name."""
_NEEDED = (
    "mikrotik needs three things: the VPN connection (--stack, --id, --tag or --file), the router's version "
    "(--routeros), and the router's own side (--router, or --wan-interface and its options).{missing} Example:\n"
    "  mikrotik --stack tokyo --routeros 7.20.1 --router router.yaml --output vpn"
)
_PRIVATE = 0o600
DIFFERS = 3
"""The exit code of --check for a router that differs. What cannot be read at all is 1, a wrong option 2."""
_LOCAL = (
    "wanInterface",
    "wanAddress",
    "lanPrefixes",
    "awsPrefixes",
    "asn",
    "natTraversal",
    "routerId",
    "wanMtu",
    "primary",
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a parser the command's options."""
    source = parser.add_argument_group("the VPN connection (one of --id, --tag and --stack, or --file)")
    source.add_argument("--id", help="vpn-...; with --file, which of the connections in it")
    source.add_argument("--tag", metavar="KEY=VALUE")
    source.add_argument("--stack", help="the site whose stack has made the connection")
    source.add_argument("--region", help="default: AWS's own environment; with --stack that site's region")
    source.add_argument(
        "--file", type=Path, help="saved XML, or JSON or YAML of describe-vpn-connections; nothing else is asked"
    )
    source.add_argument(
        "--keys", type=Path, metavar="JSON", help="the keys by outside address, as Secrets Manager holds them"
    )
    parser.add_argument("--routeros", metavar="VERSION", help="6.44 or newer of 6, 7.9 or newer of 7")
    parser.add_argument("--failover", choices=("backup", "switch"), help="default: backup where the router can")
    _add_local(parser)
    outcome = parser.add_argument_group("what to do")
    outcome.add_argument("--output", type=Path, metavar="DIRECTORY", help="write the script and its removal there")
    outcome.add_argument("--show", action="store_true", help="print the script, keys left out")
    outcome.add_argument("--show-keys", action="store_true", help="print the script, keys and all")
    outcome.add_argument("--check", type=Path, metavar="EXPORT", help="compare a router's /export with what should be")
    outcome.add_argument("--diagram", type=Path, metavar="SVG", help="draw it; a file named .txt gets text")


def _add_local(parser: argparse.ArgumentParser) -> None:
    local = parser.add_argument_group("the router's own side (options go before the file)")
    local.add_argument("--router", type=Path, metavar="YAML", help="a file of " + ", ".join(_LOCAL))
    local.add_argument("--wan-interface")
    local.add_argument("--wan-address")
    local.add_argument("--lan-prefix", action="append", dest="lan_prefixes", metavar="CIDR")
    local.add_argument("--aws-prefix", action="append", dest="aws_prefixes", metavar="CIDR")
    local.add_argument("--asn")
    local.add_argument("--nat-traversal", action=argparse.BooleanOptionalAction)
    local.add_argument("--router-id")
    local.add_argument("--wan-mtu")
    local.add_argument("--primary", help="the preferred tunnel, 1 or 2 in the order of AWS's outside addresses")


def run_command(arguments: argparse.Namespace, of_stack: OfStack | None = None) -> int:
    """Everything is decided before anything is written. Answers DIFFERS if --check finds a difference, otherwise 0.

    `of_stack` finds the connection for --stack. Raises MikrotikError for what cannot become a configuration.
    """
    made = _design(arguments, of_stack)
    if arguments.check:
        return _check(made, arguments.check)
    if arguments.diagram:
        _write(arguments.diagram, (text if arguments.diagram.suffix == ".txt" else svg)(made))
    if arguments.output:
        _write_scripts(made, arguments.output)
    if arguments.show or arguments.show_keys:
        print(script(made, reveal=arguments.show_keys), end="")
    elif not arguments.diagram:
        print(text(made))
        for sentence in made.assumptions:
            print(f"assumes: {sentence}")
    return 0


def _design(arguments: argparse.Namespace, of_stack: OfStack | None) -> Design:
    options = {name: getattr(arguments, _option(name)) for name in _LOCAL}
    given = {
        "the VPN connection": any((arguments.file, arguments.stack, arguments.id, arguments.tag)),
        "the version": arguments.routeros,
        "the router's own side": arguments.router or any(value is not None for value in options.values()),
    }
    missing = [what for what, is_given in given.items() if not is_given]
    if missing:
        raise MikrotikError(_NEEDED.format(missing=f" Missing: {', '.join(missing)}."))
    found = version(arguments.routeros)
    own = router(read_text(arguments.router) if arguments.router else None, options)
    return design(_connection(arguments, of_stack), own, found, arguments.failover)


def _connection(arguments: argparse.Namespace, of_stack: OfStack | None) -> VpnConnection:
    keys = given_keys(read_text(arguments.keys), arguments.keys.name) if arguments.keys else None
    if arguments.file:
        return from_file(arguments.file, arguments.id, arguments.tag, keys)
    if not arguments.stack:
        return from_aws(arguments.region, arguments.id, arguments.tag, keys)
    if of_stack is None:
        raise MikrotikError("--stack works with python -m operations mikrotik alone. Name the connection with --id.")
    connection_id, region = of_stack(arguments.stack)
    return from_aws(arguments.region or region, connection_id, keys=keys)


def _check(made: Design, export: Path) -> int:
    found = check(made, parse(read_text(export)))
    for sentence in found.problems:
        print(f"differs: {sentence}")
    for sentence in found.unknown:
        print(f"not shown: {sentence}")
    print(f"{made.connection.id}: {len(found.problems) or 'no'} differences.")
    return DIFFERS if found.problems else 0


def _write_scripts(made: Design, directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    _write(directory / f"{made.connection.id}.rsc", script(made, reveal=True))
    _write(directory / f"{made.connection.id}-remove.rsc", removal(made))


def _write(path: Path, text: str) -> None:
    """For the owner only, and never half: a file with keys is made with those permissions, not given them later."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    print(f"wrote {path}")


def _option(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
