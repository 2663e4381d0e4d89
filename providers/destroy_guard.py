"""Stands before everything of a stack: `pulumi destroy` deletes it first, and it refuses while VMs are at the site."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pulumi.dynamic import CreateResult, ReadResult, UpdateResult
from pydantic import Field

from errors import OperatorError
from plain_text import shortened
from prism import ConflictError, PrismCentral
from prism.networking import Subnets, Vpcs
from prism.vmm import Vm, Vms
from providers.base import CheckedProvider, Inputs, central, in_a_sentence, is_handed_over, signatures
from providers.recovery import CategoryName, category_ids


class DestroyGuardInputs(Inputs):
    """``categories`` and ``vpc_ids`` say which VMs are looked for. Without both there is no Prism Central to ask."""

    site: str
    categories: list[CategoryName] = Field(default_factory=list)
    vpc_ids: list[str] = Field(default_factory=list)


class DestroyGuardProvider(CheckedProvider[DestroyGuardInputs]):
    """Refuses to be deleted while VMs of the categories run at the site, or have a NIC in a subnet of the VPCs.

    A VM that is powered off counts by its NICs: Prism Central refuses to delete the subnets then, after the routes are
    gone. Create, update and refresh change nothing and ask nobody.
    """

    inputs = DestroyGuardInputs

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called if the state does not hold the resource."""
        inputs = self.load(props)
        return CreateResult(inputs.owner, inputs.dump())

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh. There is nothing to read."""
        inputs = self.load(props)
        return ReadResult(id_, inputs.dump(), inputs.dump())

    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called if an input has changed."""
        return UpdateResult(self.load(news).dump())

    @in_a_sentence
    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Called at destroy, before anything that this resource depends on. Raises ConflictError."""
        inputs = self.load(props)
        if not inputs.categories and not inputs.vpc_ids:
            return
        try:
            running, attached = _vms(central(), inputs)
        except OperatorError as error:
            raise ConflictError(_not_known(inputs, error)) from None
        if running or attached:
            way_out = _leaving_the_vms(inputs) if _stays(central(), inputs) else ""
            raise ConflictError("\n".join(one for one in (_refusal(inputs, running, attached), way_out) if one))


def _vms(client: PrismCentral, inputs: DestroyGuardInputs) -> tuple[list[Vm], list[Vm]]:
    """The VMs that run, and those that do not and have a NIC in one of the subnets."""
    ids = category_ids(client, inputs.categories)
    subnets = {subnet.id for subnet in Subnets(client).list() if subnet.vpc_reference in inputs.vpc_ids}

    def attached(vm: Vm) -> bool:
        return any(nic.subnet_id in subnets for nic in vm.nics or [])

    ours = [vm for vm in Vms(client).list() if attached(vm) or any(vm.has_category(one) for one in ids)]
    running = [vm for vm in ours if vm.power_state != "OFF"]
    return running, [vm for vm in ours if vm.power_state == "OFF" and attached(vm)]


def _refusal(inputs: DestroyGuardInputs, running: Iterable[Vm], attached: Iterable[Vm]) -> str:
    on, off = _names(running), _names(attached)
    lines = [f"Refused, nothing was deleted: VMs of the workload are in {inputs.site}."]
    if on:
        lines.append(f"  - {len(on)} run here: {shortened(on, ', ')}. Without this stack nobody reaches them.")
    if off:
        lines.append(
            f"  - {len(off)} are powered off and have a NIC in the overlay: {shortened(off, ', ')}. Prism Central "
            "would refuse to delete their subnets after the routes are gone."
        )
    if on:
        lines.append(
            "To keep the workload, fail it over first: set activeRegion to the other site and run pulumi up there, "
            "then here."
        )
    lines.append(f"Then delete the VMs that are left in {inputs.site}, or take their NICs away. Run pulumi destroy.")
    return "\n".join(lines)


def _not_known(inputs: DestroyGuardInputs, error: OperatorError) -> str:
    return (
        f"Refused, nothing was deleted: nobody could look whether VMs run in {inputs.site} ({str(error).rstrip('.')}). "
        f"Repair that and run pulumi destroy again. If the Prism Central of {inputs.site} is gone for ever: `pulumi "
        f"state delete '{_urn(inputs)}'`, then pulumi destroy."
    )


def _stays(client: PrismCentral, inputs: DestroyGuardInputs) -> bool:
    """Whether the overlay was handed over to this stack, so that it stays with the VMs in it."""
    return any(is_handed_over(vpc.description) for vpc in Vpcs(client).list() if vpc.id in inputs.vpc_ids)


def _leaving_the_vms(inputs: DestroyGuardInputs) -> str:
    return (
        f"The overlay was there before this stack and stays. To leave the VMs where they are: 1. Lead the workload's "
        f"prefixes to {inputs.site} by routes of your own, at both transit gateways. 2. Run `pulumi state delete "
        f"'{_urn(inputs)}'`. 3. Run pulumi destroy."
    )


def _urn(inputs: DestroyGuardInputs) -> str:
    project, stack, name = inputs.owner.split("/")
    return f"urn:pulumi:{stack}::{project}::pulumi-python:dynamic/prism:DestroyGuard::{name}"


def _names(vms: Iterable[Vm]) -> list[str]:
    return sorted(vm.label for vm in vms)


class DestroyGuard(signatures.DestroyGuard, module="prism", name="DestroyGuard", provider=DestroyGuardProvider):
    """Depends on every other resource of a stack, so that `pulumi destroy` begins with it, and refuses while VMs of
    ``categories`` run at ``site`` or VMs have NICs in subnets of ``vpc_ids``.
    """
