"""Somebody else writes between our read and our write: what is theirs stays, what is ours is not fought over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from prism import Collection, Entity, IpSubnet, PreconditionError, PrismCentral, PrismError
from prism.datapolicies import ProtectionPolicies
from prism.networking import Subnets, Vpcs
from tests.providers._engine import Engine
from tests.providers._nouns import BY_NAME
from tests.providers.conftest import Cloud


@dataclass(frozen=True)
class Race:
    """The noun, what we change, what somebody changes that is not ours, and what of ours. A policy's task does not tell
    of whom it is."""

    noun: str
    collection: Callable[[PrismCentral], Collection[Any]]
    change: dict[str, Any]
    theirs: dict[str, Any]
    ours: dict[str, Any]
    who: str = "admin"

    def __str__(self) -> str:
        return self.noun


RACES = [
    Race(
        "vpc",
        Vpcs,
        {"dns_servers": ["10.0.0.9"]},
        {"metadata": {"ownerUserName": "mallory"}},
        {"externally_routable_prefixes": [IpSubnet.of("172.31.0.0/16")]},
    ),
    Race(
        "subnet",
        Subnets,
        {"domain_name": "new.example"},
        {"metadata": {"ownerUserName": "mallory"}},
        {"name": "by-hand"},
    ),
    Race(
        "protection_policy",
        ProtectionPolicies,
        {"rpo_seconds": 900},
        {"isApprovalPolicyNeeded": False},
        {"name": "b"},
        who="someone else",
    ),
]


@contextmanager
def meddling(cloud: Cloud, race: Race, ext_id: str, fields: dict[str, Any], times: int = 1) -> Iterator[list[str]]:
    """Somebody writes the fields just before each of our first writes arrives; yields the methods of our writes."""
    honest, puts = PrismCentral.call, list[str]()
    theirs = cloud.client("tokyo")

    def meddle(self: PrismCentral, subject: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        if self is not theirs and method == "PUT":
            puts.append(str(subject))
            if len(puts) <= times:
                race.collection(theirs).update(ext_id, changed)
        return honest(self, subject, method, *args, **kwargs)

    def changed(current: Entity) -> Entity:
        return current.model_copy(update=fields)

    with cloud.monkeypatch.context() as patch:
        patch.setattr(PrismCentral, "call", meddle)
        yield puts


def up_once(cloud: Cloud, race: Race) -> tuple[Engine, dict[str, Any]]:
    """The noun, up once, and the inputs of the next up."""
    noun = BY_NAME[race.noun]
    engine = Engine(noun.provider)
    inputs = noun.inputs(cloud.client("tokyo"))
    engine.up(inputs)
    return engine, {**inputs, **race.change}


@pytest.mark.parametrize("race", RACES, ids=str)
def test_a_change_of_what_is_not_ours_is_read_again_and_kept(race: Race, cloud: Cloud) -> None:
    engine, wanted = up_once(cloud, race)
    with meddling(cloud, race, engine.id, race.theirs, times=2) as puts:
        assert engine.up(wanted) == "update"
    assert len(puts) == 3
    live = race.collection(cloud.client("tokyo")).get(engine.id).model_dump()
    assert race.theirs.items() <= {name: live.get(name) for name in race.theirs}.items()
    assert engine.refresh()
    assert engine.up(wanted) == "same"


@pytest.mark.parametrize("race", RACES, ids=str)
def test_a_change_of_what_is_ours_is_told_with_who_and_what_and_not_written_over(race: Race, cloud: Cloud) -> None:
    engine, wanted = up_once(cloud, race)
    (field,) = race.ours
    told = rf"\({engine.id}\): {race.who} changed its {field}.*HTTP 412.*pulumi refresh"
    with (
        meddling(cloud, race, engine.id, race.ours) as puts,
        pytest.raises(PreconditionError, match=told),
    ):
        engine.up(wanted)
    assert len(puts) == 1
    live = race.collection(cloud.client("tokyo")).get(engine.id)
    assert getattr(live, field) == race.ours[field]
    # As the sentence says: refresh shows it, and up decides anew.
    assert engine.refresh()
    assert engine.up(wanted) == "update"
    assert engine.refresh()
    assert engine.up(wanted) == "same"


@pytest.mark.slow
def test_a_race_that_is_always_lost_ends(cloud: Cloud) -> None:
    race = RACES[0]
    engine, wanted = up_once(cloud, race)
    with (
        meddling(cloud, race, engine.id, race.theirs, times=100) as puts,
        pytest.raises(PrismError, match=r"Could not update VPC 'workload' \(.*HTTP 412.*Run again"),
    ):
        engine.up(wanted)
    assert len(puts) == 8
