"""The errors of setting up and using the engine."""

from errors import OperatorError


class EngineError(OperatorError):
    """The Pulumi engine cannot be set up or used; the text says what happened and what to do."""


class NothingWorked(EngineError):
    """No source gave a part of the engine; the text names every source, why it failed and what would help."""
