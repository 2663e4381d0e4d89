"""The last answers of the local AWS by the id of the call, for a client that repeats a call it had no answer to.

The AWS SDKs send two headers with every try of a call: `amz-sdk-invocation-id`, the same in each try, and
`amz-sdk-request`, which counts the tries.
"""

import sys
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

_KEPT = 2000


@dataclass(frozen=True)
class GivenAnswer:
    """One whole answer."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


class GivenAnswers:
    """Remembers what succeeded. An error may be one after which the client is to try again."""

    def __init__(self) -> None:
        self._by_call: OrderedDict[str, GivenAnswer] = OrderedDict()

    def answer(self, application: Wsgi, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """The application's answer, or the one that it gave to an earlier try of the same call."""
        call = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        given = self._by_call.get(call) if call else None
        if given is None:
            given = _ask(application, environ)
            if call and given.status.startswith("2"):
                self._by_call[call] = given
                while len(self._by_call) > _KEPT:
                    self._by_call.popitem(last=False)
        else:
            print(f"The answer to call {call} is given again.", file=sys.stderr, flush=True)
        start_response(given.status, given.headers)
        return [given.body]


def _ask(application: Wsgi, environ: dict[str, Any]) -> GivenAnswer:
    began: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], error: object = None) -> Callable[[bytes], object]:
        began.append((status, headers))
        return lambda _: None

    body = b"".join(application(environ, start))
    status, headers = began[-1]
    return GivenAnswer(status, headers, body)
