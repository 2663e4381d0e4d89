"""What a failover would find now: recovery points, memory, networks and addresses, as `Foreseen` has them."""

from collections.abc import Iterator

from operations.look import Check, Status, Survivor, duration
from providers.recovery import Foreseen
from topology import RiskKind

_AGE = "replication age"
_POINTS = (RiskKind.STALE_RECOVERY_POINT, RiskKind.MISSING_RECOVERY_POINT, RiskKind.UNHEALTHY_REPLICATION)


def look(survivor: Survivor) -> list[Check]:
    if survivor.model.is_active:
        todo = f"Check the standby: python -m operations readiness --site {survivor.other}."
        found = "not checked: this is the active site"
        return [Check("VMs", Status.WARN, survivor.name, found, "the standby", todo)]
    foreseen = survivor.foreseen
    if not foreseen.recovered and not foreseen.here:
        word = survivor.model.protection.category
        todo = f"Give the VMs the category {word.key}:{word.value}, and wait for their first recovery points."
        return [Check.of(_AGE, survivor.name, "no recovery point", good=False, expected="some", what_to_do=todo)]
    return [*ages(foreseen), *risks(foreseen)]


def ages(foreseen: Foreseen) -> Iterator[Check]:
    """One check per VM, the oldest recovery point first."""
    risky = {risk.vm: risk.sentence for risk in foreseen.risks_of(*_POINTS)}
    limit = f"{duration(max(foreseen.rpo_seconds or 0, 60))} at most"
    for vm in sorted(foreseen.recovered, key=lambda vm: vm.age(foreseen.now), reverse=True):
        found = "no usable recovery point" if vm.newest is None else f"{duration(vm.age(foreseen.now))} old"
        todo = f"{risky.get(vm.name, '')} Check in Prism Central why replication is behind."
        yield Check.of(_AGE, vm.name, found, good=vm.name not in risky, expected=limit, what_to_do=todo)
    for name in foreseen.here:
        todo = "Two copies may run. Check both sites: pulumi refresh on the stack says which copy is stale."
        yield Check(_AGE, Status.WARN, name, f"runs in {foreseen.target} already", f"runs in {foreseen.source}", todo)


def risks(foreseen: Foreseen) -> Iterator[Check]:
    """The other risks; what is not known is a warning."""
    room, networks = foreseen.room, foreseen.networks
    memory = f"{room.needed}, {room.free}" if room and room.free else None
    mapped = None if networks is None else f"{len(networks)} networks mapped"
    held = f"{foreseen.held_addresses} addresses are taken in {foreseen.target}, none of the VMs'"
    wanted = len(foreseen.floating_ips)
    pool = f"{wanted} floating IPs wanted" if not wanted or foreseen.floating_free is not None else None
    yield from _checks("capacity", foreseen, memory, RiskKind.MISSING_CAPACITY, "room for all")
    yield from _checks("networks", foreseen, mapped, RiskKind.UNMAPPED_NETWORK, "all mapped")
    yield from _checks("IP conflicts", foreseen, held, RiskKind.ADDRESS_TAKEN, "no conflict")
    yield from _checks("floating IPs", foreseen, pool, RiskKind.FLOATING_IP_POOL, "enough")


def _checks(name: str, foreseen: Foreseen, found: str | None, kind: RiskKind, expected: str) -> Iterator[Check]:
    subject, worse = f"{len(foreseen.recovered)} VMs", foreseen.risks_of(kind)
    if found is None and not worse:
        yield Check.unknown(name, subject, "this Prism Central does not say", "Check it in Prism Central.")
    elif not worse:
        yield Check.of(name, subject, found or "", good=True, expected=expected)
    for risk in worse:
        yield Check(name, Status.FAIL, risk.vm or subject, risk.sentence, expected, "Do what the finding says.")
