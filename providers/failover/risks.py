"""What may go wrong with a failover, decided from facts alone. Pure: no clock, no client, no log.

Each check answers with risks, one sentence per VM; ``find_risks`` runs them all. What is not known (None) is no risk
here: Prism Central's own validation, which a failover runs before it touches anything, checks it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from ipaddress import IPv4Address

from providers.failover import messages
from providers.failover.facts import Facts, MappedNetwork
from providers.recovery import Objective, RecoverableVm, Risk, address_risks, gib, missing_point, span, stale_point
from topology import RiskKind


def find_risks(facts: Facts) -> tuple[Risk, ...]:
    """Every risk of the failover, by kind."""
    return (
        *protection_risks(facts),
        *source_risks(facts),
        *definition_risks(facts),
        *recovery_point_risks(facts),
        *capacity_risks(facts),
        *network_risks(facts),
        *address_risks(facts.to_recover, facts.target, facts.taken),
        *floating_ip_risks(facts),
    )


def protection_risks(facts: Facts) -> Iterator[Risk]:
    """Nothing to recover, and nothing that runs at the target already: routes would follow to no VM at all."""
    if not facts.vms and not facts.here:
        text = messages.nothing_protected(facts.protected_by, facts.source, facts.target)
        yield Risk(RiskKind.NOTHING_PROTECTED, "", text)


def source_risks(facts: Facts) -> Iterator[Risk]:
    """An unplanned failover away from a site that still answers: its VMs go on running."""
    if not facts.planned and facts.source_answers:
        yield Risk(
            RiskKind.SOURCE_ANSWERS,
            "",
            f"{facts.source} still answers, and an unplanned failover does not stop its VMs: they run beside the "
            f"recovered ones in {facts.target} until pulumi up has run on the stack of {facts.source}. Set "
            "failoverMode: planned to stop them first and to lose nothing.",
        )


def definition_risks(facts: Facts) -> Iterator[Risk]:
    """A plan, policy or category that the sites do not agree on, while both are there to be brought into step."""
    if facts.planned:
        for one in facts.out_of_step:
            if one.apart:
                yield Risk(RiskKind.OUT_OF_STEP, "", one.sentence(facts.target, facts.source))


def recovery_point_risks(facts: Facts) -> Iterator[Risk]:
    """Points that are missing, or older than what the mode and the RPO allow.

    A planned failover replicates the last change itself, so an old point loses nothing. But a point older than two
    intervals shows that replication is behind, which the failover would learn after it has shut the VM down.
    """
    objective = Objective(facts.now, facts.rpo_seconds, facts.reference_time)
    for vm in facts.to_recover:
        found: Risk | None
        if vm.newest is None:
            found = _left_behind(facts, vm) if vm.left_behind else missing_point(vm.name, facts.target, objective)
        elif facts.planned:
            found = _behind(facts, vm.name, vm.newest, objective)
        else:
            found = stale_point(vm.name, vm.newest, facts.target, objective)
        if found:
            yield found


def capacity_risks(facts: Facts) -> Iterator[Risk]:
    """The VMs that find no memory left when all are started in this order."""
    free = facts.free_memory_bytes
    if free is None:
        return
    for vm in facts.to_recover:
        if vm.memory_bytes > free:
            yield Risk(
                RiskKind.MISSING_CAPACITY,
                vm.name,
                f"{vm.name} needs {gib(vm.memory_bytes)} of memory; {facts.target} has {gib(max(free, 0))} left after "
                "the VMs before it. Add nodes, or power something off.",
            )
        else:
            free -= vm.memory_bytes


def network_risks(facts: Facts) -> Iterator[Risk]:
    """Addresses in a network that the plan does not map, or maps to a subnet that does not exist."""
    if facts.networks is None:
        return
    for vm in facts.to_recover:
        for address in vm.addresses:
            mapping = mapping_of(address, facts.networks)
            if mapping is None:
                text = (
                    f"{vm.name} has the address {address}, which is in no network mapping of the recovery plan. Add "
                    "its subnet to overlay.subnets and run pulumi up on both stacks"
                )
            elif not mapping.there:
                text = (
                    f"{vm.name} needs subnet '{mapping.target}', which {facts.target} does not have. Run pulumi up on "
                    f"the stack of {facts.target} with activeRegion unchanged"
                )
            else:
                continue
            yield Risk(RiskKind.UNMAPPED_NETWORK, vm.name, f"{text}.")


def floating_ip_risks(facts: Facts) -> Iterator[Risk]:
    """Floating IPs that the plan promises and the target does not have."""
    free, coming = facts.floating_free, {vm.name for vm in facts.to_recover}
    for wish in (wish for wish in facts.floating_wishes if wish.vm in coming):
        if wish.address:
            leads_to = facts.floating.get(wish.address)
            if leads_to is None or leads_to not in ("", wish.vm):
                what = f"leads to '{leads_to}'" if leads_to else f"does not exist in {facts.target}"
                text = f"The plan gives {wish.vm} the floating IP {wish.address}, which {what}. Free or make it first."
                yield Risk(RiskKind.FLOATING_IP_POOL, wish.vm, text)
        elif free is not None:
            free -= 1
            if free < 0:
                text = (
                    f"No floating IP is left in {facts.target} for {wish.vm}. Enlarge the pool of the external subnet."
                )
                yield Risk(RiskKind.FLOATING_IP_POOL, wish.vm, text)


def mapping_of(address: str, networks: Iterable[MappedNetwork]) -> MappedNetwork | None:
    """The mapping whose source prefix holds the address, the longest prefix first."""
    fitting = [network for network in networks if IPv4Address(address) in network.prefix]
    return max(fitting, key=lambda network: network.prefix.prefixlen, default=None)


def _left_behind(facts: Facts, vm: RecoverableVm) -> Risk:
    if any(one.name == vm.name and not one.left_behind for one in facts.vms):
        text = (
            f"{facts.target} keeps an old, powered-off copy named {vm.name} ({vm.vm_id}), and the {vm.name} that comes "
            f"from {facts.source} is another VM. The copy may be all that is left of its VM. Power it on and take its "
            "mark and its category off, or delete it."
        )
    else:
        text = (
            f"{vm.name} would not be recovered: {facts.target} has only an old, powered-off copy and no recovery point "
            f"from {facts.source} of the VM that continues it. Wait for one to replicate. If {vm.name} never ran in "
            f"{facts.source}, power on the old copy after the failover."
        )
    return Risk(RiskKind.MISSING_RECOVERY_POINT, vm.name, text)


def _behind(facts: Facts, vm: str, newest: datetime, objective: Objective) -> Risk | None:
    age = facts.now - newest
    if facts.rpo_seconds is None or age <= 2 * objective.rpo:
        return None
    return Risk(
        RiskKind.UNHEALTHY_REPLICATION,
        vm,
        f"Replication of {vm} is behind (newest point {span(age)}, RPO {span(objective.rpo)}); a planned failover "
        "needs it current. Check the protection policy's alerts in Prism Central. If "
        f"{vm} was deleted, delete its recovery points in {facts.target}.",
    )
