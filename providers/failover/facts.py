"""What can be seen before a flip, from the Prism Central of the site that is to become active. Reads only.

The source may be gone, so nothing is asked of it: its VMs are known by the recovery points that came over from there.
assumed: the VM service shows replicated points too, with the memory and the NICs of the captured VM.
What this Prism Central does not tell is left out, and said where an operator would miss it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from ipaddress import IPv4Network
from typing import TYPE_CHECKING, TypeVar

import pulumi

from prism import PrismCentral, PrismError
from prism.clustermgmt import Hosts
from prism.datapolicies import NetworkConfig, NetworkMappings, ProtectionPolicies, ProtectionPolicy
from prism.dataprotection import RecoveryPoint
from prism.networking import Subnet, Subnets
from prism.prism import Categories
from prism.vmm import AhvVmRecoveryPoint, AhvVmRecoveryPoints, Vm, Vms
from providers.failover.floating import Pool, pool_of
from providers.failover.inputs import FailoverInputs
from providers.failover.risks import Facts, MappedNetwork, ReplicatedVm
from providers.recovery.copies import created

if TYPE_CHECKING:
    from providers.failover.view import Flip

T = TypeVar("T")


def observe(flip: Flip) -> Facts:
    """The facts of this flip, as far as they can be known."""
    client, inputs = flip.client, flip.inputs
    wanted = category_ids(client, inputs)
    here = list(Vms(client).list())
    protected = [vm for vm in here if any(vm.has_category(one) for one in wanted)]
    captured = _unless_refused(lambda: list(AhvVmRecoveryPoints(client).list()), "the sizes and addresses of the VMs")
    pool = _unless_refused(lambda: pool_of(flip, flip.points, here), "the floating IPs") or Pool()
    stale = flip.stale_copies()
    left = {vm.label for vm in flip.superseded()} - {vm.label for vm in stale}
    vms = tuple(vm for vm in come_over(flip, captured or []) if vm.name not in left)
    return Facts(
        planned=inputs.mode == "planned",
        source=flip.source,
        target=inputs.site,
        now=now(),
        vms=(*vms, *(ReplicatedVm(name, None, left_behind=True) for name in sorted(left))),
        rpo_seconds=inputs.rpo_seconds,
        reference_time=_moment(flip),
        here=frozenset(vm.label for vm in protected if vm.power_state == "ON"),
        source_answers={"CONNECTED": True, "DISCONNECTED": False}.get(flip.pairing),
        free_memory_bytes=_unless_refused(lambda: _free_memory(client, here), "the memory that is free"),
        networks=_unless_refused(lambda: _networks(flip), "the plan's network mappings"),
        taken=_taken(here, stale),
        floating_wishes=pool.wishes,
        floating_free=pool.free,
        floating=pool.known,
    )


def come_over(flip: Flip, captured: Iterable[AhvVmRecoveryPoint] = ()) -> tuple[ReplicatedVm, ...]:
    """The protected VMs that have come over from the source of this flip, as of the reference time if there is one."""
    source_id = flip.directions.source_domain_manager_ext_id
    return replicated(flip.points, captured, category_ids(flip.client, flip.inputs), source_id, _moment(flip))


def newer_at_source(flip: Flip, copies: Iterable[Vm]) -> list[Vm]:
    """Those of these copies of which a recovery point has come over that was made after the copy itself was.

    An older point tells only that the VM was there once: the copy here may be all that is left of it.
    """
    source_id = flip.directions.source_domain_manager_ext_id
    newest = {
        vm.name: vm.newest for vm in replicated(flip.points, (), category_ids(flip.client, flip.inputs), source_id)
    }
    return [vm for vm in copies if (point := newest.get(vm.label)) and point >= created(vm)]


def now() -> datetime:
    """The time that recovery points are held against."""
    return datetime.now(UTC)


def replicated(
    points: Iterable[RecoveryPoint],
    captured: Iterable[AhvVmRecoveryPoint],
    category_ids: Collection[str],
    source_id: str,
    moment: datetime | None = None,
) -> tuple[ReplicatedVm, ...]:
    """The protected VMs of the source by name, with their newest usable point (as of ``moment``) and what it captured.

    By name, not by id: a VM that went to and fro has had several ids. The newest capture of an id is taken.
    """
    known: dict[str, AhvVmRecoveryPoint] = {}
    for one in sorted(captured, key=lambda one: one.creation_time or datetime.min.replace(tzinfo=UTC)):
        known[one.vm_ext_id or ""] = one
    newest: dict[str, datetime | None] = {}
    last: dict[str, tuple[datetime, str]] = {}
    for point in points:
        if not _usable(point, source_id) or point.creation_time is None:
            continue
        for vm in point.vm_recovery_points or []:
            if vm.vm_categories and not set(category_ids) & set(vm.vm_categories):
                continue
            name, made = vm.vm_name, point.creation_time
            newest.setdefault(name, None)
            last[name] = max(last.get(name, (made, "")), (made, vm.vm_ext_id or ""))
            if moment is None or made <= moment:
                newest[name] = max(newest[name] or made, made)
    return tuple(_described(name, newest[name], known.get(last[name][1])) for name in sorted(newest))


def category_ids(client: PrismCentral, inputs: FailoverInputs) -> frozenset[str]:
    """The ids of the protected categories that are known here."""
    found = (Categories(client).find(name.key, name.value) for name in inputs.categories)
    return frozenset(category.id for category in found if category)


def reverse_protection(flip: Flip) -> str:
    """One sentence: which policies replicate the VMs from here to where they came from, or that none does."""
    client, inputs = flip.client, flip.inputs
    category = Categories(client).find(inputs.category.key, inputs.category.value)
    policies = [
        policy.label
        for policy in ProtectionPolicies(client).list()
        if category and category.id in (policy.category_ids or []) and _leads_back(policy, flip)
    ]
    if policies:
        waits = f"; copies wait until {flip.source} is back" if flip.pairing == "DISCONNECTED" else ""
        return f"Protected from {inputs.site} to {flip.source} by {', '.join(sorted(policies))}{waits}."
    return (
        f"The VMs in {inputs.site} are not protected: no protection policy of category {inputs.category.key}:"
        f"{inputs.category.value} replicates from {inputs.site} to {flip.source}. Run pulumi up on the stack of "
        f"{inputs.home_site}, which makes it; until then there is no way back without loss."
    )


def _moment(flip: Flip) -> datetime | None:
    return _instant(flip.inputs.reference_time) if flip.inputs.reference_time else None


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _usable(point: RecoveryPoint, source_id: str) -> bool:
    source = point.source_location.domain_manager_ext_id if point.source_location else None
    return point.status in (None, "COMPLETE") and source in (None, source_id)


def _described(name: str, newest: datetime | None, captured: AhvVmRecoveryPoint | None) -> ReplicatedVm:
    vm = captured.vm if captured else None
    if vm is None:
        return ReplicatedVm(name, newest)
    addresses = tuple(nic.ip for nic in vm.nics or [] if nic.ip)
    return ReplicatedVm(name, newest, vm.memory_size_bytes or 0, addresses)


def _free_memory(client: PrismCentral, here: list[Vm]) -> int | None:
    """What the hosts have and the running VMs have not.

    The controller VMs' own part is not known here, so this is more than there is: a shortage is certain.
    """
    sizes = [host.memory_size_bytes for host in Hosts(client).list()]
    if not sizes or None in sizes:
        return None
    return sum(size or 0 for size in sizes) - sum(vm.memory_size_bytes or 0 for vm in here if vm.power_state == "ON")


def _networks(flip: Flip) -> tuple[MappedNetwork, ...]:
    subnets = list(Subnets(flip.client).list())
    found = []
    for mapping in NetworkMappings(flip.client, flip.plan.id).list():
        ends = (mapping.primary_network, mapping.recovery_network)
        source, target = reversed(ends) if flip.backwards else ends
        prefix = _prefix(source)
        if prefix is not None:
            names = (source.subnet_name or str(prefix), target.subnet_name or target.subnet_ext_id or "?")
            found.append(MappedNetwork(*names, prefix, any(_is(subnet, target) for subnet in subnets)))
    return tuple(found)


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


def _leads_back(policy: ProtectionPolicy, flip: Flip) -> bool:
    managers = {place.label: place.domain_manager_ext_id for place in policy.replication_locations or []}
    wanted = (flip.own_id, flip.directions.source_domain_manager_ext_id)
    return any(
        (managers.get(way.source_location_label), managers.get(way.remote_location_label or "")) == wanted
        for way in policy.replication_configurations or []
    )


def _unless_refused(look: Callable[[], T], what: str) -> T | None:
    """What ``look`` finds, or None where this Prism Central cannot tell."""
    try:
        return look()
    except PrismError as error:
        pulumi.log.warn(f"Before the flip, {what} could not be looked at; its validation does: {error}")
        return None
