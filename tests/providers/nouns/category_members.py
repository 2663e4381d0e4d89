"""The members of a category under the lifecycle recipe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prism import PrismCentral
from prism.vmm import Vms
from providers.category_members import CategoryMembersProvider
from tests.providers._noun import Noun, new_category, new_vm


def _inputs(client: PrismCentral) -> dict[str, Any]:
    for name in ("member-1", "member-2", "member-3"):
        new_vm(client, name)
    return {"category_id": new_category(client, "members"), "vms": ["member-1", "member-2"]}


def _live(client: PrismCentral, inputs: Mapping[str, Any], owner: str) -> list[str]:
    return [vm.id for vm in Vms(client).of_category(str(inputs["category_id"]))]


def _take(client: PrismCentral, category_id: str, *names: str) -> None:
    for vm in Vms(client).of_category(category_id):
        if vm.name in names:
            Vms(client).remove_category(vm.id, category_id)


NOUN = Noun(
    name="category members",
    provider=CategoryMembersProvider,
    inputs=_inputs,
    collection=lambda client, state: Vms(client),
    changes=lambda client: {"vms": ["member-3", "member-2"], "category_id": new_category(client, "other-members")},
    replaces=frozenset({"category_id"}),
    new_first=frozenset({"category_id"}),
    drifts={
        "taken from one by hand": lambda client, ext_id, state: _take(client, str(state["category_id"]), "member-1")
    },
    live=_live,
    parts=2,
    gone=lambda client, ext_id, state: _take(client, str(state["category_id"]), "member-1", "member-2"),
    exclusive=False,
)
