"""The constructor and the properties of each resource class, for type checkers and editors.

They read signatures.pyi, which ``python -m tools.generate`` writes from the inputs models. At run time the
base of every resource class is PrismResource, which asks the inputs model itself.
"""

from __future__ import annotations

from providers.base.resource import PrismResource


def __getattr__(name: str) -> type[PrismResource]:
    if name.startswith("_"):
        raise AttributeError(name)
    return PrismResource
