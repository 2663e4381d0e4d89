"""The problems of a configuration, all told at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from errors import OperatorError

SHOWN_LENGTH = 80


@dataclass(frozen=True)
class Problem:
    """One problem: the path of the key, what was expected there, and the value found, in a form that may be shown.

    `found` is None where there is nothing to show: a missing key, an unknown key, or a secret.
    """

    key: str
    expected: str
    found: str | None = None

    @classmethod
    def with_value(cls, key: str, value: object, expected: str) -> "Problem":
        return cls(key, expected, describe(value))

    def __str__(self) -> str:
        ending = f", found {self.found}" if self.found is not None else ""
        return f"{self.key}: {self.expected}{ending}."


class ConfigurationError(OperatorError, ValueError):
    """The configuration or the environment cannot be used; `problems` holds every problem found.

    `subject` names the configuration. Values of `encrypted` top-level keys are not shown.
    """

    def __init__(self, problems: Iterable[Problem], subject: str, encrypted: Collection[str] = ()) -> None:
        self.problems = tuple(_masked(problem, encrypted) for problem in problems)
        self.subject = subject
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        lines = [f"{subject} has {count}; nothing was changed:"]
        lines += [f"  {number}. {problem}" for number, problem in enumerate(self.problems, start=1)]
        super().__init__("\n".join(lines))


def _masked(problem: Problem, encrypted: Collection[str]) -> Problem:
    root = problem.key.split(".")[0].split("[")[0]
    if root not in encrypted or problem.found is None:
        return problem
    expected = "is invalid. The value is encrypted, so it is not shown; this key does not need encryption"
    return Problem(problem.key, expected)


def describe(value: object) -> str:
    """A value in a form that may be shown: scalars quoted and cut, never the inside of a mapping or list."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return f"a mapping of {len(value)} keys"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    if isinstance(value, bool):
        return f"{str(value).lower()} (a boolean; put it in quotes if you mean text)"
    if isinstance(value, str) and value.lstrip()[:1] in {"{", "["}:
        return "JSON text"
    text = repr(value) if isinstance(value, str | int | float) else repr(str(value))
    return text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}... ({len(text)} characters)"


def suggestion(given: object, known: Iterable[str]) -> str:
    """' (did you mean X?)' if something known resembles the given text, else ''."""
    by_fold = {name.casefold(): name for name in known}
    close = get_close_matches(str(given).strip().casefold(), by_fold, n=1)
    return f" (did you mean {by_fold[close[0]]}?)" if close else ""
