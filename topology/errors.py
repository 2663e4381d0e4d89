"""What is wrong with a configuration, all of it at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from errors import OperatorError

SHOWN_LENGTH = 80


@dataclass(frozen=True)
class Problem:
    """One thing wrong: the key's path, what was expected there, and the value found, fit to be shown.

    `found` is None where there is nothing to show: a missing key, an unknown one, or a secret.
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
    """The configuration or the environment cannot be used; `problems` holds everything found.

    `subject` says whose configuration it is. Values of `encrypted` top-level keys are not shown.
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
    expected = "expected another value (it is encrypted and not shown; nothing here needs to be)"
    return Problem(problem.key, expected)


def describe(value: object) -> str:
    """A value as an operator may see it: scalars quoted and cut, never the inside of a mapping or list."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return f"a mapping of {len(value)} keys"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    if isinstance(value, bool):
        return f"{str(value).lower()} (a truth value; put it in quotes if text is meant)"
    if isinstance(value, str) and value.lstrip()[:1] in {"{", "["}:
        return "JSON text"
    text = repr(value) if isinstance(value, str | int | float) else repr(str(value))
    return text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}... ({len(text)} characters)"


def suggestion(given: object, known: Iterable[str]) -> str:
    """' (did you mean X?)' when something known resembles what was given, else nothing."""
    by_fold = {name.casefold(): name for name in known}
    close = get_close_matches(str(given).strip().casefold(), by_fold, n=1)
    return f" (did you mean {by_fold[close[0]]}?)" if close else ""
