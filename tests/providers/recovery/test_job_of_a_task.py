"""The job of an action is found by its task: completion detail first, affected entity second, name last."""

from __future__ import annotations

from typing import Any

import pytest

from prism import PrismError
from prism.dataprotection import RecoveryPlanJobs
from prism.prism import AffectedEntity, CompletionDetail, Task
from providers.recovery import PlanJobs
from tests.providers._sites import WORKLOAD, Workload, protected_workload
from tests.providers.conftest import Cloud

pytestmark = pytest.mark.slow


@pytest.fixture
def workload(cloud: Cloud) -> Workload:
    return protected_workload(cloud)


def task(**details: object) -> Task:
    return Task(completion_details=[CompletionDetail(name=name, value=value) for name, value in details.items()])


def test_ids_are_a_list_or_one_text_with_commas() -> None:
    for value in (["a", "b"], "a,b", "a, b ", ["a", "", "b"]):
        assert task(vmExtIds=value).ids("vmExtIds") == ["a", "b"]
    assert task(vmExtIds="a").detail("vmExtIds") == "a"
    nothing: tuple[object, ...] = ("", None, [])
    for none in nothing:
        assert task(vmExtIds=none).ids("vmExtIds") == []
        assert task(vmExtIds=none).detail("vmExtIds") is None
    assert task().ids("vmExtIds") == []


def test_the_completion_detail_comes_before_the_affected_entity(
    workload: Workload, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another entity of the same kind must not be taken for the job."""
    monkeypatch.setattr(Task, "entity", lambda self, rel: "another")
    workload.osaka.up("osaka")
    assert workload.running("osaka") == WORKLOAD


def test_without_a_detail_the_affected_entity_names_the_job_and_else_its_name(
    workload: Workload, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Task, "ids", lambda self, name: [])
    workload.osaka.up("osaka")
    assert workload.running("osaka") == WORKLOAD
    monkeypatch.setattr(Task, "entity", lambda self, rel: None)
    workload.tokyo.up("osaka")
    workload.tokyo.up("tokyo")
    assert workload.running("tokyo") == WORKLOAD


def test_the_kind_is_that_of_the_client() -> None:
    found = Task(entities_affected=[AffectedEntity(ext_id="a", rel=RecoveryPlanJobs.rel)])
    assert found.entity(RecoveryPlanJobs.rel) == "a"


def test_a_source_that_is_lost_after_the_validation_is_seen_before_the_failover_starts(
    workload: Workload, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A validation without its source is one of an unplanned failover: it finds nothing."""
    start, sent = PlanJobs.start, []

    def lost_meanwhile(self: PlanJobs, action: str, *more: Any) -> str:
        sent.append(action)
        job = start(self, action, *more)
        workload.cloud.links(tokyo="down")
        return job

    monkeypatch.setattr(PlanJobs, "start", lost_meanwhile)
    with pytest.raises(PrismError, match=r"tokyo \(pc-tokyo\) cannot be reached.*failoverMode: unplanned"):
        workload.osaka.up("osaka")
    assert sent == ["validate"]
    assert workload.jobs("osaka") == []
    assert workload.running("osaka") == {}


def test_a_start_that_has_failed_can_be_tried_again_though_prism_knows_its_request(workload: Workload) -> None:
    """To a known NTNX-Request-Id Prism Central answers with the task of then, also with one that has failed."""
    order = {"kind": "task-failed", "method": "POST", "path": "*/$actions/planned-failover", "site": None}
    workload.cloud.control("POST", "faults", order)
    with pytest.raises(PrismError, match="Could not start recovery plan job"):
        workload.osaka.up("osaka")
    assert workload.osaka.up("osaka") == "update"
    jobs = [job for job in RecoveryPlanJobs(workload.cloud.client("osaka")).list() if job.action_type != "VALIDATE"]
    assert [job.succeeded for job in jobs] == [True]
