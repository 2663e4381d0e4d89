"""Run in a process of its own: Python as it is after `pip install -r requirements/base.txt` alone.

`python _base_only.py REFUSED... -- WORDS...` refuses to import the modules REFUSED, then runs `python -m WORDS`.
"""

import runpy
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec


class Refusing:
    """Finds nothing of the refused packages, as if they were not installed."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = frozenset(names)

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {name!r}: it is refused here", name=name)
        return None


def main() -> None:
    words = sys.argv[1:]
    refused, (module, *arguments) = words[: words.index("--")], words[words.index("--") + 1 :]
    sys.meta_path.insert(0, Refusing(refused))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
