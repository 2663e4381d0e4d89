"""Writes that meet an operation which is in their way wait for its end, within a bound."""

from __future__ import annotations

import pytest

from prism import ConflictError
from prism.networking import Vpc, Vpcs
from tests.prism.conftest import Answer, Stub, made, task, task_reference


def vpc(etag: str) -> Answer:
    """One VPC in this version."""
    return Answer(data={"extId": "v", "name": "workload"}, headers={"ETag": etag})


@pytest.mark.parametrize("status", [409, 423])
def test_an_operation_that_is_in_the_way_is_waited_for_by_every_write(stub: Stub, status: int) -> None:
    busy = Answer(status)
    stub.script(vpc("one"), busy, vpc("two"), task_reference(), task("SUCCEEDED"))
    Vpcs(stub.client()).update("v", lambda found: found.model_copy(update={"name": "renamed"}), owned=("name",))
    assert [call.headers["If-Match"] for call in stub.calls if call.method == "PUT"] == ["one", "two"]
    stub.script(busy, busy, task_reference(), task("SUCCEEDED"))
    Vpcs(stub.client()).delete("v", "workload")
    assert len([call for call in stub.calls if call.method == "DELETE"]) == 3
    stub.script(busy, task_reference(), made(Vpcs.rel, "new"))
    assert Vpcs(stub.client()).create(Vpc(name="workload")) == "new"
    ids = [call.headers["NTNX-Request-Id"] for call in stub.calls if call.method == "POST"]
    assert len(set(ids)) == len(ids) == 2, "a refused request is asked anew"


@pytest.mark.parametrize("status", [409, 423])
def test_an_operation_that_stays_in_the_way_is_told(stub: Stub, status: int) -> None:
    stub.script(Answer(status))
    with pytest.raises(ConflictError, match=f"HTTP {status}"):
        Vpcs(stub.client()).delete("v", "workload")
    assert len(stub.calls) == 8
