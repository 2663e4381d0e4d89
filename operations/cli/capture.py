"""`python -m operations capture`: the instances' networks into the table, by EC2's API or by asking the guests."""

import argparse

from operations.capture import capture, from_outputs
from operations.run import Project, Stack


def options(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("site")
    parser.add_argument("--via", choices=("api", "ssm"), required=True, help="EC2's API, or the guests themselves")
    parser.add_argument("--vpc", help="the VPC; default: the migration's own")
    parser.add_argument("--tag", type=_tag, action="append", default=[], help="Key=Value; an instance must have each")
    parser.add_argument("--table", help="default: the migration's own")


def run(arguments: argparse.Namespace) -> int:
    """Capture what the stack's outputs and the options name."""
    project = Project.here()
    region = project.model(arguments.site).me.region
    said = {"table": arguments.table, "vpc": arguments.vpc, "tags": dict(arguments.tag)}
    outputs = {} if said["table"] and arguments.via == "api" else Stack(arguments.site, project, {}).outputs()
    return capture(from_outputs(outputs, region, arguments.via, said), lambda line: print(line, flush=True))


def _tag(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign or not key:
        raise argparse.ArgumentTypeError(f"expected Key=Value, found {text!r}")
    return key, value
