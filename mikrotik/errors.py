"""Errors of this package."""

from collections.abc import Sequence

from errors import OperatorError


class MikrotikError(OperatorError):
    """The input cannot become a router's configuration."""


class Refused(MikrotikError):
    """The VPN connection or the router's settings are refused; nothing was written.

    `problems` has one sentence per problem, with what to change.
    """

    def __init__(self, what: str, problems: Sequence[str]) -> None:
        super().__init__("\n  - ".join([f"{what}:", *problems]))
        self.problems = tuple(problems)
