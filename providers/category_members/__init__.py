"""The VMs of a category, as one resource. A stack does not grow with the number of its VMs."""

from __future__ import annotations

from typing import Any

import pulumi
from pulumi.dynamic import CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult

from providers.base import PREVIEW, CheckedProvider, central, foresee, in_a_sentence, is_member, known, signatures
from providers.category_members.run import CategoryMembersInputs, chosen, converge, present, state_of

__all__ = ["CategoryMembers", "CategoryMembersInputs", "CategoryMembersProvider"]


class CategoryMembersProvider(CheckedProvider[CategoryMembersInputs]):
    """Takes the category only from VMs that got it here: a mark in the description of each VM says so.

    Stale copies that a failover left are not changed. They keep the category.
    """

    inputs = CategoryMembersInputs
    replace_on = ("category_id",)

    @in_a_sentence
    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Also warns of a new name that no VM has or that several VMs have."""
        result = super().check(olds, news)
        names: Any = result.inputs.get("vms")
        if not result.failures and known(names):
            new = [name for name in names if name not in (olds.get("vms") or [])]
            foresee(lambda: chosen(present(central(PREVIEW)), new)[1] if new else {})
        return result

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Gives another category before it takes the old one, so that a VM is never unprotected."""
        found = super().diff(id_, olds, news)
        found.delete_before_replace = False
        return found

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called if the state does not hold the resource, and if the category has changed."""
        inputs = self.load(props)
        return CreateResult(f"{inputs.owner}/{inputs.category_id}", converge(central(), inputs))

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: the VMs that have the category."""
        inputs = self.load(props)
        tagged = [vm for vm in present(central()) if vm.has_category(inputs.category_id)]
        live = [vm for vm in tagged if vm.name in inputs.vms or is_member(vm.description, inputs.membership)]
        if inputs.vms and not live:
            return ReadResult("", {})
        seen = self.load({**inputs.dump(), "vms": [vm.label for vm in live]})
        return ReadResult(id_, state_of(seen, live), seen.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called if the names have changed."""
        return UpdateResult(converge(central(), self.load(news)))

    @in_a_sentence
    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Takes the category from every VM that got it here."""
        converge(central(), self.load({**props, "vms": []}))


class CategoryMembers(
    signatures.CategoryMembers, module="prism", name="CategoryMembers", provider=CategoryMembersProvider
):
    """Gives the category to the VMs of these names. A VM that had the category before keeps it at destroy."""

    vm_ids: pulumi.Output[dict[str, str]]
