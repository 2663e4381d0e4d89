"""What a test failover has brought up, held against what it should have. Pure but for the look at the copies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from operations.drill.measurement import Measured, VmTimes
from operations.look.check import Check
from operations.report.report import VmLine
from prism.vmm import Vm
from providers.recovery import RecoverableVm


@dataclass(frozen=True)
class Networks:
    """Subnet names by id, and the ids of those that copies may come up in; `where` is their name for people."""

    names: Mapping[str, str]
    allowed: frozenset[str]
    where: str


def lines(
    times: Iterable[VmTimes], copies: Mapping[str, Vm], ages: Mapping[str, float | None], networks: Networks
) -> tuple[VmLine, ...]:
    """A line for each machine; `copies` by id, `ages` of the data by machine."""
    found = []
    for machine in times:
        copy = copies.get(machine.id)
        nics = (copy.nics or []) if copy else []
        found.append(
            VmLine(
                name=machine.name,
                copy=copy.label if copy else "",
                address=", ".join(nic.ip for nic in nics if nic.ip),
                network=", ".join(sorted({networks.names.get(nic.subnet_id, nic.subnet_id) for nic in nics})),
                power=(copy.power_state or "unknown") if copy else "none",
                data_age_seconds=ages.get(machine.name),
                ready_seconds=machine.ready,
                spans=machine.spans,
                problem=machine.problem,
            )
        )
    return tuple(found)


def machine_checks(
    found: Sequence[VmLine], expected: Iterable[RecoverableVm], copies: Mapping[str, Vm], networks: Networks
) -> list[Check]:
    """Is each there, on, in an allowed network and at its own address?

    assumed: a copy takes its address along into a test network of the same prefix.
    """
    by_name = {line.name: line for line in found}
    by_label = {vm.label: vm for vm in copies.values()}
    checks = []
    for wanted in expected:
        line = by_name.get(wanted.name)
        copy = by_label.get(line.copy) if line and line.copy else None
        if line is None or copy is None:
            checks.append(_missing(wanted.name, line))
        else:
            checks += [_running(line), _placed(line, copy, networks), _addressed(line, wanted)]
    return checks


def target_checks(rto: Measured, rpo: Measured) -> list[Check]:
    """The two figures against their targets; a figure that is missing is told."""
    todo = {
        "RTO": "Start fewer machines one after the other, shorten delaySeconds, or give protection.rtoSeconds a figure "
        "that can be kept.",
        "RPO": "See in Prism Central why replication lags, or give protection.rpoSeconds a figure that can be kept.",
    }
    checks = []
    for name, measured in (("RTO", rto), ("RPO", rpo)):
        if measured.seconds is None:
            why = "the job or the recovery points tell no time"
            checks.append(Check.unknown(name, "the plan", why, "Look at the job in Prism Central."))
        elif measured.target is None:
            checks.append(
                Check.of(name, "the plan", duration(measured.seconds), good=True, expected="no target is set")
            )
        else:
            limit = f"{duration(measured.target)} at most"
            good = bool(measured.kept)
            checks.append(
                Check.of(name, "the plan", duration(measured.seconds), good=good, expected=limit, what_to_do=todo[name])
            )
    return checks


def duration(seconds: float) -> str:
    """`38 s`, `12 min 5 s`, `3 h 2 min`."""
    whole = round(seconds)
    if whole < 120:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 120:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def _missing(name: str, line: VmLine | None) -> Check:
    why = (line.problem if line else "") or "no copy"
    todo = "Look at the job's steps in Prism Central, and at the machine's recovery points."
    return Check.of("machine recovered", name, why, good=False, expected="a copy", what_to_do=todo)


def _running(line: VmLine) -> Check:
    todo = "See in Prism Central why it did not start."
    return Check.of("machine runs", line.name, line.power, good=line.power == "ON", expected="ON", what_to_do=todo)


def _placed(line: VmLine, copy: Vm, networks: Networks) -> Check:
    strays = {nic.subnet_id for nic in copy.nics or []} - networks.allowed
    todo = f"Correct the recovery plan's network mappings: pulumi up on the home site's stack writes {networks.where}."
    return Check.of(
        "machine's network",
        line.name,
        line.network or "none",
        good=not strays,
        expected=networks.where,
        what_to_do=todo,
    )


def _addressed(line: VmLine, wanted: RecoverableVm) -> Check:
    if not wanted.addresses:
        why = "its recovery point does not tell which address it had"
        return Check.unknown("machine's address", line.name, why, "Compare it in Prism Central.")
    own = set(line.address.split(", "))
    return Check.of(
        "machine's address",
        line.name,
        line.address or "none",
        good=set(wanted.addresses) <= own,
        expected=", ".join(wanted.addresses),
        what_to_do="Give the test subnet the prefix of the overlay's, or free the address there.",
    )
