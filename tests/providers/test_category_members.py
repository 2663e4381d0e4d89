"""Which VMs carry a category: by exact name, as a set, and only what was given is taken."""

from __future__ import annotations

import pytest

from errors import OperatorError
from prism import PrismCentral, Timeouts
from prism.vmm import Vms
from providers.category_members import CategoryMembersProvider
from tests.providers._engine import Engine
from tests.providers._noun import new_category, new_vm
from tests.providers.conftest import Cloud


@pytest.fixture
def client(cloud: Cloud) -> PrismCentral:
    """Tokyo."""
    return cloud.client("tokyo")


@pytest.fixture
def engine() -> Engine:
    """The resource."""
    return Engine(CategoryMembersProvider)


def members(client: PrismCentral, category: str) -> list[str]:
    """The names of the VMs that carry it."""
    return [vm.label for vm in Vms(client).of_category(category)]


def test_neither_order_nor_repetition_is_a_difference(client: PrismCentral, engine: Engine) -> None:
    category, _ = new_category(client, "a"), [new_vm(client, name) for name in ("app-1", "app-2")]
    engine.up({"category_id": category, "vms": ["app-2", "app-1"]})
    assert engine.up({"category_id": category, "vms": ["app-1", "app-2", "app-1"]}) == "same"


def test_what_somebody_else_gave_is_not_taken(client: PrismCentral, engine: Engine) -> None:
    category, ours, theirs = new_category(client, "a"), new_vm(client, "app-1"), new_vm(client, "app-2")
    Vms(client).describe(ours, "The shop's front")
    Vms(client).add_category(theirs, category)
    engine.up({"category_id": category, "vms": ["app-1", "app-2"]})
    engine.destroy()
    assert members(client, category) == ["app-2"]
    assert Vms(client).get(ours).description == "The shop's front"


def test_missing_and_double_names_are_told_by_name_and_the_others_are_done(
    client: PrismCentral, engine: Engine
) -> None:
    category = new_category(client, "a")
    twins = [new_vm(client, name) for name in ("twin", "twin", "app-1")]
    names = ["App-1", "app-1", "twin"]
    with pytest.raises(
        OperatorError, match=r"(?s)2 of 3.*'App-1': there is no VM.*'twin': 2 VMs have this name"
    ) as told:
        engine.up({"category_id": category, "vms": names})
    assert all(twin in str(told.value) for twin in twins[:2])
    assert members(client, category) == ["app-1"]
    assert engine.up({"category_id": category, "vms": ["app-1"]}) == "create"
    engine.destroy()
    assert members(client, category) == []


def test_a_mistyped_name_takes_the_category_from_no_vm(client: PrismCentral, engine: Engine) -> None:
    category, _ = new_category(client, "a"), [new_vm(client, name) for name in ("app-1", "app-2")]
    engine.up({"category_id": category, "vms": ["app-1", "app-2"]})
    with pytest.raises(OperatorError, match="'app-11': there is no VM"):
        engine.up({"category_id": category, "vms": ["app-11"]})
    assert members(client, category) == ["app-1", "app-2"]
    assert engine.up({"category_id": category, "vms": ["app-1"]}) == "update"
    assert members(client, category) == ["app-1"]


def test_a_vm_is_in_one_of_the_categories_at_every_moment_of_a_change_of_category(
    cloud: Cloud, client: PrismCentral, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = new_category(client, "a"), new_category(client, "b")
    vm = new_vm(client, "app-1")
    engine.up({"category_id": old, "vms": ["app-1"]})
    honest, seen = PrismCentral.call, []

    def watch(self: PrismCentral, *args: object, **kwargs: object) -> object:
        reply = honest(self, *args, **kwargs)  # type: ignore[arg-type]
        tagged = cloud.world.site("tokyo").store.require("vm", vm).data["categories"]
        seen.append({category["extId"] for category in tagged})
        return reply

    monkeypatch.setattr(PrismCentral, "call", watch)
    assert engine.up({"category_id": new, "vms": ["app-1"]}) == "replace"
    assert all(seen)
    assert seen[-1] == {new}


def test_a_stale_copy_of_a_failover_is_neither_counted_nor_touched(client: PrismCentral, engine: Engine) -> None:
    category, stale = new_category(client, "a"), new_vm(client, "app-1")
    engine.up({"category_id": category, "vms": ["app-1"]})
    marked = f"{Vms(client).get(stale).description} [nc2-dr:superseded:nc2-dr/tokyo/failover]"
    Vms(client).describe(stale, marked)
    new_vm(client, "app-1")
    assert not engine.refresh()
    engine.up({"category_id": category, "vms": ["app-1"]})
    assert members(client, category) == ["app-1", "app-1"]
    engine.destroy()
    assert [vm.id for vm in Vms(client).of_category(category)] == [stale]


def test_a_preview_warns_of_new_names_that_no_vm_has_or_two(
    cloud: Cloud, client: PrismCentral, engine: Engine, said: list[str]
) -> None:
    category = new_category(client, "a")
    for name in ("twin", "twin", "app-1"):
        new_vm(client, name)
    engine.check({"category_id": category, "vms": ["App-1", "app-1", "twin"]})
    told = "\n".join(said)
    assert "'App-1' would fail now: there is no VM" in told
    assert "'twin' would fail now" in told
    assert "'app-1' cannot" not in told
    assert members(client, category) == []


def test_a_preview_says_nothing_where_prism_central_does_not_answer(
    cloud: Cloud, client: PrismCentral, engine: Engine, said: list[str]
) -> None:
    category = new_category(client, "a")
    cloud.monkeypatch.setattr("providers.category_members.PREVIEW", Timeouts(call=0.1))
    cloud.control("POST", "faults", {"kind": "status", "status": 503, "path": "/api/vmm/*", "count": -1})
    engine.check({"category_id": category, "vms": ["nobody"]})
    assert "nobody" not in "".join(said)
