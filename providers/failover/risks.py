"""What may go wrong with a flip, decided from what was observed before it. Pure: no clock, no client, no log.

Each check answers with risks, one sentence a VM; ``find_risks`` runs them all. What is not known (None) is no risk
here: Prism Central's own validation, which the flip runs before it touches anything, looks at the same things again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network

from topology.choices import RiskKind

_LEAST_RPO = 60


@dataclass(frozen=True)
class Risk:
    """One thing that may go wrong. ``vm`` is empty where it is about the flip as a whole."""

    kind: RiskKind
    vm: str
    sentence: str


@dataclass(frozen=True)
class ReplicatedVm:
    """A protected VM as the target's recovery points tell of it.

    ``newest`` is the newest usable point, as of the reference time where there is one; ``memory_bytes`` and
    ``addresses`` are as captured in it, 0 and empty where that is not known. ``left_behind`` is a VM of which the
    target holds nothing but its own stale copy.
    """

    name: str
    newest: datetime | None
    memory_bytes: int = 0
    addresses: tuple[str, ...] = ()
    left_behind: bool = False


@dataclass(frozen=True)
class MappedNetwork:
    """A network mapping of the recovery plan, in the direction of this flip.

    ``source`` and ``target`` are the subnets' names, ``prefix`` the source's; ``there`` says whether the target has
    its subnet.
    """

    source: str
    target: str
    prefix: IPv4Network
    there: bool = True


@dataclass(frozen=True)
class FloatingIpWish:
    """What the recovery plan gives a VM: one from the pool, or the one of ``address``."""

    vm: str
    address: str = ""


@dataclass(frozen=True)
class Facts:
    """What was observed at the target before a flip; None and empty are "not known".

    ``rpo_seconds`` 0 is synchronous; ``here`` are names of protected VMs that run at the target already;
    ``replication`` is Prism's status by VM (IN_SYNC, SYNCING, OUT_OF_SYNC); ``taken`` says who holds an address;
    ``floating`` maps each known floating IP to what it leads to, empty for nothing.
    """

    planned: bool
    source: str
    target: str
    now: datetime
    vms: tuple[ReplicatedVm, ...]
    rpo_seconds: int | None = None
    reference_time: datetime | None = None
    here: frozenset[str] = frozenset()
    source_answers: bool | None = None
    replication: Mapping[str, str] = field(default_factory=dict)
    free_memory_bytes: int | None = None
    networks: tuple[MappedNetwork, ...] | None = None
    taken: Mapping[str, str] = field(default_factory=dict)
    floating_wishes: tuple[FloatingIpWish, ...] = ()
    floating_free: int | None = None
    floating: Mapping[str, str] = field(default_factory=dict)

    @property
    def to_recover(self) -> tuple[ReplicatedVm, ...]:
        """The VMs that are not here yet."""
        return tuple(vm for vm in self.vms if vm.name not in self.here)


def find_risks(facts: Facts) -> tuple[Risk, ...]:
    """Every risk of the flip, by kind."""
    return (
        *source_risks(facts),
        *recovery_point_risks(facts),
        *replication_risks(facts),
        *capacity_risks(facts),
        *network_risks(facts),
        *address_risks(facts),
        *floating_ip_risks(facts),
    )


def source_risks(facts: Facts) -> Iterator[Risk]:
    """An unplanned flip away from a site that still answers: its VMs go on running."""
    if not facts.planned and facts.source_answers:
        yield Risk(
            RiskKind.SOURCE_ANSWERS,
            "",
            f"{facts.source} can still be reached, and an unplanned failover does not stop its VMs: they go on running "
            f"beside the recovered ones in {facts.target} until pulumi up has run in {facts.source} too. "
            "failoverMode: planned shuts them down first and loses nothing.",
        )


def recovery_point_risks(facts: Facts) -> Iterator[Risk]:
    """Points that are missing, or older than what the mode and the RPO allow.

    A planned flip replicates the last change itself. There an old point loses nothing, but a point older than two
    intervals tells of a replication that does not work, which the flip would learn after it has shut the VM down.
    """
    for vm in facts.to_recover:
        if vm.newest is None:
            yield _left_behind(facts, vm) if vm.left_behind else _missing_point(facts, vm)
        elif facts.rpo_seconds is not None and facts.planned:
            if facts.now - vm.newest > 2 * _rpo(facts):
                yield _behind(facts, vm.name, vm.newest)
        elif facts.rpo_seconds is not None:
            wanted = facts.reference_time or facts.now
            if wanted - vm.newest > _rpo(facts):
                yield _stale_point(facts, vm.name, vm.newest, wanted)


def replication_risks(facts: Facts) -> Iterator[Risk]:
    """VMs of which Prism itself says that their copies are not in step."""
    for vm in facts.to_recover:
        status = facts.replication.get(vm.name, "IN_SYNC")
        if status != "IN_SYNC":
            yield Risk(
                RiskKind.UNHEALTHY_REPLICATION,
                vm.name,
                f"The replication of {vm.name} to {facts.target} is {status}. See why in Prism Central, or wait until "
                "it is IN_SYNC.",
            )


def capacity_risks(facts: Facts) -> Iterator[Risk]:
    """The VMs that find no memory left when all are started in this order; each is told."""
    free = facts.free_memory_bytes
    if free is None:
        return
    for vm in facts.to_recover:
        if vm.memory_bytes > free:
            yield Risk(
                RiskKind.MISSING_CAPACITY,
                vm.name,
                f"{vm.name} needs {gib(vm.memory_bytes)} of memory, and {facts.target} has {gib(max(free, 0))} left "
                "once those before it have started. Add nodes, or power something off.",
            )
        else:
            free -= vm.memory_bytes


def network_risks(facts: Facts) -> Iterator[Risk]:
    """Addresses in a network that the plan does not map, or maps to one that is not there."""
    if facts.networks is None:
        return
    for vm in facts.to_recover:
        for address in vm.addresses:
            mapping = mapping_of(address, facts.networks)
            if mapping is None:
                text = (
                    f"{vm.name} has the address {address}, and no network mapping of the recovery plan has a prefix "
                    "with it. Add its subnet to overlay.subnets and run pulumi up on both stacks"
                )
            elif not mapping.there:
                text = (
                    f"{vm.name} is to come up in subnet '{mapping.target}', which {facts.target} does not have. Run "
                    f"pulumi up on the stack of {facts.target} with activeRegion as it was"
                )
            else:
                continue
            yield Risk(RiskKind.UNMAPPED_NETWORK, vm.name, f"{text}.")


def address_risks(facts: Facts) -> Iterator[Risk]:
    """Addresses that something else holds at the target, or that two of the VMs want."""
    wanted: dict[str, str] = {}
    for vm in facts.to_recover:
        for address in vm.addresses:
            holder = facts.taken.get(address) or wanted.setdefault(address, vm.name)
            if holder != vm.name:
                yield Risk(
                    RiskKind.ADDRESS_TAKEN,
                    vm.name,
                    f"{vm.name} is to keep {address}, which '{holder}' holds in {facts.target}. Give '{holder}' "
                    "another address, or remove it.",
                )


def floating_ip_risks(facts: Facts) -> Iterator[Risk]:
    """Floating IPs that the plan promises and the target does not have."""
    free, coming = facts.floating_free, {vm.name for vm in facts.to_recover}
    for wish in (wish for wish in facts.floating_wishes if wish.vm in coming):
        if wish.address:
            leads_to = facts.floating.get(wish.address)
            if leads_to is None or leads_to not in ("", wish.vm):
                what = f"leads to '{leads_to}'" if leads_to else f"is not there in {facts.target}"
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


def gib(size: int) -> str:
    """``1.5 GiB``."""
    return f"{size / 2**30:.1f} GiB"


def span(length: timedelta) -> str:
    """``90 min``, ``3 h``."""
    seconds = max(length.total_seconds(), 0)
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def _rpo(facts: Facts) -> timedelta:
    """A synchronous RPO cannot be told by points closer than the shortest schedule's."""
    return timedelta(seconds=max(facts.rpo_seconds or 0, _LEAST_RPO))


def _missing_point(facts: Facts, vm: ReplicatedVm) -> Risk:
    when = f" as of {facts.reference_time:%Y-%m-%d %H:%M:%S} UTC" if facts.reference_time else ""
    text = f"{vm.name} has no usable recovery point in {facts.target}{when}, so it would not come up."
    return Risk(RiskKind.MISSING_RECOVERY_POINT, vm.name, text)


def _left_behind(facts: Facts, vm: ReplicatedVm) -> Risk:
    return Risk(
        RiskKind.MISSING_RECOVERY_POINT,
        vm.name,
        f"Of {vm.name} {facts.target} holds a stale copy and no recovery point from {facts.source}, so it would not "
        "come up. The stale copy is kept, powered off. Wait until a recovery point has come over; if "
        f"{facts.source} never had {vm.name}, power the copy on yourself once the flip is done.",
    )


def _stale_point(facts: Facts, vm: str, newest: datetime, wanted: datetime) -> Risk:
    before = "before the reference time" if facts.reference_time else "old"
    return Risk(
        RiskKind.STALE_RECOVERY_POINT,
        vm,
        f"The newest recovery point of {vm} in {facts.target} is {span(wanted - newest)} {before}; the RPO is "
        f"{span(_rpo(facts))}. All that was written after it would be lost.",
    )


def _behind(facts: Facts, vm: str, newest: datetime) -> Risk:
    return Risk(
        RiskKind.UNHEALTHY_REPLICATION,
        vm,
        f"The newest recovery point of {vm} in {facts.target} is {span(facts.now - newest)} old, more than two "
        f"intervals of {span(_rpo(facts))}: its replication does not work, and a planned failover needs it. See why in "
        f"Prism Central; if {vm} is no more, delete its recovery points in {facts.target}.",
    )
