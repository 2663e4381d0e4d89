"""What was there before a stack is never deleted: it keeps its words, and loses the stack's marker at destroy."""

from __future__ import annotations

import pytest

from prism.networking import FloatingIp, FloatingIps
from prism.prism import Categories, Category
from providers.base import clear_owner, describe, is_handed_over
from providers.category import CategoryProvider
from providers.floating_ips import FloatingIpsProvider
from tests.providers._engine import Engine
from tests.providers._noun import nat_subnet
from tests.providers.conftest import Cloud

GOLD = {"key": "DR", "value": "Gold"}
TICKET = "CHG-1234: for the ERP team"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    for level in ("info", "warn"):
        monkeypatch.setattr(f"pulumi.log.{level}", lines.append)
    return lines


@pytest.mark.parametrize("words", [TICKET, ""])
def test_an_object_that_was_given_to_the_stack_keeps_its_words_and_stays(
    cloud: Cloud, words: str, told: list[str]
) -> None:
    categories = Categories(cloud.client("tokyo"))
    given = f"{words} [nc2-dr:nc2-dr/tokyo/thing]".strip()
    theirs = categories.create(Category(key="DR", value="Gold", description=given))
    engine = Engine(CategoryProvider)
    assert engine.up(GOLD) == "create"
    assert engine.id == theirs
    assert categories.get(theirs).description == given
    assert engine.refresh()
    assert engine.up(GOLD) == "same"
    engine.destroy()
    assert (categories.get(theirs).description or "") == words
    assert any("'DR:Gold'" in line and "it was there before" in line for line in told)


def test_what_the_stack_made_goes(cloud: Cloud) -> None:
    engine = Engine(CategoryProvider)
    engine.up(GOLD)
    made = engine.id
    engine.destroy()
    assert made not in [one.id for one in Categories(cloud.client("tokyo")).list()]


def test_what_belongs_to_another_stack_by_now_stays_as_it_is(cloud: Cloud, told: list[str]) -> None:
    engine, categories = Engine(CategoryProvider), Categories(cloud.client("tokyo"))
    engine.up(GOLD)
    made, handed = engine.id, describe("shop/tokyo/gold")
    categories.update(made, lambda now: now.model_copy(update={"description": handed}))
    engine.destroy()
    assert categories.get(made).description == handed
    assert any("it belongs to shop/tokyo/gold by now" in line for line in told)


def test_a_floating_ip_that_was_given_to_the_stack_stays_with_its_words(cloud: Cloud, told: list[str]) -> None:
    client = cloud.client("tokyo")
    floating_ips, subnet = FloatingIps(client), nat_subnet(client)
    given = f"{TICKET} [nc2-dr:nc2-dr/tokyo/thing/web-1]"
    theirs = floating_ips.create(FloatingIp(name="web-1", description=given, external_subnet_reference=subnet))
    engine = Engine(FloatingIpsProvider)
    engine.up({"members": {"web-1": {}, "web-2": {}}, "external_subnet_id": subnet})
    assert floating_ips.get(theirs).description == given
    engine.destroy()
    assert [(one.id, one.description) for one in floating_ips.list()] == [(theirs, TICKET)]
    assert any("'web-1'" in line and "was there before" in line for line in told)


def test_every_release_s_own_words_are_known() -> None:
    then = "Managed by Pulumi; changes made by hand are undone. [nc2-dr:nc2-dr/tokyo/thing]"
    for own in (describe("nc2-dr/tokyo/thing"), then):
        assert not is_handed_over(own)
    assert not is_handed_over(TICKET), "nobody gave it to us"
    assert clear_owner(f"{TICKET} [nc2-dr:a/b/c] [nc2-dr:member:x/a/b/d]") == f"{TICKET} [nc2-dr:member:x/a/b/d]"
