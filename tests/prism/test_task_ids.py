"""Ids in the completion details of a task, in both forms that Prism Centrals give them in."""

from __future__ import annotations

from typing import Any

import pytest

from prism.prism.task import CompletionDetail, Task


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        pytest.param("a,b", ["a", "b"], id="one text with commas"),
        pytest.param("a, b", ["a", "b"], id="with blanks"),
        pytest.param(["a", "b"], ["a", "b"], id="a list"),
        pytest.param("a", ["a"], id="one id"),
        pytest.param("", [], id="nothing"),
        pytest.param(None, [], id="null"),
    ],
)
def test_ids_are_read_from(value: Any, ids: list[str]) -> None:
    details = [CompletionDetail(name="vmExtIds", value=value), CompletionDetail(name="other", value="c")]
    assert Task(ext_id="t", completion_details=details).ids("vmExtIds") == ids


def test_task_without_details_names_no_ids() -> None:
    assert Task(ext_id="t").ids("vmExtIds") == []
