"""What a flip looks at before it runs, looked at beforehand: recovery points, memory, networks and addresses."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from operations.look import Check, Status, Survivor, duration
from providers.failover.facts import observe
from providers.failover.risks import (
    Facts,
    ReplicatedVm,
    Risk,
    address_risks,
    capacity_risks,
    floating_ip_risks,
    gib,
    network_risks,
    recovery_point_risks,
)

_AGE = "replication age"


def look(survivor: Survivor) -> list[Check]:
    if survivor.model.is_active:
        todo = f"Ask the standby: python -m operations readiness --site {survivor.other}."
        found = "not looked at: this is the active site"
        return [Check("machines", Status.WARN, survivor.name, found, "the standby", todo)]
    facts = observe(survivor.flip)
    if not facts.vms:
        word = survivor.model.protection.category
        todo = f"Give the machines the category {word.key}:{word.value}, and wait for their first recovery points."
        return [Check.of(_AGE, survivor.name, "no recovery point", good=False, expected="some", what_to_do=todo)]
    return [*ages(facts), *risks(facts)]


def ages(facts: Facts) -> Iterator[Check]:
    """One check a machine, the oldest recovery point first."""
    risky = {risk.vm: risk.sentence for risk in recovery_point_risks(facts)}
    limit = f"{duration(max(facts.rpo_seconds or 0, 60))} at most"
    for vm in sorted(facts.to_recover, key=lambda vm: _age(vm, facts.now), reverse=True):
        found = "no usable recovery point" if vm.newest is None else f"{duration(_age(vm, facts.now))} old"
        todo = f"{risky.get(vm.name, '')} See in Prism Central why replication is behind."
        yield Check.of(_AGE, vm.name, found, good=vm.name not in risky, expected=limit, what_to_do=todo)
    for name in sorted(facts.here):
        todo = "Two copies may run. Look at both sites; `pulumi refresh` on the stack says which is stale."
        yield Check(_AGE, Status.WARN, name, f"runs in {facts.target} already", f"runs in {facts.source}", todo)


def risks(facts: Facts) -> Iterator[Check]:
    """The other risks; a fact that is not known is a warning."""
    many = f"{len(facts.to_recover)} machines"
    needed = gib(sum(vm.memory_bytes for vm in facts.to_recover))
    memory = None if facts.free_memory_bytes is None else f"{needed} needed, {gib(facts.free_memory_bytes)} free"
    networks = None if facts.networks is None else f"{len(facts.networks)} networks mapped"
    held = f"{len(facts.taken)} addresses held in {facts.target}, none of them wanted"
    pool = f"{len(facts.floating_wishes)} floating IPs wanted"
    free = len(facts.floating_wishes) == 0 or facts.floating_free is not None
    yield from _checks("capacity", many, memory, capacity_risks, facts)
    yield from _checks("networks", many, networks, network_risks, facts)
    yield from _checks("IP conflicts", many, held, address_risks, facts)
    yield from _checks("floating IPs", many, pool if free else None, floating_ip_risks, facts)


def _checks(
    name: str, subject: str, found: str | None, find: Callable[[Facts], Iterable[Risk]], facts: Facts
) -> Iterator[Check]:
    worse = list(find(facts))
    if found is None and not worse:
        yield Check.unknown(name, subject, "this Prism Central does not tell", "Look at it in Prism Central.")
    elif not worse:
        yield Check.of(name, subject, found or "", good=True, expected="room for all")
    for risk in worse:
        yield Check(name, Status.FAIL, risk.vm or subject, risk.sentence, "no risk", "As the finding says.")


def _age(vm: ReplicatedVm, now: datetime) -> float:
    return float("inf") if vm.newest is None else max(0.0, (now - vm.newest).total_seconds())
