"""A task that outlasts our deadline ends well without us; the next run takes up what it made."""

from __future__ import annotations

from typing import Any

import pytest

from prism import Timeouts
from prism._errors import TaskTimeoutError
from providers import _client
from providers._marker import owner_of
from tests.providers._engine import Engine
from tests.providers._nouns import NOUNS
from tests.providers.conftest import Cloud

LATE = [noun for noun in NOUNS if noun.name in ("vpc", "overlay subnet", "protection policy", "recovery plan")]


@pytest.mark.parametrize("noun", LATE, ids=str)
def test_what_a_late_task_made_is_adopted_and_made_once(
    noun: Any, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, engine = cloud.client("tokyo"), Engine(noun.provider)
    inputs = noun.inputs(client)

    def marked() -> list[str]:
        found = noun.collection(client, inputs).list()
        return [one.id for one in found if owner_of(one.description) == engine.owner]

    with monkeypatch.context() as patch:
        patch.setattr(_client, "Timeouts", lambda: Timeouts(task=0.05))
        cloud.control("POST", "faults", {"kind": "task-stuck", "method": "POST", "path": "/api/*", "seconds": 60})
        with pytest.raises(TaskTimeoutError, match=r"task .* is RUNNING .*It goes on in Prism Central"):
            engine.up(inputs)
    assert marked() == []
    cloud.world.push_clock(61)
    assert engine.up(inputs) == "create"
    assert marked() == [engine.id]
    assert engine.up(inputs) == "same"
