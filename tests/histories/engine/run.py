"""``python -m tests.histories.engine.run PROJECT CLOUD SITE VERB``: one run in a process of its own, to be killed."""

from __future__ import annotations

import sys
from pathlib import Path

from pulumi.automation import CommandError, EngineEvent

from local_cloud.project import LocalProject
from operations.run import Progress, Project


def main(project: str, cloud: str, site: str, verb: str) -> int:
    """Prints a line for everything that the engine does; the last one says whether anything changed."""
    stack = LocalProject.at(Project(Path(project)), Path(cloud)).stack(site)
    progress = Progress(site)

    def tell(event: EngineEvent) -> None:
        line = progress.line(event)
        if line:
            print(line, flush=True)

    try:
        if verb == "refresh":
            result = stack.refresh()
        else:
            result = stack.preview(on_event=tell) if verb == "preview" else stack.up(on_event=tell)
    except CommandError as error:
        print(str(error), flush=True)
        return 1
    print("changed" if result.changed else "same", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
