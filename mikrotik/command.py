"""`python -m operations mikrotik`: a RouterOS configuration from a VPN connection, checked, drawn, or taken away."""

import argparse
import os
from pathlib import Path

import mikrotik
from operations.run import Project, Stack

_OUTPUT = "vpnConnectionId"
_PRIVATE = 0o600
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


def options(parser: argparse.ArgumentParser) -> None:
    """Its options. The operator's commands find it by the name of this module, and go without it where it is not."""
    source = parser.add_argument_group("the VPN connection (one of --id, --tag and --stack, or --file)")
    source.add_argument("--id", help="vpn-...; with --file, which of the connections in it")
    source.add_argument("--tag", metavar="KEY=VALUE")
    source.add_argument("--stack", help=f"the site whose stack has the output {_OUTPUT}")
    source.add_argument("--region", help="default: AWS's own environment; with --stack that site's region")
    source.add_argument(
        "--file", type=Path, help="saved XML, or JSON of describe-vpn-connections; nothing else is asked"
    )
    parser.add_argument("--routeros", required=True, metavar="VERSION", help="6.44 or newer of 6, 7.9 or newer of 7")
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


def run(arguments: argparse.Namespace) -> int:
    """Everything is decided before anything is written. Answers how many differences --check found."""
    version = mikrotik.version(arguments.routeros)
    text = arguments.router.read_text() if arguments.router else None
    options = {name: getattr(arguments, _option(name)) for name in _LOCAL}
    router = mikrotik.router(text, options)
    design = mikrotik.design(_connection(arguments), router, version, arguments.failover)
    if arguments.check:
        return _check(design, arguments.check)
    if arguments.diagram:
        _write(arguments.diagram, (mikrotik.text if arguments.diagram.suffix == ".txt" else mikrotik.svg)(design))
    if arguments.output:
        _write_scripts(design, arguments.output)
    if arguments.show or arguments.show_keys:
        print(mikrotik.script(design, reveal=arguments.show_keys), end="")
    elif not arguments.diagram:
        print(mikrotik.text(design))
        for sentence in design.assumptions:
            print(f"assumes: {sentence}")
    return 0


def _connection(arguments: argparse.Namespace) -> mikrotik.VpnConnection:
    if arguments.file:
        return mikrotik.from_file(arguments.file, arguments.id, arguments.tag)
    if not arguments.stack:
        return mikrotik.from_aws(arguments.region, arguments.id, arguments.tag)
    project = Project.here()
    connection_id = Stack(arguments.stack, project, {}).outputs().get(_OUTPUT)
    if not connection_id:
        raise mikrotik.MikrotikError(
            f"Stack {arguments.stack} has no output {_OUTPUT}: its site has no VPN. Name a connection with --id."
        )
    region = arguments.region or project.model(arguments.stack).me.region
    return mikrotik.from_aws(region, str(connection_id))


def _check(design: mikrotik.Design, export: Path) -> int:
    found = mikrotik.check(design, mikrotik.parse_export(export.read_text(errors="replace")))
    for sentence in found.problems:
        print(f"differs: {sentence}")
    for sentence in found.unknown:
        print(f"not shown: {sentence}")
    print(f"{design.connection.id}: {len(found.problems) or 'no'} differences.")
    return min(len(found.problems), 100)


def _write_scripts(design: mikrotik.Design, directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    _write(directory / f"{design.connection.id}.rsc", mikrotik.script(design, reveal=True))
    _write(directory / f"{design.connection.id}-remove.rsc", mikrotik.removal(design))


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
