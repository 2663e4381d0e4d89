"""Which VMs carry a category, as one resource: a stack must not grow with the number of its VMs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, UpdateResult
from pydantic import AfterValidator

from prism import PrismCentral, PrismError
from prism._errors import AmbiguousNameError, NotFoundError
from prism.vm import Vm, Vms
from providers._base import CheckedProvider, PrismResource
from providers._client import central
from providers._fields import Inputs
from providers._marker import clear_member, is_member, is_superseded, mark_member
from providers._members import for_each, raise_failed
from providers._sentences import in_a_sentence

Names = Annotated[list[str], AfterValidator(lambda names: sorted(set(names)))]


class CategoryMembersInputs(Inputs):
    """``vms`` are exact names. They are a set: neither order nor repetition counts."""

    category_id: str
    vms: Names

    @property
    def membership(self) -> str:
        """What a VM's description says about a category that came from here."""
        return f"{self.category_id}/{self.owner}"


class CategoryMembersProvider(CheckedProvider[CategoryMembersInputs]):
    """Takes away only what it gave: a VM's description says so before the VM gets the category.

    Stale copies that a failover left are none of its business: they keep the category they are known by.
    """

    inputs = CategoryMembersInputs
    replace_on = ("category_id",)

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Another category is given before the old one is taken, so that no VM is unprotected in between."""
        found = super().diff(id_, olds, news)
        found.delete_before_replace = False
        return found

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called when the state holds no such resource, and for another category."""
        inputs = self.load(props)
        return CreateResult(f"{inputs.owner}/{inputs.category_id}", _converge(central(), inputs))

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: which of the VMs carry the category."""
        inputs = self.load(props)
        tagged = [vm for vm in _present(central()) if vm.has_category(inputs.category_id)]
        live = [vm for vm in tagged if vm.name in inputs.vms or is_member(vm.description, inputs.membership)]
        if inputs.vms and not live:
            return ReadResult("", {})
        seen = self.load({**inputs.dump(), "vms": [vm.label for vm in live]})
        return ReadResult(id_, _state(seen, live), seen.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called when the names changed."""
        return UpdateResult(_converge(central(), self.load(news)))

    @in_a_sentence
    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Takes the category from every VM that got it from here."""
        _converge(central(), self.load({**props, "vms": []}))


def _converge(client: PrismCentral, inputs: CategoryMembersInputs) -> dict[str, Any]:
    """Does what can be done for every VM, then raises for those it could not be done for."""
    present = _present(client)
    wanted, failures = _chosen(present, inputs.vms)
    work: dict[str, Callable[[], object]] = {
        vm.label: partial(_adding, Vms(client), vm, inputs)
        for vm in wanted.values()
        if not vm.has_category(inputs.category_id)
    }
    for vm in present:
        if is_member(vm.description, inputs.membership) and vm.name not in inputs.vms:
            work[f"{vm.label} ({vm.id})"] = partial(_removing, Vms(client), vm, inputs)
    failures |= for_each(work)
    raise_failed("VMs' categories", failures, len(inputs.vms) + len(work.keys() - set(inputs.vms)))
    return _state(inputs, list(wanted.values()))


def _present(client: PrismCentral) -> list[Vm]:
    return [vm for vm in Vms(client).list() if not is_superseded(vm.description)]


def _chosen(present: list[Vm], names: Sequence[str]) -> tuple[dict[str, Vm], dict[str, PrismError]]:
    """The one VM of each name, and why there is none for others."""
    chosen: dict[str, Vm] = {}
    failures: dict[str, PrismError] = {}
    for name in names:
        found = [vm for vm in present if vm.name == name]
        if len(found) == 1:
            chosen[name] = found[0]
        elif found:
            ids = ", ".join(sorted(vm.id for vm in found))
            failures[name] = AmbiguousNameError(f"{len(found)} VMs have this name: {ids}. Rename all but one.")
        else:
            failures[name] = NotFoundError("there is no VM of this name in this Prism Central. Correct the name.")
    return chosen, failures


def _adding(vms: Vms, vm: Vm, inputs: CategoryMembersInputs) -> None:
    vms.redescribe(vm.id, lambda description: mark_member(description, inputs.membership))
    vms.add_category(vm.id, inputs.category_id)


def _removing(vms: Vms, vm: Vm, inputs: CategoryMembersInputs) -> None:
    vms.remove_category(vm.id, inputs.category_id)
    vms.redescribe(vm.id, lambda description: clear_member(description, inputs.membership))


def _state(inputs: CategoryMembersInputs, members: list[Vm]) -> dict[str, Any]:
    return {**inputs.dump(), "vm_ids": {vm.label: vm.id for vm in members}}


class CategoryMembers(PrismResource, module="prism", name="CategoryMembers"):
    """Gives the category to the VMs of these names. Those that carry it anyway keep it when this is gone."""

    vm_ids: pulumi.Output[dict[str, str]]

    def __init__(
        self,
        resource_name: str,
        *,
        category_id: pulumi.Input[str],
        vms: pulumi.Input[Sequence[pulumi.Input[str]]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        props = {"category_id": category_id, "vms": vms, "vm_ids": None}
        super().__init__(CategoryMembersProvider(), resource_name, props, opts)
