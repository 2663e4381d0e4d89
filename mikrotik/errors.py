"""What this package raises."""

from collections.abc import Sequence

from errors import OperatorError


class MikrotikError(OperatorError, ValueError):
    """What was given cannot become a router's configuration; the message says what and what to do."""


class Refused(MikrotikError):
    """Everything that stands in the way, found before anything was written.

    `problems` are sentences, each with what to change.
    """

    def __init__(self, what: str, problems: Sequence[str]) -> None:
        super().__init__("\n  - ".join([f"{what}:", *problems]))
        self.problems = tuple(problems)
