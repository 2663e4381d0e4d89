"""A NIC of a VM, with a static address in an overlay subnet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi.dynamic import DiffResult

from prism import PrismCentral, PrismError
from prism._collection import Collection
from prism._errors import ConflictError, NotFoundError
from prism.vm import Vm, Vms
from prism.vm_nic import Nic, VmNics
from providers._base import PrismProvider, PrismResource
from providers._client import central
from providers._fields import Address, Inputs, known
from providers._sentences import in_a_sentence


class VmNicInputs(Inputs):
    """``ip_address`` is the VM's own, inside the subnet's prefix."""

    vm_id: str
    subnet_id: str
    ip_address: Address


class VmNicProvider(PrismProvider[VmNicInputs, Nic]):
    """A NIC has neither name nor description: it is known by its VM, its subnet and its address.

    Another subnet or address is another NIC, which is there before the old one goes, so that the VM is never without.
    Only where the same address goes to another VM must the old NIC go first.
    """

    inputs = VmNicInputs
    replace_on = ("vm_id", "subnet_id", "ip_address")

    def collection(self, client: PrismCentral, inputs: VmNicInputs) -> Collection[Nic]:
        return VmNics(client, inputs.vm_id)

    def desired(self, inputs: VmNicInputs) -> Nic:
        return Nic.static(inputs.subnet_id, inputs.ip_address)

    def same_thing(self, found: Nic, inputs: VmNicInputs) -> bool:
        return (found.subnet_id, found.ip) == (inputs.subnet_id, inputs.ip_address)

    def observe(self, client: PrismCentral, found: Nic, inputs: VmNicInputs) -> dict[str, Any]:
        return {"subnet_id": found.subnet_id, "ip_address": found.ip or ""}

    def owner_seen(self, found: Nic, inputs: VmNicInputs) -> str:
        return inputs.owner

    def outputs(self, client: PrismCentral, ext_id: str, inputs: VmNicInputs) -> dict[str, Any]:
        return {"mac_address": self.collection(client, inputs).get(ext_id).mac_address}

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Every change replaces, but for the owner, which is written nowhere."""
        found = super().diff(id_, olds, news)
        found.delete_before_replace = _address_moves(olds, news)
        return found

    def adopt(self, collection: Collection[Nic], inputs: VmNicInputs) -> str | None:
        """The NIC of this VM with this subnet and address."""
        return next((nic.id for nic in collection.list() if self.same_thing(nic, inputs)), None)

    def make(self, client: PrismCentral, collection: Collection[Nic], inputs: VmNicInputs) -> str:
        """Adds the NIC. The address may be taken by the NIC that a killed run's task makes only now: that is ours."""
        try:
            return Vms(client).add_nic(inputs.vm_id, self.desired(inputs))
        except PrismError as error:
            late = self.adopt(collection, inputs) if not isinstance(error, NotFoundError) else None
            if late is None:
                raise
            return late

    def write(self, collection: Collection[Nic], ext_id: str, inputs: VmNicInputs) -> None:
        """There is nothing to write: a NIC that is found has all that was asked for."""

    @in_a_sentence
    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Takes the NIC away, unless it is the last one of a VM that runs; gone is gone."""
        inputs, client = self.load(props), central()
        try:
            nic = self.collection(client, inputs).get(id_)
            if not self.same_thing(nic, inputs):
                # By its id alone it could be the very NIC that was readdressed by hand and then adopted.
                pulumi.log.warn(_changed_by_hand(nic, inputs))
                return
            Vms(client).remove_nic(inputs.vm_id, id_, lambda vm: _expect_another(vm, nic))
        except NotFoundError:
            return


def _address_moves(olds: Mapping[str, Any], news: Mapping[str, Any]) -> bool:
    """Whether the same address of the same subnet goes to another VM: the two NICs cannot stand side by side."""
    fields = ("subnet_id", "ip_address")
    return all(known(news.get(name)) and olds.get(name) == news.get(name) for name in fields)


def _expect_another(vm: Vm, nic: Nic) -> None:
    """A VM that is off may be left without a NIC: it serves nobody, and is given one before it is started."""
    if vm.power_state != "OFF" and all(other.id == nic.id for other in vm.nics or []):
        raise ConflictError(
            f"NIC {nic.label} ({nic.id}) is the last one of VM '{vm.label}' ({vm.id}), which runs: without it nobody "
            "reaches the VM. Give it another NIC or power it off, then run pulumi up again. To keep the NIC and "
            "only forget it, run pulumi state delete."
        )


def _changed_by_hand(nic: Nic, inputs: VmNicInputs) -> str:
    return (
        f"NIC {nic.id} of VM {inputs.vm_id} is left alone: it was recorded with {inputs.ip_address} in subnet "
        f"{inputs.subnet_id} and has {nic.ip or 'no address'} in subnet {nic.subnet_id or 'unknown'} by now. "
        "Delete it in Prism Central if nothing uses it."
    )


class VmNic(PrismResource, module="prism", name="VmNic"):
    """A NIC with a static address."""

    mac_address: pulumi.Output[str]

    def __init__(
        self,
        resource_name: str,
        *,
        vm_id: pulumi.Input[str],
        subnet_id: pulumi.Input[str],
        ip_address: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        props = {"vm_id": vm_id, "subnet_id": subnet_id, "ip_address": ip_address, "mac_address": None}
        super().__init__(VmNicProvider(), resource_name, props, opts)

    @property
    def nic_id(self) -> pulumi.Output[str]:
        """The NIC's ``extId``."""
        return self.id
