"""The nouns under the lifecycle recipe: every module of ``nouns`` says in ``NOUN`` how its noun is declared, changed,
and made to drift. A new noun is a new file."""

from __future__ import annotations

import importlib
import pkgutil

import tests.providers.nouns as _package
from tests.providers._noun import Noun

BY_NAME: dict[str, Noun] = {
    module.name: importlib.import_module(f"{_package.__name__}.{module.name}").NOUN
    for module in pkgutil.iter_modules(_package.__path__)
}
NOUNS = tuple(BY_NAME.values())
