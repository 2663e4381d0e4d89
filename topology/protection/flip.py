"""The options of the next failover, beside its mode."""

from collections.abc import Iterator
from dataclasses import dataclass

from topology.choices import FailoverMode, RiskKind
from topology.config import AcceptedRisksConfig, Settings
from topology.errors import Problem


@dataclass(frozen=True)
class AcceptedRisks:
    """What the operator accepts in the failover with this number, and in no other."""

    flip: int
    risks: tuple[RiskKind, ...]


@dataclass(frozen=True)
class FlipOptions:
    """`number`: the number of the failover that `activeRegion` asks for; None for the next one."""

    live_migrate: bool
    instant_restore: bool
    number: int | None
    accepted: AcceptedRisks | None


def build_flip(settings: Settings, accepted: AcceptedRisksConfig | None) -> FlipOptions:
    """The options of a configuration that has no problems."""
    return FlipOptions(
        live_migrate=settings.live_migrate,
        instant_restore=settings.instant_restore,
        number=settings.flip_number,
        accepted=AcceptedRisks(accepted.flip, tuple(dict.fromkeys(accepted.risks))) if accepted else None,
    )


def flip_problems(settings: Settings) -> Iterator[Problem]:
    """Problems of options that do not fit the mode."""
    when, mode = settings.recovery_reference_time, settings.failover_mode
    if when is not None and mode is FailoverMode.PLANNED:
        expected = f"expected only with failoverMode: unplanned; a {mode} failover recovers the newest state"
        yield Problem.with_value("recoveryReferenceTime", when, expected)
    if settings.live_migrate and mode is FailoverMode.UNPLANNED:
        expected = f"expected only with failoverMode: planned; a {mode} failover has no running VMs to move"
        yield Problem.with_value("liveMigrate", True, expected)
    if settings.instant_restore and mode is FailoverMode.PLANNED:
        expected = f"expected only with failoverMode: unplanned; a {mode} failover restores nothing"
        yield Problem.with_value("instantRestore", True, expected)
