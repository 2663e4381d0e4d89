"""`python -m tools.generate` writes every file that is made from the code of the nouns:

docs/providers/*.md           from the providers, their inputs models and their examples
providers/base/signatures.pyi from the inputs models
docs/simulator-coverage.md    from the simulator's nouns
docs/assumptions.md           from the registry of assumptions

`python -m tools.generate --check` writes nothing, names each file that is not current and each page without a provider,
and exits with 1 if there is any. Without --check, such a page is removed, and its name is printed.
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


def outdated() -> list[Path]:
    """The files that differ from what they should hold."""
    return sorted(path for path, text in wanted().items() if not path.exists() or path.read_text() != text)


def without_provider() -> list[Path]:
    """The pages of a provider that does not exist."""
    return sorted(set(provider_pages.PAGES.glob("*.md")) - wanted().keys())


def problems() -> list[str]:
    """One sentence for each file that is not as it should be."""
    return [
        *(f"{_name(path)} is not current: run python -m tools.generate" for path in outdated()),
        *(f"{_name(path)} is of no provider: python -m tools.generate removes it" for path in without_provider()),
    ]


def write() -> None:
    """Makes every file current, and says which page it removes."""
    files = wanted()
    for path in outdated():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[path])
    for path in without_provider():
        path.unlink()
        print(f"{_name(path)} is removed, since it is of no provider")


def _name(path: Path) -> str:
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else str(path)


def main(arguments: list[str]) -> int:
    """Writes or checks; returns the exit code."""
    if arguments == ["--check"]:
        found = problems()
        print("\n".join(found), end="\n" if found else "")
        return int(bool(found))
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
