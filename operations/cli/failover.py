"""`python -m operations failover`: a site is made active, by one line and by both stacks in the right order."""

import argparse

from operations.run import Failover, Project, stacks_of_files

_EXIT_CODES = (
    "Exit code: 0 where both stacks have converged; 2 where the site is active and something named waits; 1 for an "
    "error, a no or a wrong option, or where a part of it failed; 130 after Ctrl-C."
)


def options(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.epilog = _EXIT_CODES
    parser.add_argument("site", nargs="?", help="the site to make active; default: the one that Pulumi.yaml names")
    parser.add_argument("--mode", choices=("planned", "unplanned"), help="write failoverMode as well")
    parser.add_argument("--yes", action="store_true", help="do not ask after the preview")


def run(arguments: argparse.Namespace) -> int:
    """Each site's environment comes from its own file, .env.<site>."""
    project = Project.here()
    failover = Failover(project, arguments.site, arguments.mode, ask=not arguments.yes)
    return failover.run(stacks_of_files, "python -m operations failover")
