"""What can go wrong between us and the NC2 console. They are PrismErrors, so that a run shows them as sentences.

    ConsoleError
    ├── ConsoleConfigurationError   the environment is wrong, or leaves open which account is meant
    ├── ConsoleUnreachableError     no usable answer in time, or one that may have got lost on the way
    ├── ConsoleRefusedError         the console refuses what was asked; `status` is the HTTP status
    └── ConsoleTaskFailedError      what was asked was begun and did not succeed

Messages never carry the key or a token.
"""

from prism import PrismError


class ConsoleError(PrismError):
    """Root of everything this package raises."""


class ConsoleConfigurationError(ConsoleError):
    """The environment does not say, or says wrongly, how to reach the console."""


class ConsoleUnreachableError(ConsoleError):
    """The console gave no usable answer before the deadline."""


class ConsoleRefusedError(ConsoleError):
    """The console refuses the request."""


class ConsoleTaskFailedError(ConsoleError):
    """A task of the console ended failed or cancelled, or nodes did not join."""
