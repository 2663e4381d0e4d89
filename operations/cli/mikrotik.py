"""`python -m operations mikrotik`: the command of the mikrotik package, where that package is there."""

import argparse

from mikrotik import DIFFERS, add_options, run_command
from operations.errors import OperationsError
from operations.exit_code import ExitCode
from operations.run import Project, Stack

_OUTPUT = "vpnConnectionId"


def options(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    add_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """A difference that --check has found waits for a person."""
    code = run_command(arguments, _connection)
    return ExitCode.WAITS if code == DIFFERS else code


def _connection(stack: str) -> tuple[str, str]:
    project = Project.here()
    connection_id = Stack(stack, project, {}).outputs().get(_OUTPUT)
    if not connection_id:
        raise OperationsError(
            f"Stack {stack} has no output {_OUTPUT}: its site has no VPN. Name a connection with --id."
        )
    return str(connection_id), project.model(stack).me.region
