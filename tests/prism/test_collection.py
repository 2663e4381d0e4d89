"""What every kind of object has in common: paging, names, ETags, tasks, deletion."""

from __future__ import annotations

from typing import Any

import pytest

from prism import PrismError
from prism._central import collections
from prism._errors import (
    AmbiguousNameError,
    PreconditionError,
    ServerError,
    TaskFailedError,
    TaskTimeoutError,
)
from prism._model import Reference
from prism.category import Categories, Category
from prism.protection_policy import ProtectionPolicies, ProtectionPolicy
from prism.task import Task
from prism.vm import Vms
from prism.vpc import Vpc, Vpcs
from tests.prism.conftest import TASK, Answer, Stub, made, task, task_reference


def vpc(name: str = "workload", etag: str = "", **more: Any) -> Answer:
    """One VPC."""
    return Answer(data={"extId": "v", "name": name, **more}, headers={"ETag": etag} if etag else {})


def vpcs(*ids: str) -> Answer:
    """A page of VPCs, all of one name."""
    return Answer(data=[{"extId": ext_id, "name": "workload"} for ext_id in ids] or None)


def test_pages_are_asked_for_until_one_is_not_full_and_nothing_comes_twice(stub: Stub) -> None:
    ids = [f"id-{number}" for number in range(150)]
    # An object that moved to the next page while we read is not shown twice.
    stub.script(vpcs(*ids[:100]), vpcs(ids[99], *ids[100:]))
    assert [found.id for found in Vpcs(stub.client()).list()] == ids
    assert ["%24page=0" in call.path or "$page=0" in call.path for call in stub.calls] == [True, False]


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
    with pytest.raises(AmbiguousNameError, match=r"2 objects of kind VPC named 'workload' .*: a, b\."):
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
    with pytest.raises(ServerError, match="names no such object"):
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
    from prism._errors import Subject

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
        vpc(etag="two", description="by somebody"),
        Answer(412),
        vpc(etag="three", description="by somebody"),
        task_reference(),
        task("SUCCEEDED"),
    )
    Vpcs(stub.client()).update("v", renamed, owned=("name",))
    assert [call.headers["If-Match"] for call in stub.calls if call.method == "PUT"] == ["one", "two", "three"]
    assert stub.calls[-2].body["description"] == "by somebody"


def test_a_lost_race_over_our_own_field_is_not_overwritten(stub: Stub) -> None:
    stub.script(vpc(etag="one"), Answer(412), vpc("theirs", etag="two"))
    with pytest.raises(PreconditionError, match=r"VPC 'theirs' \(v\): somebody else changed its name meanwhile"):
        Vpcs(stub.client()).update("v", renamed, owned=("name",))
    assert len(stub.calls) == 3


def test_a_race_that_is_always_lost_ends(stub: Stub) -> None:
    stub.script(*[vpc(etag="one"), Answer(412)] * 5)
    with pytest.raises(PreconditionError):
        Vpcs(stub.client()).update("v", renamed)
    assert len([call for call in stub.calls if call.method == "PUT"]) == 5


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


def test_every_collection_is_an_attribute_of_the_client(stub: Stub) -> None:
    client = stub.client()
    assert {"vpcs", "subnets", "routes", "vms", "recovery_plans", "tasks"} <= set(collections())
    assert isinstance(client.vpcs, Vpcs)
    assert client.routes("table").kind == "route"
    with pytest.raises(AttributeError, match="no collection 'planets'"):
        _ = client.planets


def test_a_reference_is_sent_as_prism_writes_it() -> None:
    assert Reference(ext_id="x").body() == {"extId": "x"}
