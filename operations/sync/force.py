"""Forcing one side's state of a definition upon the other: what an operator asks for, and nothing does by itself."""

from __future__ import annotations

from collections.abc import Sequence

from operations.errors import OperationsError
from operations.sync.definitions import Definition
from prism import PrismCentral
from prism.datapolicies import EntitySyncPolicies


def chosen(definitions: Sequence[Definition], name: str) -> Definition:
    """The definition of this name. Raises OperationsError."""
    found = [one for one in definitions if one.name == name]
    if len(found) == 1:
        return found[0]
    known = ", ".join(one.name for one in definitions) or "none"
    why = "is not out of sync" if not found else f"stands for {len(found)} definitions"
    raise OperationsError(f"{name} {why}; out of sync: {known}. Nothing was changed.")


def forced(client: PrismCentral, definition: Definition, site: str, other: str) -> str:
    """Gives the other site this site's state; what was done, in a sentence. Raises PrismError."""
    EntitySyncPolicies(client).sync(definition.policy.id)
    return f"The {definition.policy.subject} of {other} is now as {site} has it."
