"""The first source that works is taken; when none does, one error says all there is to know."""

import pytest

from tools.engine.errors import EngineError, NothingWorked
from tools.engine.sources import Refusal, Source, first_that_works


def gives(name: str, asked: list[str]) -> Source[str]:
    def obtain() -> str:
        asked.append(name)
        return name

    return Source(name, obtain, f"help for {name}.")


def refuses(name: str, reason: str, asked: list[str]) -> Source[str]:
    def obtain() -> str:
        asked.append(name)
        raise EngineError(reason)

    return Source(name, obtain, f"help for {name}.")


def test_the_first_source_that_works_is_taken_and_the_rest_is_not_asked() -> None:
    asked: list[str] = []
    sources = [refuses("path", "there is none", asked), gives("download", asked), gives("build", asked)]
    part, refusals = first_that_works("CLI", sources, lambda line: None)
    assert part == "download"
    assert asked == ["path", "download"]
    assert refusals == (Refusal("path", "there is none"),)


def test_each_refusal_is_told_as_it_happens() -> None:
    asked: list[str] = []
    told: list[str] = []
    first_that_works("CLI", [refuses("path", "there is none", asked), gives("build", asked)], told.append)
    assert told == ["CLI: not from path: there is none"]


def test_when_nothing_works_one_error_names_every_source_its_reason_and_its_remedy() -> None:
    asked: list[str] = []
    sources = [refuses("path", "there is none", asked), refuses("build", "go is missing.", asked)]
    with pytest.raises(NothingWorked) as raised:
        first_that_works("Pulumi CLI", sources, lambda line: None)
    assert str(raised.value) == (
        "No Pulumi CLI could be set up. Tried, in this order:\n"
        "  1. path: there is none.\n"
        "     What would help: help for path.\n"
        "  2. build: go is missing.\n"
        "     What would help: help for build."
    )


def test_a_mistake_in_a_source_is_not_taken_for_a_refusal() -> None:
    def broken() -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        first_that_works("CLI", [Source("broken", broken, "")], lambda line: None)
