"""`python -m tools.generate` writes every file that is made from the code of the nouns:

docs/providers/*.md           from the providers, their inputs models and their examples
providers/base/signatures.pyi from the inputs models
docs/simulator-coverage.md    from the simulator's nouns
docs/assumptions.md           from the registry of assumptions

`python -m tools.generate --check` writes nothing, names each file that is not current, and exits with 1 if any
is not.
"""

from __future__ import annotations

import sys
from pathlib import Path

from operations import assumptions
from simulator import coverage
from tools import provider_pages, provider_signatures

_ROOT = Path(__file__).parents[1]


def wanted() -> dict[Path, str]:
    """The wanted content of each file."""
    pages = {provider_pages.PAGES / name: text for name, text in provider_pages.pages().items()}
    return {
        **pages,
        provider_signatures.STUB: provider_signatures.stub(),
        coverage.FILE: coverage.render(),
        assumptions.FILE: assumptions.page(),
    }


def outdated() -> list[str]:
    """The files that differ from what they should hold, and pages of a provider that does not exist."""
    files = wanted()
    differing = [path for path, text in files.items() if not path.exists() or path.read_text() != text]
    left = [path for path in provider_pages.PAGES.glob("*.md") if path not in files]
    return sorted(str(path.relative_to(_ROOT)) for path in differing + left)


def write() -> None:
    """Makes every file current."""
    files = wanted()
    for name in outdated():
        path = _ROOT / name
        if path in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[path])
        else:
            path.unlink()


def main(arguments: list[str]) -> int:
    """Writes or checks; returns the exit code."""
    if arguments == ["--check"]:
        for name in outdated():
            print(f"{name} is not current: run python -m tools.generate")
        return int(bool(outdated()))
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
