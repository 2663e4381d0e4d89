"""What a look at the routes of others has found, in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Walked:
    """`wrong`: packets go elsewhere. `missing`: a route that NC2 writes is not there (yet). `warned`: all else.

    `whole`: whether everything could be looked at.
    """

    wrong: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()
    whole: bool = True

    @classmethod
    def unseen(cls, why: str) -> Self:
        """Nothing could be looked at."""
        return cls(warned=(why,), whole=False)

    def __add__(self, more: "Walked") -> "Walked":
        sentences = (self.wrong + more.wrong, self.missing + more.missing, self.warned + more.warned)
        return Walked(*sentences, whole=self.whole and more.whole)

    @classmethod
    def of(cls, *, wrong: Sequence[str] = (), missing: Sequence[str] = (), warned: Sequence[str] = ()) -> Self:
        """The sentences of any sequences."""
        return cls(tuple(wrong), tuple(missing), tuple(warned))
