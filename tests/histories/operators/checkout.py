"""The configuration that a run works by."""

from dataclasses import dataclass

ALL_RISKS = [
    "stale-recovery-point",
    "missing-recovery-point",
    "unhealthy-replication",
    "missing-capacity",
    "unmapped-network",
    "address-taken",
    "floating-ip-pool",
    "source-answers",
]


@dataclass(frozen=True)
class Checkout:
    """The configuration of a run. ``accepting`` is the flip whose risks are accepted, 0 for none."""

    active: str
    mode: str = "planned"
    number: int | None = None
    accepting: int = 0
