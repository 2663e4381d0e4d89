"""Gives a category to VMs and takes it from others, several at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Any

from pydantic import AfterValidator

from errors import OperatorError
from prism import AmbiguousNameError, NotFoundError, PrismCentral
from prism.vmm import Vm, Vms
from providers.base import Inputs, clear_member, for_each, is_member, is_superseded, mark_member, raise_failed

Names = Annotated[list[str], AfterValidator(lambda names: sorted(set(names)))]


class CategoryMembersInputs(Inputs):
    """``vms`` are exact names. They are a set: order and repetition do not count."""

    category_id: str
    vms: Names

    @property
    def membership(self) -> str:
        """The mark in the description of a VM that got the category here."""
        return f"{self.category_id}/{self.owner}"


def converge(client: PrismCentral, inputs: CategoryMembersInputs) -> dict[str, Any]:
    """Changes every VM that can be changed, and returns the state. Raises MembersFailedError for the others.

    No VM loses the category while a name has no VM, or two.
    """
    there = present(client)
    wanted, failures = chosen(there, inputs.vms)
    work: dict[str, Callable[[], object]] = {
        vm.label: partial(_adding, Vms(client), vm, inputs)
        for vm in wanted.values()
        if not vm.has_category(inputs.category_id)
    }
    # A name that no VM has may be a mistyped one: its VM must not lose its protection for that.
    for vm in there if not failures else ():
        if is_member(vm.description, inputs.membership) and vm.name not in inputs.vms:
            work[f"{vm.label} ({vm.id})"] = partial(_removing, Vms(client), vm, inputs)
    failures |= for_each(work)
    raise_failed("VMs' categories", failures, len(inputs.vms) + len(work.keys() - set(inputs.vms)))
    return state_of(inputs, list(wanted.values()))


def present(client: PrismCentral) -> list[Vm]:
    """The VMs of this Prism Central without the stale copies that a failover left."""
    return [vm for vm in Vms(client).list() if not is_superseded(vm.description)]


def chosen(there: list[Vm], names: Sequence[str]) -> tuple[dict[str, Vm], dict[str, OperatorError]]:
    """The one VM of each name, and an error for each name that no VM or several VMs have."""
    found_by_name: dict[str, Vm] = {}
    failures: dict[str, OperatorError] = {}
    for name in names:
        found = [vm for vm in there if vm.name == name]
        if len(found) == 1:
            found_by_name[name] = found[0]
        elif found:
            ids = ", ".join(sorted(vm.id for vm in found))
            failures[name] = AmbiguousNameError(f"{len(found)} VMs have this name: {ids}. Rename all but one.")
        else:
            failures[name] = NotFoundError("there is no VM of this name in this Prism Central. Correct the name.")
    return found_by_name, failures


def _adding(vms: Vms, vm: Vm, inputs: CategoryMembersInputs) -> None:
    vms.redescribe(vm.id, lambda description: mark_member(description, inputs.membership))
    vms.add_category(vm.id, inputs.category_id)


def _removing(vms: Vms, vm: Vm, inputs: CategoryMembersInputs) -> None:
    vms.remove_category(vm.id, inputs.category_id)
    vms.redescribe(vm.id, lambda description: clear_member(description, inputs.membership))


def state_of(inputs: CategoryMembersInputs, members: list[Vm]) -> dict[str, Any]:
    """The state: the inputs, and the id of each VM by its name."""
    return {**inputs.dump(), "vm_ids": {vm.label: vm.id for vm in members}}
