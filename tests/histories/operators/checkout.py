"""The configuration that a run works by."""

from dataclasses import dataclass

from topology import RiskKind

ALL_RISKS = [kind.value for kind in RiskKind if kind is not RiskKind.NOTHING_PROTECTED]
"""What a reckless operator accepts: whatever may befall the VMs, but not that there is none to fail over."""


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
