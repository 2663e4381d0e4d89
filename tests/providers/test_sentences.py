"""What Pulumi's provider process answers when a provider raises. Its module cannot be imported, as that starts it:
here is one of the same shape, and tests/providers/test_engine.py asks the real one."""

from __future__ import annotations

import sys
import traceback
from types import ModuleType
from typing import Any

import pytest

from prism import PrismError
from providers.base.sentences import in_a_sentence

SERVICER = """
import traceback

class DynamicResourceProviderServicer: ...

def answer(create):
    try:
        create()
    except Exception:
        return traceback.format_exc()
"""


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that the provider process runs as its main program."""
    main = ModuleType("__main__")
    exec(SERVICER, vars(main))
    monkeypatch.setitem(sys.modules, "__main__", main)
    return main


def answer(process: Any, error: Exception) -> str:
    """What a provider that raises makes of a request."""

    @in_a_sentence
    def create() -> None:
        raise error

    return str(process.answer(create))


def test_one_of_our_errors_is_its_sentence_and_nothing_else(process: ModuleType) -> None:
    for _ in range(2):
        assert answer(process, PrismError("The VM is gone.")) == "The VM is gone."


def test_a_bug_keeps_its_traceback_also_after_one_of_our_errors(process: ModuleType) -> None:
    answer(process, PrismError("The VM is gone."))
    told = answer(process, KeyError("missing"))
    assert told.startswith("Traceback")
    assert "KeyError: 'missing'" in told


def test_any_other_program_s_tracebacks_are_left_alone() -> None:
    before = vars(sys.modules["__main__"]).get("traceback", traceback)
    with pytest.raises(PrismError):
        in_a_sentence(_raise)()
    assert vars(sys.modules["__main__"]).get("traceback", traceback) is before


def _raise() -> None:
    raise PrismError("The VM is gone.")
