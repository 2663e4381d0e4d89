"""What is known before a failover, observed at the Prism Central of the site that takes over. Reads only.

The source may be gone, so nothing is asked of it: its VMs are known by the recovery points that replicated from there.
assumed: the VM service shows replicated points too, with the memory and the NICs of the captured VM.
What this Prism Central does not tell is None, and a note says so where an operator would miss it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import IPv4Network
from typing import TypeVar

from plain_text import plain
from prism import PrismCentral, PrismError
from prism.clustermgmt import Hosts
from prism.datapolicies import NetworkConfig, NetworkMappings, RecoveryStages
from prism.networking import Subnet, Subnets
from prism.vmm import AhvVmRecoveryPoint, AhvVmRecoveryPoints, Vm, Vms
from providers.failover.floating import FloatingIpWish, Pool, pool_of
from providers.failover.recoverable import replicated
from providers.failover.view import FailoverView
from providers.recovery import RecoverableVm, when

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

    ``rpo_seconds`` 0 is synchronous. ``here`` are names of protected VMs that run at the target already; ``stale`` are
    names of stale copies that make way. ``stages`` are the plan's, in order, by the ids of their categories. ``taken``
    says who holds an address. ``floating`` maps each known floating IP
    to what it leads to, empty for nothing. ``notes`` are sentences about what could not be looked at.
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
    notes: tuple[str, ...] = ()

    @property
    def to_recover(self) -> tuple[RecoverableVm, ...]:
        """The VMs that are not here yet."""
        return tuple(vm for vm in self.vms if vm.name not in self.here)


def observe(view: FailoverView) -> Facts:
    """The facts of this failover, so far as they can be known."""
    client, inputs, ask = view.client, view.inputs, _Asked()
    here = list(Vms(client).list())
    protected = [vm for vm in here if any(vm.has_category(one) for one in view.categories)]
    captured = ask(lambda: list(AhvVmRecoveryPoints(client).list()), "the sizes and addresses of the VMs")
    pool = ask(lambda: pool_of(view, here), "the floating IPs") or Pool()
    stale = view.stale_copies()
    left = {vm.label for vm in view.superseded()} - {vm.label for vm in stale}
    vms = tuple(vm for vm in come_over(view, captured or []) if vm.name not in left)
    return Facts(
        planned=inputs.mode == "planned",
        source=view.source,
        target=inputs.site,
        now=when.now(),
        vms=(*vms, *(RecoverableVm(name, None, left_behind=True) for name in sorted(left))),
        rpo_seconds=inputs.rpo_seconds,
        reference_time=when.instant(inputs.reference_time),
        here=frozenset(vm.label for vm in protected if vm.power_state == "ON"),
        source_answers={"CONNECTED": True, "DISCONNECTED": False}.get(view.pairing),
        free_memory_bytes=ask(lambda: _free_memory(client, here), "the free memory"),
        networks=ask(lambda: _networks(view), "the plan's network mappings"),
        taken=_taken(here, stale),
        floating_wishes=pool.wishes,
        floating_free=pool.free,
        floating=pool.known,
        stale=tuple(vm.label for vm in stale),
        stages=ask(lambda: _stages(view), "the plan's stages") or (),
        notes=tuple(ask.notes),
    )


def come_over(view: FailoverView, captured: Iterable[AhvVmRecoveryPoint] = ()) -> tuple[RecoverableVm, ...]:
    """The protected VMs with recovery points from the source, as of the reference time if there is one."""
    moment = when.instant(view.inputs.reference_time)
    return replicated(view.points, captured, view.categories, view.source_id, moment)


class _Asked:
    """Asks, and notes what this Prism Central cannot tell."""

    def __init__(self) -> None:
        self.notes: list[str] = []

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
        prefix = _prefix(source)
        if prefix is not None:
            names = (plain(source.subnet_name or str(prefix)), plain(target.subnet_name or target.subnet_ext_id or "?"))
            found.append(MappedNetwork(*names, prefix, any(_is(subnet, target) for subnet in subnets)))
    return tuple(found)


def _stages(view: FailoverView) -> tuple[frozenset[str], ...]:
    found = sorted(RecoveryStages(view.client, view.plan.id).list(), key=lambda stage: stage.priority or 0)
    return tuple(frozenset(stage.category_ext_ids or []) for stage in found)


def _prefix(network: NetworkConfig) -> IPv4Network | None:
    ipv4 = network.ip_config.ipv4 if network.ip_config else None
    if ipv4 is None or ipv4.default_gateway_ip is None or ipv4.prefix_length is None:
        return None
    return IPv4Network(f"{ipv4.default_gateway_ip}/{ipv4.prefix_length}", strict=False)


def _is(subnet: Subnet, network: NetworkConfig) -> bool:
    if network.subnet_ext_id:
        return subnet.id == network.subnet_ext_id
    return subnet.name == network.subnet_name and (
        network.vpc is None or network.vpc.ext_id in (None, subnet.vpc_reference)
    )


def _taken(here: list[Vm], stale: list[Vm]) -> dict[str, str]:
    """Who holds which address; the stale copies make way and hold none.

    assumed: a VM keeps its address, as a plan without address mappings has it.
    """
    going = {vm.id for vm in stale}
    return {nic.ip: vm.label for vm in here if vm.id not in going for nic in vm.nics or [] if nic.ip}
