"""Finding every noun of the API: each module of a namespace package may declare one."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from simulator.prism import clustermgmt, datapolicies, dataprotection, networking, prism, v3, vmm
from simulator.prism.model import Noun, register

_PACKAGES = (clustermgmt, datapolicies, dataprotection, networking, prism, vmm, v3)


def discover() -> None:
    """Register the nouns of all namespaces, and the one that the v3 API writes plans with."""
    for package in _PACKAGES:
        for info in pkgutil.iter_modules(package.__path__):
            for noun in _declared(importlib.import_module(f"{package.__name__}.{info.name}")):
                register(noun)


def _declared(module: ModuleType) -> list[type[Noun]]:
    return [
        thing
        for thing in vars(module).values()
        if isinstance(thing, type)
        and issubclass(thing, Noun)
        and thing.__module__ == module.__name__
        and hasattr(thing, "kind")
    ]
