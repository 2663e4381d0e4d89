"""Every value of the configuration is read here: into a typed value, or a ValueError that begins with "expected"."""

import re
from collections.abc import Callable
from typing import TypeVar

from pydantic import BeforeValidator

V = TypeVar("V")


class RefusedError(ValueError):
    """A value that is refused for a reason of its own; `expecting` passes the reason on."""


def expecting(expected: str, read: Callable[[object], V]) -> BeforeValidator:
    """A field type. `read` returns the typed value; any ValueError of it becomes `expected`, but for a RefusedError."""

    def check(value: object) -> V:
        try:
            return read(value)
        except RefusedError:
            raise
        except ValueError as error:
            raise ValueError(expected) from error

    return BeforeValidator(check)


def read_text(value: object) -> str:
    """Text, as it is. Raises ValueError for anything else."""
    if not isinstance(value, str):
        raise ValueError("not text")
    return value


def read_matching(pattern: str) -> Callable[[object], str]:
    """Reads text that the whole pattern matches."""
    compiled = re.compile(pattern)

    def read(value: object) -> str:
        text = read_text(value)
        if not compiled.fullmatch(text):
            raise ValueError(f"does not match {pattern}")
        return text

    return read


def read_number(value: object) -> int:
    """A whole number; `pulumi config set` stores its digits as text. Raises ValueError for anything else."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,18}", value):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("not a whole number")
    return value


def matching(pattern: str, expected: str) -> BeforeValidator:
    """Text that the whole pattern matches."""
    return expecting(expected, read_matching(pattern))


def whole(least: int, most: int | None = None) -> BeforeValidator:
    """A whole number within the limits."""
    limits = f"of {least} or more" if most is None else f"from {least} to {most}"

    def read(value: object) -> int:
        number = read_number(value)
        if number < least or (most is not None and number > most):
            raise ValueError("out of range")
        return number

    return expecting(f"expected a whole number {limits}", read)
