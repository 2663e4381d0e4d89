"""A task that outlasts our deadline or our life ends without us; the next run takes up what it made, no twin stays."""

from __future__ import annotations

from typing import Any

import pytest

from prism import Collection, Pauses, PrismCentral, PrismError, TaskTimeoutError, Timeouts
from prism.networking import Vpcs
from prism.prism import Task, Tasks
from providers.base import PrismProvider, twins
from providers.base import client as _client
from tests.providers._engine import Engine
from tests.providers._noun import Noun, new_subnet
from tests.providers._nouns import BY_NAME, NOUNS
from tests.providers.conftest import Cloud

pytestmark = pytest.mark.slow

# Those that stand for one object which a task makes; a category is there at once.
LATE = [noun for noun in NOUNS if issubclass(noun.provider, PrismProvider) and noun.name != "category"]
# A NIC has no marker: its address is its own and cannot be had twice.
MARKED = [noun for noun in NOUNS if issubclass(noun.provider, PrismProvider) and noun.exclusive]

every_late_noun = pytest.mark.parametrize("noun", LATE, ids=str)


def give_up(cloud: Cloud, noun: Noun, engine: Engine, inputs: dict[str, Any], seconds: float | None = 60) -> None:
    """An up whose first task is stuck for so long, or for ever, and outlasts the deadline."""
    order = {"kind": "task-stuck", "method": "POST", "path": "/api/*", "seconds": seconds}
    with cloud.monkeypatch.context() as patch:
        patch.setattr(_client, "Timeouts", lambda: Timeouts(task=0.05))
        cloud.control("POST", "faults", order)
        with pytest.raises(TaskTimeoutError, match=r"task .* is RUNNING .*The task continues in Prism Central"):
            engine.up(inputs)
    assert noun.ours(cloud.client("tokyo"), inputs, engine.owner) == []


@every_late_noun
def test_what_a_late_task_made_is_adopted_and_made_once(noun: Noun, cloud: Cloud) -> None:
    client, engine = cloud.client("tokyo"), Engine(noun.provider)
    inputs = noun.inputs(client)
    give_up(cloud, noun, engine, inputs)
    cloud.world.push_clock(61)
    assert engine.up(inputs) == "create"
    assert noun.ours(client, inputs, engine.owner) == [engine.id]
    assert engine.up(inputs) == "same"


@every_late_noun
def test_a_task_of_an_earlier_run_that_still_runs_is_waited_for_and_no_second_one_started(
    noun: Noun, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, engine = cloud.client("tokyo"), Engine(noun.provider)
    inputs = noun.inputs(client)
    give_up(cloud, noun, engine, inputs)
    honest, waited = Pauses.wait, list[str]()

    def time_passes(self: Pauses, seconds: float | None = None) -> bool:
        waited.append("a minute")
        cloud.world.push_clock(61)
        return honest(self, 0.0)

    monkeypatch.setattr(Pauses, "wait", time_passes)
    started = len(created(client, noun, inputs))
    assert engine.up(inputs) == "create"
    assert waited
    assert len(created(client, noun, inputs)) == started
    assert noun.ours(client, inputs, engine.owner) == [engine.id]
    assert engine.refresh()
    assert engine.up(inputs) == "same"


def created(client: PrismCentral, noun: Noun, inputs: dict[str, Any]) -> list[str]:
    """The tasks that create objects of this kind, ended or not."""
    kind = noun.collection(client, inputs).kind.replace(" ", "").lower()
    tasks: Collection[Task] = Tasks(client)
    return [task.id for task in tasks.list() if (task.operation or "").lower() == f"create{kind}"]


def test_a_task_that_never_ends_stops_the_next_run_before_it_makes_a_second_object(cloud: Cloud) -> None:
    noun = BY_NAME["vpc"]
    client, engine = cloud.client("tokyo"), Engine(noun.provider)
    inputs = noun.inputs(client)
    give_up(cloud, noun, engine, inputs, seconds=None)
    with cloud.monkeypatch.context() as patch:
        patch.setattr(_client, "Timeouts", lambda: Timeouts(task=0.05))
        says = r"wait for an earlier create of VPC 'workload'.*task ZXJnb24=.*Nothing was made.*cancel it"
        with pytest.raises(TaskTimeoutError, match=says):
            engine.up(inputs)
    assert len(created(client, noun, inputs)) == 1
    Tasks(client).act(next(task.id for task in Tasks(client).list() if not task.ended), "cancel")
    assert engine.up(inputs) == "create"
    assert noun.ours(client, inputs, engine.owner) == [engine.id]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"operation": "CreateVpc"}, True),
        ({"operation": "kVpcCreate"}, True),
        ({"operation": "CreateSubnet"}, False),
        ({"operation": "UpdateVpc"}, False),
        ({"entities_affected": [{"rel": "networking:config:vpc", "name": "workload"}]}, True),
        ({"entities_affected": [{"rel": "networking:config:vpc", "extId": "1"}]}, True),
        ({"entities_affected": [{"rel": "networking:config:vpc", "name": "another"}]}, False),
        ({"entities_affected": [{"rel": "networking:config:subnet", "name": "workload"}]}, False),
    ],
    ids=str,
)
def test_only_a_create_of_the_same_kind_and_name_is_waited_for(
    cloud: Cloud, fields: dict[str, Any], expected: bool
) -> None:
    assert twins.may_create(Task.model_validate(fields), Vpcs(cloud.client("tokyo")), "workload") is expected


def test_a_user_who_may_not_look_at_tasks_can_create_all_the_same(cloud: Cloud) -> None:
    noun = BY_NAME["vpc"]
    client, engine = cloud.client("tokyo"), Engine(noun.provider)
    inputs = noun.inputs(client)
    order = {"kind": "status", "status": 403, "method": "GET", "path": "/api/prism/*/config/tasks", "count": -1}
    cloud.control("POST", "faults", order)
    assert engine.up(inputs) == "create"
    assert noun.ours(client, inputs, engine.owner) == [engine.id]


def test_what_this_process_makes_side_by_side_does_not_wait_for_each_other(cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    waiting, task_id = client._waiting, "ZXJnb24=:11111111-1111-4111-8111-111111111111"
    running = Task(ext_id=task_id, status="RUNNING", operation="CreateVpc")
    with cloud.monkeypatch.context() as patch:
        patch.setattr("prism.prism.task.Tasks.newest", lambda self: [running])
        waiting.add(task_id)
        assert not twins.await_earlier(client, Vpcs(client), "workload")
        waiting.discard(task_id)
        assert not twins.await_earlier(client, Vpcs(client), "workload"), "this process has looked before"
        client.settled.clear()
        patch.setattr("prism.prism.task.Tasks.get", lambda self, ext_id: Task(ext_id=ext_id, status="SUCCEEDED"))
        assert twins.await_earlier(client, Vpcs(client), "workload")


def plant_twin(noun: Noun, client: PrismCentral, engine: Engine) -> str:
    """A second object with the marker, as a late task makes it after us; empty where Prism refuses."""
    provider = noun.provider()
    assert isinstance(provider, PrismProvider)
    inputs = provider.load(engine.state)
    try:
        return noun.collection(client, engine.state).create(provider.desired(inputs))
    except PrismError:
        return ""


@pytest.mark.parametrize("noun", MARKED, ids=str)
def test_a_twin_is_shown_by_refresh_removed_by_up_and_what_the_state_knows_stays(noun: Noun, cloud: Cloud) -> None:
    client, engine = cloud.client("tokyo"), Engine(noun.provider)
    inputs = noun.inputs(client)
    engine.up(inputs)
    before, twin = engine.id, plant_twin(noun, client, engine)
    if twin:
        assert engine.refresh()
        assert engine.refresh()
        assert twin in engine.state["owner"]
        assert len(noun.ours(client, inputs, engine.owner)) == 2
        assert engine.up(inputs) == "update"
    assert noun.ours(client, inputs, engine.owner) == [before] == [engine.id]
    assert engine.refresh()
    assert engine.up(inputs) == "same"


def test_a_twin_that_something_uses_is_named_with_ours_and_neither_is_touched(cloud: Cloud) -> None:
    noun = BY_NAME["vpc"]
    client, engine = cloud.client("tokyo"), Engine(noun.provider)
    # Two VPCs of one name can stand side by side as long as they claim no prefix both.
    inputs = {**noun.inputs(client), "externally_routable_prefixes": []}
    engine.up(inputs)
    twin = plant_twin(noun, client, engine)
    new_subnet(client, twin, "in-the-twin", 1)
    assert engine.refresh()
    with pytest.raises(PrismError, match=rf"two of VPC 'workload'.*{engine.id}.*{twin}, which something else uses"):
        engine.up(inputs)
    assert sorted(noun.ours(client, inputs, engine.owner)) == sorted([engine.id, twin])


def test_two_left_by_two_killed_runs_become_one(cloud: Cloud) -> None:
    noun = BY_NAME["protection_policy"]
    client, first = cloud.client("tokyo"), Engine(noun.provider)
    inputs = noun.inputs(client)
    first.up(inputs)
    assert plant_twin(noun, client, first)
    forgotten = Engine(noun.provider)
    assert forgotten.up(inputs) == "create"
    assert noun.ours(client, inputs, forgotten.owner) == [forgotten.id]
