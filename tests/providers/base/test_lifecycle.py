"""One recipe that every noun runs: create, read, change, drift, replace, delete, and being killed
anywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi.output
import pytest

from prism import PrismCentral, PrismError
from tests.providers._engine import CheckFailed, Engine
from tests.providers._noun import Noun
from tests.providers._nouns import BY_NAME, NOUNS
from tests.providers.conftest import Cloud

every_noun = pytest.mark.parametrize("noun", NOUNS, ids=str)
# Long stories: the fast tier hears them of two nouns, one simple and one of many parts.
every_noun_at_length = pytest.mark.parametrize(
    "noun",
    [
        noun if name in ("vpc", "recovery_plan") else pytest.param(noun, marks=pytest.mark.slow)
        for name, noun in BY_NAME.items()
    ],
    ids=str,
)


class Killed(BaseException):
    """The process is gone: nothing after this runs, no handler either."""


def killed_at(fatal: int, run: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> bool:
    """Runs it and kills it right after its ``fatal``-th write; False where it ended before."""
    honest = PrismCentral.call
    writes = 0

    def count_and_die(self: PrismCentral, subject: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        nonlocal writes
        reply = honest(self, subject, method, *args, **kwargs)
        if method in ("POST", "PUT", "DELETE"):
            writes += 1
            if writes == fatal:
                raise Killed
        return reply

    with monkeypatch.context() as patch:
        patch.setattr(PrismCentral, "call", count_and_die)
        try:
            run()
        except Killed:
            return True
    return False


def agree(noun: Noun, client: PrismCentral, inputs: dict[str, Any], engine: Engine) -> None:
    """Exactly what was declared is there, once."""
    found = noun.ours(client, inputs, engine.owner)
    assert len(found) == (noun.parts or 1)
    assert noun.parts is not None or found == [engine.id]


def made(noun: Noun, client: PrismCentral) -> tuple[Engine, dict[str, Any]]:
    """The noun, up once."""
    engine = Engine(noun.provider)
    inputs = noun.inputs(client)
    assert engine.up(inputs) == "create"
    return engine, inputs


@every_noun
def test_what_was_created_is_there_and_a_second_up_changes_nothing(noun: Noun, cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    engine, inputs = made(noun, client)
    agree(noun, client, inputs, engine)
    assert engine.up(inputs) == "same"
    assert engine.refresh()
    assert engine.up(inputs) == "same"


@every_noun_at_length
def test_each_field_changes_in_place_or_by_replacement_and_stays(noun: Noun, cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    engine, inputs = made(noun, client)
    for field, value in noun.changes(client).items():
        before = engine.id
        wanted = {**inputs, field: value}
        expected = "replace" if field in noun.replaces else "update"
        assert engine.up(wanted) == expected, field
        assert engine.new_first == (field in noun.new_first), field
        assert (engine.id == before) == (expected == "update"), field
        assert engine.refresh()
        assert engine.up(wanted) == "same", f"{field} did not stay"
        if noun.parts is None:
            agree(noun, client, wanted, engine)
        assert engine.up(inputs) == expected, f"{field} does not go back"


@every_noun_at_length
def test_drift_is_seen_by_refresh_and_repaired_by_up(noun: Noun, cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    engine, inputs = made(noun, client)
    for what, drift in noun.drifts.items():
        drift(client, engine.id, inputs)
        assert engine.refresh(), what
        assert engine.up(inputs) == noun.repair, f"{what}: not seen"
        assert engine.refresh(), what
        assert engine.up(inputs) == "same", f"{what}: not repaired"


@every_noun_at_length
def test_what_is_gone_leaves_the_state_and_is_made_again(noun: Noun, cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    engine, inputs = made(noun, client)
    noun.take_away(client, engine.id, inputs)
    assert not engine.refresh()
    assert engine.up(inputs) == "create"
    agree(noun, client, inputs, engine)


@every_noun_at_length
def test_delete_is_done_when_the_thing_is_gone_already(noun: Noun, cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    engine, inputs = made(noun, client)
    engine.make().delete(engine.id, engine.state)
    engine.make().delete(engine.id, engine.state)
    assert noun.ours(client, inputs, engine.owner) == ([engine.id] if noun.looked_up else [])


@every_noun_at_length
def test_a_create_killed_after_any_write_is_finished_by_the_next_and_makes_nothing_twice(
    noun: Noun, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = cloud.client("tokyo")
    inputs = noun.inputs(client)
    for fatal in range(1, 20):
        engine = Engine(noun.provider)
        if not killed_at(fatal, lambda: engine.up(inputs), monkeypatch):  # noqa: B023 (called at once)
            break
        assert engine.up(inputs) == "create"
        agree(noun, client, inputs, engine)
        assert engine.refresh()
        assert engine.up(inputs) == "same"
        engine.destroy()
    else:
        pytest.fail("the create never ended")


@pytest.mark.slow
@every_noun
def test_an_update_killed_after_any_write_is_finished_by_the_next(
    noun: Noun, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = cloud.client("tokyo")
    engine, inputs = made(noun, client)
    wanted = {**inputs, **{k: v for k, v in noun.changes(client).items() if k not in noun.replaces}}
    for fatal in range(1, 20):
        if not killed_at(fatal, lambda: engine.up(wanted), monkeypatch):
            break
        assert engine.up(wanted) in ("update", "same")
        assert engine.refresh()
        assert engine.up(wanted) == "same"
        assert engine.up(inputs) in ("update", "same")
    else:
        pytest.fail("the update never ended")


@pytest.mark.parametrize("cloud", ["ticks:3"], indirect=True)
@pytest.mark.parametrize(
    "noun",
    [
        BY_NAME["protection_policy"],
        BY_NAME["recovery_plan"],
        *[
            pytest.param(BY_NAME[name], marks=pytest.mark.slow)
            for name in ("vm_nic", "floating_ips", "routing_policy", "pairing")
        ],
    ],
    ids=str,
)
def test_a_create_killed_while_its_task_runs_still_makes_nothing_twice(
    noun: Noun, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = cloud.client("tokyo")
    inputs, engine = noun.inputs(client), Engine(noun.provider)

    def die(self: PrismCentral, *args: Any, **kwargs: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(PrismCentral, "wait", die)
        with pytest.raises(Killed):
            engine.up(inputs)
    assert len(noun.ours(client, inputs, engine.owner)) < (noun.parts or 1)
    assert engine.up(inputs) == "create"
    agree(noun, client, inputs, engine)
    assert engine.up(inputs) == "same"


@every_noun_at_length
def test_a_lost_answer_to_any_write_is_asked_for_again_and_makes_nothing_twice(noun: Noun, cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    inputs = noun.inputs(client)
    for skip in range(3):
        cloud.control("POST", "faults", {"kind": "lost-response", "method": "P*", "path": "/api/*", "skip": skip})
        engine = Engine(noun.provider)
        engine.up(inputs)
        agree(noun, client, inputs, engine)
        cloud.control("DELETE", "faults", {})
        assert engine.refresh()
        assert engine.up(inputs) == "same"
        engine.destroy()


@pytest.mark.parametrize(
    "noun",
    [
        noun if noun is BY_NAME["vpc"] else pytest.param(noun, marks=pytest.mark.slow)
        for noun in NOUNS
        if noun.exclusive
    ],
    ids=str,
)
def test_somebody_elses_object_in_the_way_is_named_and_not_touched(noun: Noun, cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    engine, inputs = made(noun, client)
    other = Engine(noun.provider, owner="nc2-dr/tokyo/other")
    with pytest.raises(PrismError, match=r"belongs to nc2-dr/tokyo/thing.*nc2-dr:nc2-dr/tokyo/other"):
        other.up(inputs)
    agree(noun, client, inputs, engine)


@every_noun
def test_a_preview_with_unknown_inputs_neither_fails_nor_calls_prism(
    noun: Noun, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = noun.inputs(cloud.client("tokyo"))
    monkeypatch.delenv("PRISM_ENDPOINT")
    unknown = dict.fromkeys(inputs, pulumi.output.UNKNOWN)
    engine = Engine(noun.provider, id="id", state=inputs)
    diff = engine.diff(unknown)
    assert diff.changes


@every_noun
def test_a_missing_input_is_named(noun: Noun) -> None:
    with pytest.raises(CheckFailed, match="is missing"):
        Engine(noun.provider).check({})
