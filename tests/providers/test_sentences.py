"""What Pulumi's provider process answers when a provider raises: its own code is run here, without the process."""

from __future__ import annotations

import importlib
import sys
import traceback
from types import ModuleType
from typing import Any

import pytest

from prism import PrismError
from providers._sentences import in_a_sentence


class Context:
    """Keeps what the engine would be told."""

    told = ""

    def abort(self, code: object, text: str) -> None:
        self.told = text


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that the provider process runs as its main program."""
    main = importlib.import_module("pulumi.dynamic.__main__")
    monkeypatch.setitem(sys.modules, "__main__", main)
    monkeypatch.setattr(main, "traceback", traceback)
    return main


def answer(process: Any, error: Exception) -> str:
    """What a provider that raises makes of a request."""

    @in_a_sentence
    def create() -> None:
        raise error

    context = Context()
    process._abort_with_traceback(lambda *_: create())(None, None, context)
    return context.told


def test_one_of_our_errors_is_its_sentence_and_nothing_else(process: ModuleType) -> None:
    for _ in range(2):
        assert answer(process, PrismError("The VM is gone.")) == "The VM is gone."


def test_a_bug_keeps_its_traceback_also_after_one_of_our_errors(process: ModuleType) -> None:
    answer(process, PrismError("The VM is gone."))
    told = answer(process, KeyError("missing"))
    assert told.startswith("Traceback")
    assert "KeyError: 'missing'" in told


def test_any_other_program_s_tracebacks_are_left_alone() -> None:
    before = dict(vars(sys.modules["__main__"]))
    with pytest.raises(PrismError):
        in_a_sentence(_raise)()
    assert vars(sys.modules["__main__"]).get("traceback") is before.get("traceback")


def _raise() -> None:
    raise PrismError("The VM is gone.")
