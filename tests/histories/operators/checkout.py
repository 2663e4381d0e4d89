"""The configuration that a run works by."""

from dataclasses import dataclass

from topology import NEVER_ACCEPTED, RiskKind

ALL_RISKS = [kind.value for kind in RiskKind if kind not in NEVER_ACCEPTED]
"""What a reckless operator accepts."""


@dataclass(frozen=True)
class Checkout:
    """The configuration of a run. ``accepting`` is the flip whose risks are accepted, 0 for none.

    ``lost`` is the site whose state is lost for good, as the configuration says.
    """

    active: str
    mode: str = "planned"
    number: int | None = None
    accepting: int = 0
    lost: str = ""
