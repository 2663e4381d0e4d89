"""What can go wrong between us and the NC2 console.

    ConsoleError
    ├── ConsoleConfigurationError   the environment is wrong, or leaves open which account is meant
    ├── ConsoleUnreachableError     no usable answer in time, or one that may have got lost on the way
    ├── ConsoleRefusedError         the console refuses what was asked; `status` is the HTTP status
    └── ConsoleTaskFailedError      what was asked was begun and did not succeed

Messages never carry the key or a token.
"""

from errors import OperatorError


class ConsoleError(OperatorError):
    """Root of everything this package raises. `status` is the HTTP status, if there is one."""

    def __init__(self, message: str, *, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class ConsoleConfigurationError(ConsoleError):
    """The environment does not say, or says wrongly, how to reach the console."""


class ConsoleUnreachableError(ConsoleError):
    """The console gave no usable answer before the deadline."""


class ConsoleRefusedError(ConsoleError):
    """The console refuses the request."""


class ConsoleTaskFailedError(ConsoleError):
    """A task of the console ended failed or cancelled, or nodes did not join."""
