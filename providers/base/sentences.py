"""An OperatorError reaches the operator as its message alone, without a traceback.

Pulumi's provider process answers every exception with the whole traceback and has no setting for it. An OperatorError
says all that matters in its message. Any other exception is a defect and keeps its traceback.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from errors import OperatorError

P = ParamSpec("P")
R = TypeVar("R")


class _Formatter:
    """Takes the place of the module ``traceback`` in the provider process, which formats its answers with it."""

    @staticmethod
    def format_exc() -> str:
        """The message of an OperatorError, or the traceback of any other exception."""
        error = sys.exc_info()[1]
        return str(error) if isinstance(error, OperatorError) else traceback.format_exc()


def in_a_sentence(verb: Callable[P, R]) -> Callable[P, R]:
    """Makes the verb of a provider answer an OperatorError with its message alone."""

    @wraps(verb)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return verb(*args, **kwargs)
        except OperatorError as error:
            process = vars(sys.modules["__main__"])
            if "DynamicResourceProviderServicer" in process and process.get("traceback") is traceback:
                process["traceback"] = _Formatter
            raise error.with_traceback(None) from None

    return wrapper
