"""The category under the lifecycle recipe."""

from __future__ import annotations

from prism.prism import Categories
from providers.category import CategoryProvider
from tests.providers._noun import Noun, write_over

NOUN = Noun(
    name="category",
    provider=CategoryProvider,
    inputs=lambda client: {"key": "DisasterRecovery", "value": "Protected"},
    collection=lambda client, state: Categories(client),
    changes=lambda client: {"key": "Protection", "value": "Yes"},
    replaces=frozenset({"key", "value"}),
    drifts={"marker removed": write_over(Categories, description="mine now")},
)
