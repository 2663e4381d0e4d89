"""Words that a configuration may choose between, and yes or no."""

from collections.abc import Collection
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator

from topology.errors import suggestion
from topology.values.expecting import RefusedError, expecting


def choice(kind: type[StrEnum], but: Collection[StrEnum] = ()) -> BeforeValidator:
    """A member of the enumeration, written exactly; none of `but`."""
    words = [member.value for member in kind if member not in but]
    expected = f"expected {', '.join(words[:-1])} or {words[-1]}"

    def read(value: object) -> StrEnum:
        if value not in words:
            raise RefusedError(f"{expected}{suggestion(value, words)}")
        return kind(str(value))

    return expecting(expected, read)


def _read_flag(value: object) -> bool:
    if isinstance(value, str) and value in ("true", "false"):
        return value == "true"  # `pulumi config set` stores it as text
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")
    return value


Flag = Annotated[bool, expecting("expected true or false", _read_flag)]
