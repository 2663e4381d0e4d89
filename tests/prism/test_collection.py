"""What every kind of object has in common: paging, names, ETags, tasks, deletion."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from prism import (
    AmbiguousNameError,
    PreconditionError,
    PrismError,
    Reference,
    ServerError,
    TaskFailedError,
    TaskTimeoutError,
    equals,
)
from prism.datapolicies import ProtectionPolicies, ProtectionPolicy
from prism.networking import Routes, Vpc, Vpcs
from prism.prism import Categories, Category, Task
from prism.vmm import Vms
from prism.waiting import LongTask
from simulator.prism.odata import compile_filter
from tests.prism.conftest import TASK, Answer, Stub, made, task, task_reference


def vpc(name: str = "workload", etag: str = "", **more: Any) -> Answer:
    """One VPC."""
    return Answer(data={"extId": "v", "name": name, **more}, headers={"ETag": etag} if etag else {})


def vpcs(*ids: str, total: int | None = None) -> Answer:
    """A page of VPCs, all of one name, and how many there are in all."""
    data = [{"extId": ext_id, "name": "workload"} for ext_id in ids] or None
    told = {} if total is None else {"totalAvailableResults": total}
    return Answer(raw=json.dumps({"data": data, "metadata": told}).encode())


def test_pages_are_asked_for_until_one_is_not_full_and_nothing_comes_twice(stub: Stub) -> None:
    ids = [f"id-{number}" for number in range(150)]
    # An object that moved to the next page while we read, because one was created, is not shown twice.
    stub.script(vpcs(*ids[:100], total=150), vpcs(ids[99], *ids[100:], total=151))
    assert [found.id for found in Vpcs(stub.client()).list()] == ids
    assert ["%24page=0" in call.path or "$page=0" in call.path for call in stub.calls] == [True, False]


def test_a_page_is_asked_for_when_it_is_needed_and_not_before(stub: Stub) -> None:
    stub.script(vpcs(*[f"id-{number}" for number in range(100)]), vpcs("last"))
    found = Vpcs(stub.client()).list()
    assert stub.calls == []
    for _ in range(100):
        next(found)
    assert len(stub.calls) == 1
    assert next(found).id == "last"
    assert len(stub.calls) == 2


def test_the_total_saves_the_last_empty_page(stub: Stub) -> None:
    page = [{"extId": f"id-{number}"} for number in range(100)]
    stub.script(Answer(raw=json.dumps({"data": page, "metadata": {"totalAvailableResults": 100}}).encode()))
    assert len(list(Vpcs(stub.client()).list())) == 100
    assert len(stub.calls) == 1


@given(st.text(), st.text())
def test_any_text_in_a_filter_stays_text(text: str, other: str) -> None:
    # Only what is printed in a URL: no client sends half a surrogate.
    assume(max(text + other, default="") < "\ud800")
    passes = compile_filter(equals("name", text))
    assert passes({"name": text})
    assert passes({"name": other}) == (text == other)


def test_an_empty_list_has_no_data(stub: Stub) -> None:
    stub.script(Answer(data=None, raw=b'{"metadata": {}}'))
    assert list(Vpcs(stub.client()).list()) == []


def test_a_name_is_quoted_and_compared_exactly(stub: Stub) -> None:
    stub.script(Answer(data=[{"extId": "a", "name": "IT'S"}, {"extId": "b", "name": "it's"}]))
    found = Vpcs(stub.client()).find_by_name("it's")
    assert found is not None
    assert found.id == "b"
    assert "name+eq+%27it%27%27s%27" in stub.calls[0].path


def test_two_of_one_name_are_both_named(stub: Stub) -> None:
    stub.script(vpcs("a", "b"))
    with pytest.raises(AmbiguousNameError, match=r"find VPC 'workload': https:.* has 2 of this name: a, b\."):
        Vpcs(stub.client()).find_by_name("workload")


def test_a_created_object_is_found_through_its_task(stub: Stub) -> None:
    stub.script(task_reference(), task("QUEUED"), task("RUNNING"), made("networking:config:vpc", "v-1"))
    assert Vpcs(stub.client()).create(Vpc(name="workload")) == "v-1"
    assert stub.calls[0].body == {"name": "workload"}
    assert stub.calls[1].path.endswith("/config/tasks/ZXJnb24%3D%3A11111111-1111-4111-8111-111111111111")


def test_or_through_its_completion_details_or_by_its_name(stub: Stub) -> None:
    policies = ProtectionPolicies(stub.client())
    wanted = ProtectionPolicy(name="workload")
    stub.script(
        task_reference(), task("SUCCEEDED", completionDetails=[{"name": "protectionPolicyExtId", "value": "p"}])
    )
    assert policies.create(wanted) == "p"
    stub.script(task_reference(), task("SUCCEEDED"), Answer(data=[{"extId": "q", "name": "workload"}]))
    assert policies.create(wanted) == "q"
    stub.script(task_reference(), task("SUCCEEDED"), Answer(data=[]))
    with pytest.raises(ServerError, match="it names no object"):
        policies.create(wanted)


def test_a_category_is_there_at_once(stub: Stub) -> None:
    stub.script(Answer(201, {"$objectType": "prism.v4.config.Category", "extId": "c"}))
    assert Categories(stub.client()).create(Category(key="k", value="v")) == "c"


@pytest.mark.parametrize("status", ["FAILED", "CANCELED"])
def test_a_failed_task_says_why(stub: Stub, status: str) -> None:
    errors = [{"message": "Overlaps workload-2.", "code": "NET-9"}]
    stub.script(task_reference(), task(status, errorMessages=errors))
    with pytest.raises(TaskFailedError) as caught:
        Vpcs(stub.client()).create(Vpc(name="workload"))
    assert f"Could not create VPC 'workload': Overlaps workload-2 (task {TASK} {status}, code NET-9)." in str(
        caught.value
    )


def test_a_task_of_many_parts_says_which_are_done_and_which_are_not(stub: Stub) -> None:
    parts = [{"extId": f"{TASK}{number}"} for number in range(4)]
    errors = [{"message": "No space left."}]
    stub.script(
        task_reference(),
        task("FAILED", subTasks=parts, errorMessages=[{"message": "2 of 4 failed."}]),
        task("SUCCEEDED", entitiesAffected=[{"name": "app-1", "extId": "a"}]),
        task("FAILED", entitiesAffected=[{"name": "app-2", "extId": "b"}], errorMessages=errors),
        Answer(404),
        task("CANCELED", entitiesAffected=[{"extId": "id-of-app-4"}], legacyErrorMessage="Canceled"),
    )
    with pytest.raises(TaskFailedError) as caught:
        Vpcs(stub.client()).create(Vpc(name="workload"))
    said = "Done: app-1. Not done: app-2 (No space left), id-of-app-4 (Canceled). Correct the cause"
    assert "2 of 4 failed" in str(caught.value)
    assert said in str(caught.value)


def test_a_task_that_takes_long_is_told_about_now_and_then() -> None:
    now, told = 0.0, list[str]()
    tell = LongTask(told.append, _subject(), clock=lambda: now)
    for now in (0.0, 4.9, 5.0, 6.0, 14.9, 15.0):  # noqa: B007 (the clock reads it)
        tell(Task(ext_id=TASK, status="RUNNING", progress_percentage=40))
    tell(Task(ext_id=TASK, status="SUCCEEDED"))
    said = f"Still waiting to create VPC 'workload': task {TASK} is RUNNING at 40 % after"
    assert told == [f"{said} 5 s.", f"{said} 15 s."]


def test_a_task_that_never_ends_is_left_with_its_id(stub: Stub) -> None:
    stub.script(task("RUNNING", progressPercentage=40))
    client = stub.client()
    with pytest.raises(TaskTimeoutError, match=r"within 0\.05 s: task .* is RUNNING at 40 %"):
        client.wait(_subject(), TASK, timeout=0.05)


def test_progress_sees_every_look_at_the_task(stub: Stub) -> None:
    stub.script(task("RUNNING", progressPercentage=10), task("RUNNING", progressPercentage=90), task("SUCCEEDED"))
    looks: list[int | None] = []

    def note(seen: Task) -> None:
        looks.append(seen.progress_percentage)

    stub.client().wait(_subject(), TASK, progress=note)
    assert looks == [10, 90, None]


def _subject() -> Any:
    from prism import Subject

    return Subject("create", "VPC", "workload")


def renamed(current: Vpc) -> Vpc:
    """The change under test."""
    return current.model_copy(update={"name": "renamed"})


def test_an_update_sends_the_etag_and_keeps_what_it_does_not_know(stub: Stub) -> None:
    stub.script(vpc(etag="one", future={"deep": [1]}), task_reference(), task("SUCCEEDED"))
    Vpcs(stub.client()).update("v", renamed)
    put = stub.calls[1]
    assert put.method == "PUT"
    assert put.headers["If-Match"] == "one"
    assert put.body == {"extId": "v", "name": "renamed", "future": {"deep": [1]}}


def test_a_lost_race_over_something_else_is_run_again(stub: Stub) -> None:
    stub.script(
        vpc(etag="one"),
        Answer(412),
        vpc(etag="two", description="by someone"),
        Answer(412),
        vpc(etag="three", description="by someone"),
        task_reference(),
        task("SUCCEEDED"),
    )
    Vpcs(stub.client()).update("v", renamed, owned=("name",))
    assert [call.headers["If-Match"] for call in stub.calls if call.method == "PUT"] == ["one", "two", "three"]
    assert stub.calls[-2].body["description"] == "by someone"


ABOUT_V = [{"extId": "v", "rel": "networking:config:vpc"}]


@pytest.mark.parametrize(
    ("tasks", "who"),
    [
        ([{"extId": TASK, "entitiesAffected": ABOUT_V, "ownedBy": {"name": "mallory"}}], "mallory"),
        ([{"extId": TASK, "entitiesAffected": [{"extId": "x"}], "ownedBy": {"name": "eve"}}], "someone else"),
        ("nonsense", "someone else"),
    ],
    ids=["its task tells", "no task of it", "tasks cannot be read"],
)
def test_a_lost_race_over_our_own_field_is_not_overwritten(stub: Stub, tasks: Any, who: str) -> None:
    stub.script(vpc(etag="one"), Answer(412), vpc("theirs", etag="two"))
    stub.answers.append(Answer(data=tasks))
    with pytest.raises(PreconditionError, match=rf"'theirs' \(v\): {who} changed its name from 'workload' to 'theirs'"):
        Vpcs(stub.client()).update("v", renamed, owned=("name",))
    assert [call.method for call in stub.calls] == ["GET", "PUT", "GET", "GET"]


def test_a_race_lost_to_our_own_try_whose_answer_got_lost_is_no_race(stub: Stub) -> None:
    stub.script(vpc(etag="one"), Answer(412), vpc("renamed", etag="two"), task_reference(), task("SUCCEEDED"))
    Vpcs(stub.client()).update("v", renamed, owned=("name",))
    assert [call.headers["If-Match"] for call in stub.calls if call.method == "PUT"] == ["one", "two"]


def test_a_race_that_is_always_lost_ends(stub: Stub) -> None:
    stub.script(*[vpc(etag="one"), Answer(412)] * 8)
    with pytest.raises(PreconditionError):
        Vpcs(stub.client()).update("v", renamed)
    assert len([call for call in stub.calls if call.method == "PUT"]) == 8


def test_a_vm_task_that_notices_the_new_version_late_is_a_lost_race_too(stub: Stub) -> None:
    late = [{"message": "The If-Match header value passed does not match", "code": "VMM-30303"}]
    vm = Answer(data={"extId": "m", "name": "app-1", "powerState": "ON"}, headers={"ETag": "one"})
    stub.script(vm, task_reference(), task("FAILED", errorMessages=late), vm, task_reference(), task("SUCCEEDED"))
    Vms(stub.client()).power_off("m")
    assert [call.path.rsplit("/", 1)[-1] for call in stub.calls if call.method == "POST"] == ["power-off"] * 2


def test_deleting_what_is_gone_is_done(stub: Stub) -> None:
    stub.script(Answer(404))
    Vpcs(stub.client()).delete("v", "workload")
    Vms(stub.client()).delete("m")
    assert [call.method for call in stub.calls] == ["DELETE", "GET"]


def test_deleting_a_vm_carries_its_etag(stub: Stub) -> None:
    stub.script(Answer(data={"extId": "m"}, headers={"ETag": "seven"}), task_reference(), task("SUCCEEDED"))
    Vms(stub.client()).delete("m", "app-1")
    assert stub.calls[1].headers["If-Match"] == "seven"


def test_an_answer_of_another_shape_is_an_error_not_a_crash(stub: Stub) -> None:
    stub.script(Answer(data={"extId": "v", "externalSubnets": "none"}))
    with pytest.raises(PrismError, match="does not have the expected shape"):
        Vpcs(stub.client()).get("v")


def test_a_collection_is_made_from_the_client_and_the_ids_of_its_parents(stub: Stub) -> None:
    stub.script(Answer(data=[]), Answer(data=[]))
    client = stub.client()
    assert [*Vpcs(client).list(), *Routes(client, "table/1").list()] == []
    assert [call.path.partition("?")[0] for call in stub.calls] == [
        "/api/networking/v4.4/config/vpcs",
        "/api/networking/v4.4/config/route-tables/table%2F1/routes",
    ]


def test_a_reference_is_sent_as_prism_writes_it() -> None:
    assert Reference(ext_id="x").body() == {"extId": "x"}
