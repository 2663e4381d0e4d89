"""What Pulumi's provider process answers when a provider raises.

Importing its module would start it, so the parts that providers/base/sentences.py relies on are taken from its source.
tests/providers/test_engine.py asks the whole of it.
"""

from __future__ import annotations

import ast
import sys
import traceback
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import grpc  # type: ignore[import-untyped]
import pytest

from aws import AwsError
from errors import OperatorError
from prism import PrismError
from providers.base import in_a_sentence

# What sentences.py looks for in the process, and the function that formats what the process answers.
RELIED_ON = ("import traceback", "class DynamicResourceProviderServicer", "def _abort_with_traceback")


def parts_of_pulumi() -> dict[str, ast.stmt]:
    """The statements of Pulumi's provider process that are relied on, by how each begins."""
    spec = find_spec("pulumi.dynamic.__main__")
    assert spec is not None, "Pulumi has no provider process where it was: mend providers/base/sentences.py"
    assert spec.origin is not None
    statements = ast.parse(Path(spec.origin).read_text()).body
    return {start: one for one in statements for start in RELIED_ON if ast.unparse(one).startswith(start)}


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that the provider process runs as its main program, as far as it is relied on."""
    main = ModuleType("__main__")
    parts = parts_of_pulumi()
    assert parts.keys() == set(RELIED_ON), "Pulumi's provider process has changed: mend providers/base/sentences.py"
    taken = [part for start, part in parts.items() if not start.startswith("class")]
    vars(main).update(grpc=grpc, DynamicResourceProviderServicer=object)
    exec(compile(ast.Module(taken, []), "pulumi", "exec"), vars(main))
    monkeypatch.setitem(sys.modules, "__main__", main)
    return main


class Context:
    """The call as the engine made it: keeps what it is answered."""

    def abort(self, code: grpc.StatusCode, details: str) -> None:
        self.code, self.details = code, details


def answer(process: Any, error: Exception) -> str:
    """What a provider that raises makes of a request."""

    @in_a_sentence
    def create(servicer: object, request: object, context: Context) -> None:
        raise error

    context = Context()
    process._abort_with_traceback(create)(None, None, context)
    return context.details


def test_one_of_our_errors_is_its_sentence_and_nothing_else(process: ModuleType) -> None:
    for kind in (PrismError, AwsError, OperatorError, PrismError):
        assert answer(process, kind("The VM is gone.")) == "The VM is gone."


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
