"""A part of the configuration as discovery writes it: values, and where each was seen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from operations.discover.finding import Finding, Outcome

HAND_OVER = "Write the marker that pulumi preview names into its description."
"""What hands an object of Prism Central over to a stack."""


@dataclass
class Draft:
    """Grows while an estate is looked through. `values` by dotted path; `seen` says where a value comes from."""

    site: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def put(self, path: str, value: Any, seen: str) -> None:
        """Write a value, and a comment beside it."""
        self.values[path], self.seen[path] = value, seen

    def tell(self, outcome: Outcome, thing: str, said: str, todo: str = "") -> None:
        """Add a finding of this site."""
        self.findings.append(Finding(outcome, self.site, thing, said, todo))

    def decide(self, path: str, thing: str, candidates: Mapping[str, str]) -> None:
        """Leave a value to a person; `candidates` maps each value that it could have to what speaks for it."""
        listed = "; ".join(f"{value} ({why})" for value, why in candidates.items()) or "nothing was found"
        self.tell(Outcome.UNDECIDED, thing, f"candidates: {listed}", f"Set {path}.")


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """`{"a.b": 1}` as `{"a": {"b": 1}}`."""
    tree: dict[str, Any] = {}
    for path, value in values.items():
        *parents, last = path.split(".")
        place = tree
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = value
    return tree
