"""Our own errors reach the operator as the sentences they are.

Pulumi's provider process answers every exception with its whole traceback, and has no setting for it. For our own
errors that hides the one line that matters; for any other, which is a bug, the traceback stays.
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
    """Stands in for the module ``traceback`` where the provider process formats what it answers."""

    @staticmethod
    def format_exc() -> str:
        """The sentence of one of our own errors; else the traceback."""
        error = sys.exc_info()[1]
        return str(error) if isinstance(error, OperatorError) else traceback.format_exc()


def in_a_sentence(verb: Callable[P, R]) -> Callable[P, R]:
    """Cuts the traceback off our own errors, as the sentence says it all."""

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
