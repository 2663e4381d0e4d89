"""The VMs that a recovery has brought up, compared with those that were expected. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from operations.look import Check, Status, duration
from operations.report.job_times import Measured, VmTimes
from operations.report.report import VmLine
from prism.vmm import Vm
from providers.recovery import RecoverableVm, Repaired

_ADDRESS = "address as recovered"


@dataclass(frozen=True)
class Networks:
    """Subnet names by id. `allowed`: the ids of the subnets that copies may be in. `where`: their name for people."""

    names: Mapping[str, str]
    allowed: frozenset[str]
    where: str


def lines(
    times: Iterable[VmTimes], copies: Mapping[str, Vm], ages: Mapping[str, float | None], networks: Networks
) -> tuple[VmLine, ...]:
    """One line per VM. `copies` by id; `ages` of the data in seconds, by VM."""
    found = []
    for vm in times:
        copy = copies.get(vm.id)
        nics = (copy.nics or []) if copy else []
        found.append(
            VmLine(
                name=vm.name,
                copy=copy.label if copy else "",
                address=", ".join(nic.ip for nic in nics if nic.ip),
                network=", ".join(sorted({networks.names.get(nic.subnet_id, nic.subnet_id) for nic in nics})),
                power=(copy.power_state or "unknown") if copy else "none",
                data_age_seconds=ages.get(vm.name),
                ready_seconds=vm.ready,
                spans=vm.spans,
                problem=vm.problem,
            )
        )
    return tuple(found)


def vm_checks(
    found: Sequence[VmLine], expected: Iterable[RecoverableVm], copies: Mapping[str, Vm], networks: Networks
) -> list[Check]:
    """Whether each VM was recovered, runs, is in an allowed network and has its own address.

    assumed: a copy keeps its address in a test network of the same prefix.
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


def address_checks(done: Repaired) -> list[Check]:
    """What a failover would have to mend, too: a warning per address that was given back, a failure for any other."""
    flag = "Set protection.keepAddresses, and run pulumi up on the home site's stack: it writes the plan's mappings."
    tools = "Install Nutanix Guest Tools in the VM, or let AHV assign its address."
    made = [
        Check(_ADDRESS, Status.WARN, one.vm.label, f"{one.sentence}; given back", one.wanted.address, flag)
        for one in done.given
    ]
    made += [
        Check(_ADDRESS, Status.WARN, one.vm.label, "not seen so far", one.wanted.address, tools) for one in done.unseen
    ]
    return [
        *made,
        *(
            Check(_ADDRESS, Status.FAIL, one.vm.label, f"{one.sentence}: {why}", one.wanted.address, flag)
            for one, why in done.left
        ),
    ]


def target_checks(rto: Measured, rpo: Measured) -> list[Check]:
    """RTO and RPO against their targets; a missing figure is a warning."""
    todo = {
        "RTO": "Start more VMs at once, shorten delaySeconds, or raise protection.rtoSeconds.",
        "RPO": "Check in Prism Central why replication lags, or raise protection.rpoSeconds.",
    }
    checks = []
    for name, measured in (("RTO", rto), ("RPO", rpo)):
        if measured.seconds is None:
            why = "the job or the recovery points have no times"
            checks.append(Check.unknown(name, "the plan", why, "See the job in Prism Central."))
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


def _missing(name: str, line: VmLine | None) -> Check:
    why = (line.problem if line else "") or "no copy"
    todo = "Check the job's steps in Prism Central, and the VM's recovery points."
    return Check.of("VM recovered", name, why, good=False, expected="a copy", what_to_do=todo)


def _running(line: VmLine) -> Check:
    todo = "Check in Prism Central why the VM did not start."
    return Check.of("VM runs", line.name, line.power, good=line.power == "ON", expected="ON", what_to_do=todo)


def _placed(line: VmLine, copy: Vm, networks: Networks) -> Check:
    strays = {nic.subnet_id for nic in copy.nics or []} - networks.allowed
    todo = f"Run pulumi up on the home site's stack: it corrects the plan's network mappings to {networks.where}."
    return Check.of(
        "VM's network",
        line.name,
        line.network or "none",
        good=not strays,
        expected=networks.where,
        what_to_do=todo,
    )


def _addressed(line: VmLine, wanted: RecoverableVm) -> Check:
    if not wanted.addresses:
        why = "its recovery point does not record the address"
        return Check.unknown("VM's address", line.name, why, "Compare the address in Prism Central.")
    own = set(line.address.split(", "))
    return Check.of(
        "VM's address",
        line.name,
        line.address or "none",
        good=set(wanted.addresses) <= own,
        expected=", ".join(wanted.addresses),
        what_to_do="Give the test subnet the prefix of the overlay subnet, or free the address there.",
    )
