"""A NIC of a VM, with a static address in an overlay subnet."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pulumi
from pulumi.dynamic import CheckFailure, CheckResult, CreateResult, DiffResult

from prism import Collection, NotFoundError, PrismCentral, PrismError
from prism.vmm import Nic, Vm, VmNics, Vms
from providers.base import (
    PREVIEW,
    Address,
    Inputs,
    PrismProvider,
    central,
    changed_fields,
    in_a_sentence,
    known,
    signatures,
)
from providers.vm_nic.checks import changed_by_hand, expect_another, expect_spare, faults, is_on_another_nic
from providers.vm_nic.moving import move

__all__ = ["VmNic", "VmNicInputs", "VmNicProvider"]

_PLACE = ("vm_id", "subnet_id", "ip_address")


class VmNicInputs(Inputs):
    """``ip_address`` is the static address of the NIC, inside the prefix of the subnet."""

    vm_id: str
    subnet_id: str
    ip_address: Address


class VmNicProvider(PrismProvider[VmNicInputs, Nic]):
    """A NIC is found by its VM, its subnet and its address. Another subnet or address moves it, with its MAC address.

    Another VM replaces it: the new NIC comes before the old one goes, or after it if the address moves with it.
    """

    inputs = VmNicInputs
    replace_on = ("vm_id",)

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
    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Also refuses at preview a new NIC that Prism Central would refuse, if Prism Central answers."""
        result = super().check(olds, news)
        new = _PLACE if not olds else changed_fields(self.inputs, olds, result.inputs)
        if result.failures or not known(result.inputs) or not set(new) & set(_PLACE):
            return result
        named = {name: str(result.inputs[name]) for name in _PLACE}
        found = faults(central(PREVIEW), **named)
        result.failures.extend(CheckFailure(field, reason) for field, reason in found)
        return result

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Another VM replaces the NIC, and so does an address that another NIC of its VM has: that one is adopted."""
        found = super().diff(id_, olds, news)
        found.delete_before_replace = _address_moves(olds, news)
        if found.replaces and found.delete_before_replace:
            expect_spare(central(PREVIEW), str(olds["vm_id"]), id_)
        elif found.changes and not found.replaces and known(news) and is_on_another_nic(central(PREVIEW), id_, news):
            found.replaces = [name for name in _PLACE if olds.get(name) != news[name]]
        return found

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called if the state does not hold the resource: adopts the NIC of this address, or makes it."""
        inputs, client = self.load(props), central()
        ext_id = self.adopt_late(client, self.collection(client, inputs), inputs)
        ext_id = ext_id or self.make(client, self.collection(client, inputs), inputs)
        return CreateResult(ext_id, self.state_of(client, ext_id, inputs))

    def adopt(self, collection: Collection[Nic], inputs: VmNicInputs) -> str | None:
        """The NIC of this VM with this subnet and address, or None."""
        return next((nic.id for nic in collection.list() if self.same_thing(nic, inputs)), None)

    def make(self, client: PrismCentral, collection: Collection[Nic], inputs: VmNicInputs) -> str:
        """Adds the NIC. If a task of a killed run has just added it, the address is taken, and that NIC is ours."""
        try:
            return Vms(client).add_nic(inputs.vm_id, self.desired(inputs))
        except PrismError as error:
            if not isinstance(error, NotFoundError) and (late := self.adopt(collection, inputs)):
                return late
            raise

    def twins(self, collection: Collection[Nic], kept: Nic, inputs: VmNicInputs) -> list[Nic]:
        return []  # Prism Central gives an address of a subnet to one NIC only.

    def write(self, collection: Collection[Nic], ext_id: str, inputs: VmNicInputs) -> None:
        nic = collection.get(ext_id)
        if not self.same_thing(nic, inputs):
            move(central(), inputs.vm_id, nic, inputs.subnet_id, inputs.ip_address)

    @in_a_sentence
    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Deletes the NIC, unless it is the last one of the VM. A NIC that is gone counts as deleted."""
        inputs, client = self.load(props), central()

        def ours(vm: Vm, nic: Nic) -> bool:
            if not self.same_thing(nic, inputs):
                # Somebody gave the NIC another address by hand. A NIC of that address may have been adopted since.
                pulumi.log.warn(changed_by_hand(nic, inputs.vm_id, inputs.subnet_id, inputs.ip_address))
                return False
            expect_another(vm, nic)
            return True

        with suppress(NotFoundError):
            Vms(client).remove_nic(inputs.vm_id, id_, ours)


def _address_moves(olds: Mapping[str, Any], news: Mapping[str, Any]) -> bool:
    """True if the address moves to another VM. Then both NICs cannot exist at the same time."""
    return all(known(news.get(name)) and olds.get(name) == news.get(name) for name in _PLACE[1:])


class VmNic(signatures.VmNic, module="prism", name="VmNic", provider=VmNicProvider):
    """A NIC of a VM with a static address."""

    mac_address: pulumi.Output[str]

    @property
    def nic_id(self) -> pulumi.Output[str]:
        """The NIC's ``extId``."""
        return self.id
