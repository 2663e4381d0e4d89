"""The errors of the NC2 console's client.

    ConsoleError
    ├── ConsoleConfigurationError   the environment is wrong, or does not say which account to use
    ├── ConsoleUnreachableError     no usable answer in time, or an answer that got lost
    ├── ConsoleRefusedError         the console refuses the request; `status` is the HTTP status
    └── ConsoleTaskFailedError      a task began and did not succeed

Messages never carry the key or a token.
"""

from errors import OperatorError


class ConsoleError(OperatorError):
    """Root of everything this package raises. `status` is the HTTP status, if there is one."""

    def __init__(self, message: str, *, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class ConsoleConfigurationError(ConsoleError):
    """The environment does not say how to reach the console, or says it wrongly."""


class ConsoleUnreachableError(ConsoleError):
    """The console gave no usable answer before the deadline."""


class ConsoleRefusedError(ConsoleError):
    """The console refuses the request."""


class ConsoleTaskFailedError(ConsoleError):
    """A task of the console ended failed or cancelled, or nodes did not join."""
