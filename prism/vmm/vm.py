"""Virtual machines on AHV. API: ``vmm/v4.x/ahv/config/vms``; every write needs the VM's current ETag."""

from __future__ import annotations

from collections.abc import Callable

from prism.collection import Collection
from prism.errors import Subject
from prism.model import Entity, Reference
from prism.vmm.vm_disk import Disk, Gpu, VtpmConfig
from prism.vmm.vm_guest_tools import GuestTools
from prism.vmm.vm_nic import Nic, VmNics


class Vm(Entity):
    """``power_state`` is ON, OFF, PAUSED or UNDETERMINED."""

    name: str | None = None
    description: str | None = None
    power_state: str | None = None
    memory_size_bytes: int | None = None
    num_sockets: int | None = None
    num_cores_per_socket: int | None = None
    disks: list[Disk] | None = None
    gpus: list[Gpu] | None = None
    vtpm_config: VtpmConfig | None = None
    categories: list[Reference] | None = None
    cluster: Reference | None = None
    nics: list[Nic] | None = None
    guest_tools: GuestTools | None = None
    create_time: str | None = None
    """RFC 3339, set by Prism Central. assumed: a recovered VM's is when it was recovered."""
    bios_uuid: str | None = None  # assumed: a recovered VM keeps it

    def has_category(self, category_id: str) -> bool:
        """Whether the VM carries the category."""
        return any(category.ext_id == category_id for category in self.categories or [])

    @property
    def vcpus(self) -> int:
        """Virtual CPUs: sockets times cores; 0 if Prism tells neither."""
        return (self.num_sockets or 0) * (self.num_cores_per_socket or 1)

    @property
    def disk_bytes(self) -> int:
        """The total size of its disks, as the guest sees them."""
        return sum((disk.backing_info and disk.backing_info.disk_size_bytes) or 0 for disk in self.disks or [])

    @property
    def volume_groups(self) -> tuple[str, ...]:
        """The ids of the volume groups that its disks belong to."""
        behind = (disk.backing_info for disk in self.disks or [])
        return tuple(dict.fromkeys(one.volume_group_ext_id for one in behind if one and one.volume_group_ext_id))

    @property
    def ip(self) -> str | None:
        """The first address of the first NIC that has one."""
        return next((nic.ip for nic in self.nics or [] if nic.ip), None)


class Vms(Collection[Vm]):
    """The VMs of a Prism Central."""

    namespace, path, kind = "vmm", "ahv/config/vms", "VM"
    rel = "vmm:ahv:config:vm"
    order = "extId"
    etag_on_delete = True
    model = Vm

    def create(self, entity: Vm, *, etag: str | None = None, request_id: str | None = None) -> str:
        """Creates the VM, with its NICs in the form that this Prism Central knows."""
        if entity.nics and not self._central.speaks(self.namespace, 1):
            entity = entity.model_copy(update={"nics": [nic.older() for nic in entity.nics]})
        return super().create(entity, etag=etag, request_id=request_id)

    def of_category(self, category_id: str) -> list[Vm]:
        """The VMs that carry the category, by name. No filter on categories is documented: the client filters."""
        return sorted((vm for vm in self.list() if vm.has_category(category_id)), key=lambda vm: (vm.label, vm.id))

    def power_on(self, vm_id: str) -> None:
        """Powers the VM on."""
        self.act(vm_id, "power-on", verb="power on")

    def power_off(self, vm_id: str) -> None:
        """Cuts the VM's power without shutting the guest down."""
        self.act(vm_id, "power-off", verb="power off")

    def begin_power_off(self, vm_id: str) -> None:
        """Asks to cut the VM's power and does not wait for the task: whoever asked looks at all the VMs at once."""

        def post(vm: Vm) -> None:
            subject = Subject("power off", self.kind, vm.label, vm_id)
            path = f"{self._item(vm_id)}/$actions/power-off"
            self._central.call(subject, "POST", self.namespace, path, etag=vm.etag)

        self._on_current(vm_id, post)

    def begin_describe(self, vm_id: str, change: Callable[[str | None], str]) -> None:
        """Asks to change the VM's description and does not wait for the task."""

        def put(vm: Vm) -> None:
            body = vm.model_copy(update={"description": change(vm.description)}).body()
            subject = Subject("describe", self.kind, vm.label, vm_id)
            self._central.call(subject, "PUT", self.namespace, self._item(vm_id), body=body, etag=vm.etag)

        self._on_current(vm_id, put)

    def add_nic(self, vm_id: str, nic: Nic) -> str:
        """Adds the NIC unless the current version of the VM has one of this subnet and address; the id of that NIC."""
        nics = VmNics(self._central, vm_id)

        def add(vm: Vm) -> str:
            there = (one.id for one in vm.nics or [] if nic.ip and (one.subnet_id, one.ip) == (nic.subnet_id, nic.ip))
            return next(there, "") or nics.create(nic, etag=vm.etag)

        return self._on_current(vm_id, add)

    def remove_nic(self, vm_id: str, nic_id: str, allowed: Callable[[Vm, Nic], bool]) -> None:
        """Removes the NIC from exactly that version of the VM that ``allowed`` has accepted.

        A missing NIC is not an error.
        """
        nics = VmNics(self._central, vm_id)

        def remove(vm: Vm) -> None:
            nic = next((nic for nic in vm.nics or [] if nic.id == nic_id), None)
            if nic is not None and allowed(vm, nic):
                nics.delete_at(nic_id, vm.etag)

        self._on_current(vm_id, remove)

    def add_category(self, vm_id: str, category_id: str) -> None:
        """Adds the category to the VM. Does nothing if the VM has it."""
        self.act(vm_id, "associate-categories", {"categories": [{"extId": category_id}]}, verb="add a category to")

    def remove_category(self, vm_id: str, category_id: str) -> None:
        """Removes the category from the VM. Does nothing if the VM does not have it."""
        body = {"categories": [{"extId": category_id}]}
        self.act(vm_id, "disassociate-categories", body, verb="remove a category from")

    def describe(self, vm_id: str, description: str) -> None:
        """Writes the VM's description."""
        self.update(vm_id, lambda vm: vm.model_copy(update={"description": description}), ("description",))

    def redescribe(self, vm_id: str, change: Callable[[str | None], str]) -> None:
        """Changes a part of the VM's description and keeps what someone else changes in the rest meanwhile."""
        self.update(vm_id, lambda vm: vm.model_copy(update={"description": change(vm.description)}))
