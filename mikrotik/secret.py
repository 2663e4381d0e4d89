"""A pre-shared key: shown only by its own method."""

from dataclasses import dataclass, field

REDACTED = "<redacted>"


@dataclass(frozen=True)
class Secret:
    """A text that no repr, message or log can show."""

    reveal: str = field(repr=False)

    def __str__(self) -> str:
        return REDACTED

    def __repr__(self) -> str:
        return f"Secret({REDACTED})"
