"""Which VMs carry a category, as one resource: a stack must not grow with the number of its VMs."""

from __future__ import annotations

from typing import Any

import pulumi
from pulumi.dynamic import CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult

from providers.base import PREVIEW, CheckedProvider, central, foresee, in_a_sentence, is_member, known, signatures
from providers.category_members.run import CategoryMembersInputs, chosen, converge, present, state_of

__all__ = ["CategoryMembers", "CategoryMembersInputs", "CategoryMembersProvider"]


class CategoryMembersProvider(CheckedProvider[CategoryMembersInputs]):
    """Takes away only what it gave: a VM's description says so before the VM gets the category.

    Stale copies that a failover left are none of its business: they keep the category they are known by.
    """

    inputs = CategoryMembersInputs
    replace_on = ("category_id",)

    @in_a_sentence
    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Also warns of new names that no VM has, or more than one."""
        result = super().check(olds, news)
        names: Any = result.inputs.get("vms")
        if not result.failures and known(names):
            new = [name for name in names if name not in (olds.get("vms") or [])]
            foresee(lambda: chosen(present(central(PREVIEW)), new)[1] if new else {})
        return result

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
        return CreateResult(f"{inputs.owner}/{inputs.category_id}", converge(central(), inputs))

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: which of the VMs carry the category."""
        inputs = self.load(props)
        tagged = [vm for vm in present(central()) if vm.has_category(inputs.category_id)]
        live = [vm for vm in tagged if vm.name in inputs.vms or is_member(vm.description, inputs.membership)]
        if inputs.vms and not live:
            return ReadResult("", {})
        seen = self.load({**inputs.dump(), "vms": [vm.label for vm in live]})
        return ReadResult(id_, state_of(seen, live), seen.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called when the names changed."""
        return UpdateResult(converge(central(), self.load(news)))

    @in_a_sentence
    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Takes the category from every VM that got it from here."""
        converge(central(), self.load({**props, "vms": []}))


class CategoryMembers(
    signatures.CategoryMembers, module="prism", name="CategoryMembers", provider=CategoryMembersProvider
):
    """Gives the category to the VMs of these names. Those that carry it anyway keep it when this is gone."""

    vm_ids: pulumi.Output[dict[str, str]]
