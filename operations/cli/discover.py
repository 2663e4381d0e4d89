"""`python -m operations discover`: a running estate, read side by side, as a directory of configuration."""

import argparse
import sys
import time
from pathlib import Path

from operations.discover import Access, as_json, as_markdown, as_text, discovered, look_at, settings_files, summary
from operations.errors import OperationsError
from operations.run import Environments

_SITES = 2


def options(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument(
        "--site", action="append", required=True, metavar="NAME", help="twice: a site with a file .env.NAME"
    )
    parser.add_argument("--environments", type=Path, default=Path(), metavar="DIR", help="where the .env files are")
    parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="the directory to write")
    parser.add_argument("--project", default="nc2-dr", metavar="NAME", help="the project's name")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Write the directory and print the report; 2 where somebody has to act before the first preview."""
    sites: list[str] = arguments.site
    if len(sites) != _SITES or len(set(sites)) != _SITES:
        raise OperationsError("Discovery needs two sites: give --site twice, with two names.")
    if arguments.output.exists() and any(arguments.output.iterdir()):
        raise OperationsError(f"{arguments.output} is not empty. Give a directory that is new or empty.")
    accesses = [Access(site, _environment(arguments.environments, site)) for site in sites]
    for access in accesses:
        access.region  # noqa: B018, before the first call
    began = time.monotonic()
    found = discovered(look_at(accesses, lambda what: print(f"Reading {what}", file=sys.stderr)), arguments.project)
    print(f"Read in {time.monotonic() - began:.0f} s.", file=sys.stderr)
    arguments.output.mkdir(parents=True, exist_ok=True)
    files = {
        **settings_files(found, arguments.project),
        "discovery.md": as_markdown(found),
        "discovery.json": as_json(found),
    }
    for name, text in files.items():
        (arguments.output / name).write_text(text)
    print(as_json(found) if arguments.json else as_text(found))
    print(
        f"Wrote {', '.join(files)} to {arguments.output}. Nothing else was changed. {summary(found)}", file=sys.stderr
    )
    return 2 if found.problems or found.undecided else 0


def _environment(directory: Path, site: str) -> dict[str, str]:
    environments = Environments(directory)
    found = environments.of(site)
    if found is None:
        raise OperationsError(
            f"{environments.file(site)} is missing: it holds the site's AWS_REGION, PRISM_ENDPOINT and credentials."
        )
    return dict(found)
