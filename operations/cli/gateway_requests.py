"""`python -m operations gateway-requests`: what the owner of a transit gateway in another account has to do."""

import argparse
import os
import sys

from operations.exit_code import ExitCode
from operations.run import Project, Stack
from topology import ForeignGateway, gateway_requests


def options(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--site", required=True, help="the site in whose region the gateway is")
    parser.add_argument("--gateway", required=True, metavar="ID", help="the other account's transit gateway")
    parser.add_argument("--account", required=True, metavar="ID", help="the account that owns it")
    parser.add_argument(
        "--table", default="THEIR-TABLE", metavar="ID", help="its route table that reaches the workload"
    )


def run(arguments: argparse.Namespace) -> ExitCode:
    """Print the steps. Until the stack has made its gateway they hold placeholders, and wait for it."""
    project = Project.here()
    model = project.model(arguments.site)
    outputs = Stack(arguments.site, project, os.environ).published()
    own, table = (str(outputs.get(name) or "") for name in ("transitGatewayId", "transitGatewayRouteTableId"))
    theirs = ForeignGateway(model.me.region, arguments.gateway, arguments.table, arguments.account)
    prefixes = (*model.overlay.externally_routable_prefixes, model.me.vpc_cidr)
    for number, one in enumerate(gateway_requests(theirs, prefixes, gateway_id=own, table_id=table), 1):
        who = f"account {arguments.account}" if one.by_owner else arguments.site
        print(f"{number}. {who}: {one.what}\n   {one.command}")
    if own:
        return ExitCode.DONE
    print(f"The stack of {arguments.site} has made no gateway yet. Run pulumi up, then this command.", file=sys.stderr)
    return ExitCode.WAITS
