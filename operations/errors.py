"""What an operator's command refuses, or cannot do."""

from errors import OperatorError


class OperationsError(OperatorError):
    """A command cannot do what was asked. The message names the thing, what is wrong and what to do."""
