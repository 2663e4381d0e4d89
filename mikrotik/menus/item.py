"""One entry of one menu, as it shall be on the router."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mikrotik.secret import Secret

Value = str | Secret | None
"""None is a flag: an argument without a value, such as a route's `blackhole`."""


@dataclass(frozen=True)
class Item:
    """An entry that this package owns, known by `identity`: its comment, or in a menu without comments its name.

    `at_first` is given only when the entry is made; later it is the router's to change. `before` is "first" (above
    all there is in the menu) or the identity of the item it must precede. `varies` is the argument that is all that
    tells an entry from its neighbours, and with which its identity ends. `otherwise` are values that mean the same on
    releases that refuse those of `arguments`.
    """

    menu: str
    identity: str
    arguments: Mapping[str, Value]
    known_by: Literal["comment", "name"] = "comment"
    at_first: Mapping[str, Value] | None = None
    before: str | None = None
    varies: str | None = None
    otherwise: Mapping[str, str] | None = None

    @property
    def role(self) -> str:
        """The identity without the connection's own part."""
        return self.identity.partition(": ")[2] or self.identity


FIRST = "first"
