"""One assumption: what the product relies on without having seen it at a real Prism Central, NC2 console or AWS."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What public sources say of an assumption. None of them stands in for a look at a real site."""

    CONFIRMED = "confirmed"
    SHARPENED = "sharpened"
    REFUTED = "refuted"
    OPEN = "open"
    OWN = "our own design"


@dataclass(frozen=True)
class Assumption:
    """A row of docs/assumptions.md.

    `relied_on_by` are files that hold the mark `assumed` beside the code. `source` says where `verdict` is from.
    `probe` says what `python -m operations probe` looks at; without a probe, `unprobed` says why there is none.
    With `scratch` the probe needs objects of its own.
    """

    id: str
    assumed: str
    relied_on_by: tuple[str, ...]
    otherwise: str
    verdict: Verdict = Verdict.OPEN
    source: str = ""
    probe: str = ""
    unprobed: str = ""
    scratch: bool = False
