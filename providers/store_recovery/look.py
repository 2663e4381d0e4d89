"""One recovery from a store, as the Prism Central of the site that restores shows it. Reads only, each thing once.

The source may be gone, or on-premises: nothing is asked of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network

import pulumi

from prism import NotFoundError, PrismCentral, PrismError
from prism.clustermgmt import Clusters, Host, Hosts
from prism.dataprotection import RecoveryPoints, RecoveryPointStore, RecoveryPointStores, StoredRecoveryPoints
from prism.networking import Subnet, Subnets, Vpcs
from prism.prism import Categories
from prism.vmm import AhvVmRecoveryPoints, Vm, Vms
from providers.base import is_superseded, restoration_of
from providers.recovery import RecoverableVm, makes_way, stale, when
from providers.recovery_point_store import no_store
from providers.store_recovery import messages
from providers.store_recovery.capacity import Placement, Room, Target, place, room_of, size_of
from providers.store_recovery.inputs import StoreRecoveryInputs
from providers.store_recovery.points import Choice, StoredVm, Unit, Wave, choose
from topology.compute import VCPUS_PER_CORE

_NO_LIMIT = 2**62


@dataclass(frozen=True)
class StoreLook:
    """One look at store, clusters and VMs; what is read is read once."""

    client: PrismCentral
    inputs: StoreRecoveryInputs

    @cached_property
    def store(self) -> RecoveryPointStore:
        """The store by name. Raises NotFoundError with the steps by hand: the API makes none."""
        stores = list(RecoveryPointStores(self.client).list())
        found = next((store for store in stores if store.name == self.inputs.store), None)
        if found is None:
            listed = [store.label for store in stores]
            raise NotFoundError(no_store(self.inputs.store, self.client.endpoint, self.inputs.site, listed))
        return found

    @cached_property
    def category_ids(self) -> dict[str, str]:
        """The ids of the tiers' and stages' categories by ``key:value``: those known here, else the home site's."""
        names = [tier.category for tier in self.inputs.tiers]
        names += [stage.category for tier in self.inputs.tiers for stage in tier.stages]
        found = {f"{name.key}:{name.value}": Categories(self.client).find(name.key, name.value) for name in names}
        return {
            name: category.id if category else self.inputs.category_ids[name]
            for name, category in found.items()
            if category or name in self.inputs.category_ids
        }

    @cached_property
    def known_categories(self) -> frozenset[str]:
        """The ids of all categories that this Prism Central has."""
        return frozenset(category.id for category in Categories(self.client).list())

    @cached_property
    def waves(self) -> list[Wave]:
        """Every tier's stages in order, each tier's followed by one for what is in none of them."""
        waves = []
        for tier in self.inputs.tiers:
            mine = self.category_ids.get(f"{tier.category.key}:{tier.category.value}", "")
            stages = [(self.category_ids.get(f"{s.category.key}:{s.category.value}", ""), s) for s in tier.stages]
            waves += [
                Wave(tier.name, mine, found, stage.delay_seconds, tier.rpo_seconds)
                for found, stage in stages
                if found and found != mine
            ]
            waves.append(Wave(tier.name, mine, None, 0, tier.rpo_seconds))
        return waves

    @cached_property
    def moment(self) -> datetime | None:
        """As of when VMs are restored; None: the newest point of each."""
        return when.instant(self.inputs.reference_time)

    @cached_property
    def choice(self) -> Choice:
        """The recovery points to restore, whether or not they have been restored already."""
        points = list(StoredRecoveryPoints(self.client, self.store.id).list())
        known = self.known_categories | set(self.category_ids.values())
        return choose(points, self.captured, self.waves, known, self.moment)

    @cached_property
    def here(self) -> list[Vm]:
        """The VMs of this site."""
        return list(Vms(self.client).list())

    @cached_property
    def clusters(self) -> list[Target]:
        """The target clusters that stand, with what each has free. Raises NotFoundError where one has another name."""
        known = {cluster.label: cluster for cluster in Clusters(self.client).list() if not cluster.is_prism_central}
        missing = [name for name in self.inputs.clusters if name not in known]
        if missing:
            raise NotFoundError(messages.no_cluster(missing, list(known), self.client.endpoint, self.inputs.site))
        return [self._target(name, known[name].id, alone=len(known) == 1) for name in self.inputs.clusters]

    @cached_property
    def subnets(self) -> list[tuple[IPv4Network, Subnet]]:
        """The overlay's subnets with their prefixes."""
        vpc = Vpcs(self.client).find_by_name(self.inputs.vpc)
        mine = [subnet for subnet in Subnets(self.client).list() if vpc and subnet.vpc_reference == vpc.id]
        return [(prefix, subnet) for subnet in mine if (prefix := _prefix(subnet))]

    def restoration(self, vm: StoredVm) -> str:
        """What marks the VM that this flip restores of it."""
        return f"{self.inputs.owner}#{self.inputs.generation or 0}:{vm.vm_ext_id}"

    def restored(self, unit: Unit) -> list[Vm]:
        """The unit's VMs that this flip has restored already."""
        return self.marked([self.restoration(vm) for vm in unit.vms], self.here)

    def marked(self, restorations: list[str], vms: list[Vm]) -> list[Vm]:
        """Those of the VMs that carry one of these marks and are in use."""
        return [
            vm for vm in vms if restoration_of(vm.description) in restorations and not is_superseded(vm.description)
        ]

    def runs_here(self, unit: Unit) -> bool:
        """Whether VMs of these names are in use here that this flip has not restored: they are left alone."""
        names = {vm.name for vm in unit.vms}
        marks = {self.restoration(vm) for one in self.choice.units for vm in one.vms}
        return any(
            vm.label in names and vm.power_state == "ON" and restoration_of(vm.description) not in marks
            for vm in self.here
            if vm.id not in {copy.id for copy in self.going}
        )

    @property
    def todo(self) -> list[Unit]:
        """The units that neither this flip has restored nor something else runs as."""
        return [unit for unit in self.choice.units if not self.restored(unit) and not self.runs_here(unit)]

    def placement(self, *, ahead: bool = False, scaled: bool = False) -> Placement:
        """Assign each unit still to be restored to a cluster.

        ``ahead``: with room left on the first cluster for the tiers that come before. ``scaled``: with the nodes that
        this run gives it.
        """
        first, *others = self.clusters
        node, nodes = self.inputs.node, self.inputs.nodes
        free = first.free - self.ahead if ahead else first.free
        if scaled and node is not None and nodes is not None:
            free += room_of(node) * max(0, nodes - first.nodes)
        return place(self.todo, [replace(first, free=free), *others], node)

    @cached_property
    def ahead(self) -> Room:
        """What the VMs of the tiers before these will take on the cluster, so far as they do not run here yet.

        Their sizes are those of the newest recovery point of each, where they are known.
        """
        names = (Categories(self.client).find(name.key, name.value) for name in self.inputs.before)
        wanted = {category.id for category in names if category}
        points = [point for point in RecoveryPoints(self.client).list() if point.creation_time] if wanted else []
        sizes: dict[str, Room] = {}
        for point in sorted(points, key=lambda point: point.creation_time or when.now()):
            for part in point.vm_recovery_points or []:
                if wanted & set(part.vm_categories or []):
                    sizes[part.vm_name] = size_of(self.captured.get(part.ext_id or ""))
        running = {vm.label for vm in self.here if vm.power_state == "ON"}
        return sum((size for name, size in sizes.items() if name not in running), Room())

    @cached_property
    def going(self) -> list[Vm]:
        """Stale copies of VMs with a recovery point that continues them: safe to power off and delete.

        A stale copy that may be newer than the recovery point, or may be another VM's of the same name, is kept: it may
        be all that is left of its VM.
        """
        coming = [
            RecoverableVm(
                vm.name,
                other.point.creation_time,
                vm_id=vm.vm_ext_id,
                bios_uuid=(vm.captured and vm.captured.bios_uuid) or "",
            )
            for other in self.choice.units
            for vm in other.vms
        ]
        return makes_way(self._left, coming, self.inputs.lineage)

    def stale(self, unit: Unit) -> list[Vm]:
        """Those that make way for this unit."""
        names = {vm.name for vm in unit.vms}
        return [copy for copy in self.going if copy.label in names]

    def kept(self, unit: Unit) -> list[Vm]:
        """Stale copies of the unit's names that do not make way for it."""
        names, going = {vm.name for vm in unit.vms}, {vm.id for vm in self.going}
        off = (vm for vm in self._left if vm.power_state == "OFF")
        return [vm for vm in off if vm.label in names and vm.id not in going]

    @property
    def _left(self) -> list[Vm]:
        return stale(self.here, self.inputs.owner, self.inputs.lineage)

    def subnet_of(self, address: str) -> Subnet | None:
        """The overlay's subnet with this address."""
        return next((subnet for prefix, subnet in self.subnets if IPv4Address(address) in prefix), None)

    @cached_property
    def captured(self) -> dict[str, Vm]:
        """The configuration of captured VMs, by VM recovery point.

        assumed: the VM service shows those in stores, too. Where it does not, sizes and addresses are not known.
        """
        try:
            return {one.id: one.vm for one in AhvVmRecoveryPoints(self.client).list() if one.vm}
        except PrismError as error:
            pulumi.log.warn(f"Could not read the sizes and addresses of the VMs in the store: {error}")
            return {}

    def _target(self, name: str, cluster_id: str, *, alone: bool) -> Target:
        """The cluster, and the resources of its nodes that its VMs do not use.

        Of a known type of node the controller VM's part is taken off. Else that is not known, and less is free.
        """
        hosts = [one for one in self.hosts if alone or (one.cluster and one.cluster.uuid == cluster_id)]
        mine = [vm for vm in self.here if alone or (vm.cluster and vm.cluster.ext_id == cluster_id)]
        on = sum((size_of(vm) for vm in mine if vm.power_state == "ON"), Room())
        held = Room(on.vcpus, on.memory_bytes, sum(vm.disk_bytes for vm in mine))
        node = self.inputs.node
        all_of_it = sum((room_of(node) if node else _of_host(host) for host in hosts), Room())
        return Target(name, cluster_id, all_of_it - held, len(hosts))

    @cached_property
    def hosts(self) -> list[Host]:
        """The nodes of all clusters."""
        return list(Hosts(self.client).list())


def _of_host(host: Host) -> Room:
    """What Prism tells of a host; what it does not tell is no limit."""
    cores, memory = host.number_of_cpu_cores, host.memory_size_bytes
    return Room(cores * VCPUS_PER_CORE if cores else _NO_LIMIT, memory or _NO_LIMIT, _NO_LIMIT)


def _prefix(subnet: Subnet) -> IPv4Network | None:
    return IPv4Network(str(subnet.ipv4.ip_subnet), strict=False) if subnet.ipv4 else None
