"""What other teams do in the estate that the pair stands in, beside everything else that a history holds. Pure."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from tests.histories.lab.laboratory import NAMES
from tests.histories.script.classes import Extra
from tests.histories.script.step import Step
from tests.histories.script.traits import Traits

_PIECES = ("172.30.1.0/24", "172.30.0.0/17", "172.30.1.12/32", "172.30.0.0/16")


def _route(chance: random.Random) -> str:
    """A route of others: more specific than ours or equal, static or propagated."""
    prefix, kind = chance.choice(_PIECES), chance.choice(["static", "static", "propagated"])
    leads_to = chance.choice(["own", "peering", "other", "nowhere"] if kind == "static" else ["other"])
    return f"{prefix} {leads_to} {kind}"


def _led_by_hand(chance: random.Random) -> Extra:
    """Both tables hold static routes to Tokyo since before the stacks came, as guides of the field make them."""
    return Extra(Traits(led_by_hand=chance.choice([("172.30.1.0/24",), ("172.30.0.0/16",), _PIECES[1:3]])))


def _route_of_others(chance: random.Random) -> Extra:
    """Another team makes a route at any time: between preview and up, too, or while an up is under way."""
    site, target = chance.choice(NAMES), chance.choice(NAMES)
    route = Step("lead", site, _route(chance))
    meanwhile = chance.random() < 0.5
    up = Step("up", target, at=chance.randint(1, 16), then=route) if meanwhile else Step("up", target)
    before = [] if meanwhile else [Step("preview", target), route]
    gone = [Step("unlead", site, route.how)] if chance.random() < 0.2 else []
    return Extra(steps=(Step("commit", target), *before, up, Step("up", target), *gone))


def _not_listed(chance: random.Random) -> Extra:
    """A route of others, and AWS does not list the routes while a failover is under way."""
    site = chance.choice(NAMES)
    route, mute = Step("lead", site, _route(chance)), Step("mute", site)
    return Extra(steps=(Step("commit", site), mute, route, Step("up", site), Step("unmute", site), Step("up", site)))


def _objects_of_others(chance: random.Random) -> Extra:
    """Another team has a category on a VM of ours, a policy or a plan."""
    kinds = chance.sample(["category", "policy", "plan"], chance.randint(1, 3))
    return Extra(steps=tuple(Step("found", chance.choice(NAMES), one) for one in kinds))


OTHERS: Mapping[str, Callable[[random.Random], Extra]] = {
    "led by hand": _led_by_hand,
    "route of others": _route_of_others,
    "not listed": _not_listed,
    "objects of others": _objects_of_others,
}


def others(seed: int) -> Extra:
    """What others do in the history of this seed: nothing in two of three. A generator of its own, like a class's."""
    chance = random.Random(f"{seed} of others")
    if seed < 0 or chance.random() < 2 / 3:
        return Extra()
    return OTHERS[chance.choice(list(OTHERS))](chance)
