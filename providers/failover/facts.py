"""What is known before a failover, observed at the Prism Central of the site that takes over. Reads only.

The source may be gone, so nothing is asked of it: its VMs are known by the recovery points that replicated from there.
assumed: the VM service shows replicated points too, with the memory and the NICs of the captured VM.
What this Prism Central does not tell is None, and a note says so where an operator would miss it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import IPv4Network
from typing import TypeVar

from plain_text import plain
from prism import PrismCentral, PrismError, UnsupportedError
from prism.clustermgmt import Hosts
from prism.datapolicies import NetworkConfig, NetworkMappings, RecoveryStages
from prism.networking import Subnet, Subnets
from prism.vmm import AhvVmRecoveryPoint, Vm
from providers.failover.floating import FloatingIpWish, Pool, pool_of
from providers.failover.view import FailoverView, results_of
from providers.recovery import OutOfStep, RecoverableVm, captured_parts, is_another, makes_way, split, when

T = TypeVar("T")


@dataclass(frozen=True)
class MappedNetwork:
    """A network mapping of the recovery plan, in the direction of this failover.

    ``source`` and ``target`` are the subnets' names, ``prefix`` is the source's; ``there`` says whether the target has
    its subnet.
    """

    source: str
    target: str
    prefix: IPv4Network
    there: bool = True


@dataclass(frozen=True)
class Facts:
    """What was observed at the target before a failover; None and empty mean "not known".

    ``rpo_seconds`` 0 is synchronous. ``here`` are names of protected VMs that run at the target already; ``stale``
    are names of stale copies that make way (running or not). ``stages`` are the plan's, in order, by the ids of
    their categories. ``taken`` says who holds an address. ``came`` are ids at the source of VMs that earlier
    attempts brought. ``floating`` maps each known floating IP to what it leads to, empty for nothing. ``notes`` are
    sentences about what could not be looked at.
    """

    planned: bool
    source: str
    target: str
    now: datetime
    vms: tuple[RecoverableVm, ...]
    rpo_seconds: int | None = None
    reference_time: datetime | None = None
    here: frozenset[str] = frozenset()
    source_answers: bool | None = None
    free_memory_bytes: int | None = None
    networks: tuple[MappedNetwork, ...] | None = None
    taken: Mapping[str, str] = field(default_factory=dict)
    floating_wishes: tuple[FloatingIpWish, ...] = ()
    floating_free: int | None = None
    floating: Mapping[str, str] = field(default_factory=dict)
    stale: tuple[str, ...] = ()
    stages: tuple[frozenset[str], ...] = ()
    came: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    out_of_step: tuple[OutOfStep, ...] = ()
    protected_by: tuple[str, ...] = ()
    """The names of the categories of the VMs that would be recovered."""

    @property
    def to_recover(self) -> tuple[RecoverableVm, ...]:
        """The VMs that are not here yet. One that an attempt brought does not stand for another of its name."""
        came = {vm.name for vm in self.vms if vm.vm_id in self.came}
        return tuple(
            vm for vm in self.vms if vm.vm_id not in self.came and (vm.name not in self.here or vm.name in came)
        )


def observe(view: FailoverView) -> Facts:
    """The facts of this failover, so far as they can be known."""
    client, inputs, here, ask = view.client, view.inputs, view.read_ahead(), _asked(view)
    pool = ask(lambda: pool_of(view, here), "the floating IPs") or Pool()
    stale, kept = _copies(view)
    coming, left = split(come_over(view), kept, inputs.lineage, view.before)
    came, others = _told_apart(view, here, coming)
    return Facts(
        planned=inputs.mode == "planned",
        source=view.source,
        target=inputs.site,
        now=when.now_at(client),
        vms=(*coming, *left),
        rpo_seconds=inputs.rpo_seconds,
        reference_time=when.instant(inputs.reference_time),
        here=_runs_here(view, here, {*others, *(vm.id for vm in stale)}),
        source_answers={"CONNECTED": True, "DISCONNECTED": False}.get(view.pairing),
        free_memory_bytes=ask(lambda: _free_memory(client, here), "the free memory"),
        networks=ask(lambda: _networks(view), "the plan's network mappings"),
        taken=_taken(here, stale, kept, others),
        floating_wishes=pool.wishes,
        floating_free=pool.free,
        floating=pool.known,
        stale=tuple(vm.label for vm in stale),
        stages=ask(lambda: _stages(view), "the plan's stages") or (),
        came=came,
        out_of_step=(apart := _out_of_step(view, ask)),
        protected_by=tuple(str(name) for name in inputs.categories),
        notes=(*ask.notes, *_told(view, apart), *captured_parts(ask.captured, (*coming, *left))),
    )


def _asked(view: FailoverView) -> _Asked:
    ask = _Asked()
    ask.captured = ask(lambda: view.captured, "the sizes and addresses of the VMs") or ()
    return ask


def come_over(view: FailoverView, before: datetime | None = None) -> tuple[RecoverableVm, ...]:
    """The protected VMs with recovery points from the source, as of the reference time if there is one.

    ``before`` leaves later points out, too.
    """
    moments = [moment for moment in (when.instant(view.inputs.reference_time), before) if moment]
    return view.coming_over(min(moments, default=None))


def announced(view: FailoverView, before: datetime | None) -> tuple[RecoverableVm, ...]:
    """The VMs that a preview of this failover named as coming."""
    _, kept = _copies(view)
    return split(come_over(view, before), kept, view.inputs.lineage, view.before)[0]


def _told_apart(
    view: FailoverView, here: Iterable[Vm], coming: Iterable[RecoverableVm]
) -> tuple[frozenset[str], frozenset[str]]:
    """The ids at the source of VMs that failed attempts of this flip have brought, and the ids of VMs here that only
    have the name of one that comes. What was brought is none of these.
    """
    brought = [one for job in view.failed_attempts() for one in results_of(view.client, job)]
    came = frozenset(one.source_entity_ext_id or "" for one in brought) - {""}
    uuids: dict[str, list[str]] = {}
    for vm in coming:
        uuids.setdefault(vm.name, []).append(vm.bios_uuid)
    arrived = {one.recovered_entity_ext_id for one in brought}
    namesakes = [(vm, uuids[name]) for vm in here if (name := vm.label) in uuids and vm.id not in arrived]
    return came, frozenset(vm.id for vm, known in namesakes if all(is_another(vm.bios_uuid, one) for one in known))


def _runs_here(view: FailoverView, here: Iterable[Vm], others: Collection[str]) -> frozenset[str]:
    on = (vm for vm in here if vm.id not in others and vm.power_state == "ON")
    return frozenset(vm.label for vm in on if any(vm.has_category(one) for one in view.categories))


def _out_of_step(view: FailoverView, ask: _Asked) -> tuple[OutOfStep, ...]:
    what = "whether both sites have the same plan, policies and categories"
    try:
        return view.out_of_step
    except UnsupportedError:
        ask.notes.append(f"This Prism Central is too old to tell {what}. Compare them by hand.")
        return ()
    except PrismError as error:
        ask.notes.append(f"Could not check {what} ({str(error).rstrip('.')}).")
        return ()


def _told(view: FailoverView, apart: tuple[OutOfStep, ...]) -> tuple[str, ...]:
    """A wrong clock, and definitions that differ. What a planned failover refuses is a risk, and is not told twice."""
    refused = view.inputs.mode == "planned"
    clock = when.clock_problem(view.client, view.inputs.domain_manager)
    told = [one.sentence(view.inputs.site, view.source) for one in apart if not (refused and one.apart)]
    return (*([clock] if clock else []), *told)


def _copies(view: FailoverView) -> tuple[list[Vm], list[Vm]]:
    """The stale copies that make way, running or not, and those that are off and kept."""
    found = view.left()
    stale = makes_way(found, view.coming_over(), view.inputs.lineage) if found else []
    going = {one.id for one in stale}
    return stale, [vm for vm in found if vm.id not in going and vm.power_state == "OFF"]


class _Asked:
    """Asks, and notes what this Prism Central cannot tell."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.captured: Iterable[AhvVmRecoveryPoint] = ()

    def __call__(self, look: Callable[[], T], what: str) -> T | None:
        try:
            return look()
        except PrismError as error:
            self.notes.append(
                f"Could not check {what} before the failover ({str(error).rstrip('.')}). Prism Central's own "
                "validation will still check it."
            )
            return None


def _free_memory(client: PrismCentral, here: list[Vm]) -> int | None:
    """The memory of the hosts without that of the running VMs.

    The controller VMs' own part is not known here, so this is more than there is: a shortage is certain.
    """
    sizes = [host.memory_size_bytes for host in Hosts(client).list()]
    if not sizes or None in sizes:
        return None
    return sum(size or 0 for size in sizes) - sum(vm.memory_size_bytes or 0 for vm in here if vm.power_state == "ON")


def _networks(view: FailoverView) -> tuple[MappedNetwork, ...]:
    subnets = list(Subnets(view.client).list())
    found = []
    for mapping in NetworkMappings(view.client, view.plan.id).list():
        ends = (mapping.primary_network, mapping.recovery_network)
        source, target = reversed(ends) if view.backwards else ends
        prefix = prefix_of(source)
        if prefix is not None:
            names = (plain(source.subnet_name or str(prefix)), plain(target.subnet_name or target.subnet_ext_id or "?"))
            found.append(MappedNetwork(*names, prefix, any(is_in(subnet, target) for subnet in subnets)))
    return tuple(found)


def _stages(view: FailoverView) -> tuple[frozenset[str], ...]:
    found = sorted(RecoveryStages(view.client, view.plan.id).list(), key=lambda stage: stage.priority or 0)
    return tuple(frozenset(stage.category_ext_ids or []) for stage in found)


def prefix_of(network: NetworkConfig) -> IPv4Network | None:
    """The prefix of a network that a plan names; None where the plan does not tell."""
    ipv4 = network.ip_config.ipv4 if network.ip_config else None
    if ipv4 is None or ipv4.default_gateway_ip is None or ipv4.prefix_length is None:
        return None
    return IPv4Network(f"{ipv4.default_gateway_ip}/{ipv4.prefix_length}", strict=False)


def is_in(subnet: Subnet, network: NetworkConfig) -> bool:
    """Whether the subnet is the network that a plan names."""
    if network.subnet_ext_id:
        return subnet.id == network.subnet_ext_id
    return subnet.name == network.subnet_name and (
        network.vpc is None or network.vpc.ext_id in (None, subnet.vpc_reference)
    )


def _taken(here: list[Vm], stale: list[Vm], kept: list[Vm], others: Collection[str]) -> dict[str, str]:
    """Who holds which address; the stale copies make way and hold none. ``others`` are no VMs that come.

    assumed: a VM keeps its address, as a plan without address mappings has it.
    """
    going = {vm.id for vm in stale}
    names = {vm.id: f"{vm.label} (another VM of this name)" for vm in here if vm.id in others}
    names |= {vm.id: f"{vm.label} (stale copy)" for vm in kept}
    return {nic.ip: names.get(vm.id, vm.label) for vm in here if vm.id not in going for nic in vm.nics or [] if nic.ip}
