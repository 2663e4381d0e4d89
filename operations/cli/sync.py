"""`python -m operations sync`: what the two Prism Centrals do not agree on, and one side forced upon the other."""

import argparse
import os
from collections.abc import Iterator

from operations.exit_code import ExitCode
from operations.look import Survivor
from operations.run import Environments, Project
from operations.sync import Definition, Definitions, chosen, forced
from prism import PrismCentral, PrismError, Timeouts, UnsupportedError

_PATIENCE = Timeouts(connect=5.0, read=20.0, call=40.0)


def options(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--site", required=True, help="the site whose state is shown, and which --force takes as right")
    parser.add_argument(
        "--force",
        metavar="KIND:NAME",
        help="override what the other site has of it, such as recovery-plan:workload-recovery",
    )
    parser.add_argument("--yes", action="store_true", help="do not ask before --force")


def run(arguments: argparse.Namespace) -> int:
    """What is out of sync waits for a person, who says which side is right."""
    survivor = Survivor.of(Project.here(), arguments.site, os.environ)
    definitions = Definitions(survivor.prism, _other(survivor))
    try:
        found = definitions.out_of_sync()
    except UnsupportedError as error:
        print(f"{error} Compare plan, policies and categories by hand in both Prism Centrals.")
        return ExitCode.FAILED
    if arguments.force:
        one = chosen(found, arguments.force)
        print("\n".join(told(one, survivor)))
        if not (arguments.yes or _agreed(survivor, one)):
            print("Nothing was changed.")
            return ExitCode.FAILED
        print(forced(survivor.prism, one, survivor.name, survivor.other))
        return ExitCode.DONE
    print("\n".join(line for one in found for line in told(one, survivor)) or "Both sites have the same definitions.")
    return ExitCode.WAITS if found else ExitCode.DONE


def told(one: Definition, survivor: Survivor) -> Iterator[str]:
    """What is known of a definition that is out of sync: who changed what on which side."""
    here, there = survivor.name, survivor.other
    yield f"{one.name} is {one.policy.status}: {here} changed by {one.here or '?'}, {there} by {one.there or '?'}"
    if one.differences is None:
        yield f"  What {there} has is not known: its Prism Central could not be asked (.env.{there})."
    for difference in one.differences or ():
        yield f"  {difference.field}: {here} has {difference.here}; {there} has {difference.there}"
    yield f"  If {here} is right: python -m operations sync --site {here} --force {one.name}"
    yield f"  If {there} is right: the same with --site {there}, in its environment."


def _other(survivor: Survivor) -> PrismCentral | None:
    """The other site's Prism Central by its file of variables; None without one, or where it cannot be used."""
    environment = Environments(survivor.project.directory, (survivor.other,)).of(survivor.other)
    if not environment or not environment.get("PRISM_ENDPOINT"):
        return None
    try:
        return PrismCentral.from_environment(environment, _PATIENCE)
    except PrismError:
        return None


def _agreed(survivor: Survivor, one: Definition) -> bool:
    question = f"Override {one.name} in {survivor.other} with what {survivor.name} has? Type {survivor.name} to go on: "
    return input(question).strip() == survivor.name
