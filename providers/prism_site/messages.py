"""What is said of names and ids that are not as they were."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any


def another(name: str, was: str, now: str) -> str:
    """Another Prism Central answers by the name of the one in the state."""
    return (
        f"Refused, nothing was changed: the Prism Central at {os.environ.get('PRISM_ENDPOINT', '')} is called "
        f"'{name}', but its id is {now}, and this stack works with {was}. Set PRISM_ENDPOINT and the credentials of "
        f"the site of this stack. If {now} has taken its place for good, set acceptedChanges: {{prismCentral: {now}}}."
    )


def not_looked_up(changed: Iterable[str], olds: Mapping[str, Any], news: Mapping[str, Any]) -> str:
    """Names have changed while Prism Central gave no answer."""
    told = ", ".join(f"{name} changes from '{olds[name]}' to '{news[name]}'" for name in changed)
    return (
        f"Refused, nothing was changed: {told}, and Prism Central gave no answer, so nobody knows what that would "
        "replace. Take the change back, or run again once Prism Central answers."
    )


def made_anew(what: str, name: str, was: str, now: str) -> str:
    """Another object bears the name by now."""
    return (
        f"The {what.replace('_', ' ')} '{name}' has the id {now}; this stack goes on with {was}, which had that name. "
        "If it was made anew, `pulumi refresh` and a preview show what has to be made anew with it."
    )
