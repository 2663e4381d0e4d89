"""`python -m operations mikrotik`: the command of the mikrotik package, where that package is there."""

import argparse

from mikrotik import add_options, run_command
from operations.errors import OperationsError
from operations.run import Project, Stack

_OUTPUT = "vpnConnectionId"


def options(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    add_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Answers 0, or 3 if --check has found a difference."""
    return run_command(arguments, _connection)


def _connection(stack: str) -> tuple[str, str]:
    project = Project.here()
    connection_id = Stack(stack, project, {}).outputs().get(_OUTPUT)
    if not connection_id:
        raise OperationsError(
            f"Stack {stack} has no output {_OUTPUT}: its site has no VPN. Name a connection with --id."
        )
    return str(connection_id), project.model(stack).me.region
