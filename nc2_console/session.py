"""One HTTPS conversation with the console.

A write whose answer got lost is not tried again, because the API knows no request ids. The caller checks the result.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import requests
from pydantic import ValidationError
from requests.auth import AuthBase

import rest
from nc2_console.answered_errors import said_in
from nc2_console.environment import NAMES, Settings
from nc2_console.errors import ConsoleRefusedError, ConsoleUnreachableError
from nc2_console.model import Model
from nc2_console.token import LIFETIME_SECONDS, mint
from plain_text import one_line

PREFIX = "/api/v2"
M = TypeVar("M", bound=Model)
_LONGEST_BODY = 300
_NOT_THE_API = "the answer is not one of its API"
_HINTS = {
    401: "Check NC2_API_KEY and NC2_KEY_ID. Check the clock of this machine: a token is valid for five minutes.",
    403: "The key lacks a right. Give it the scope NC2 and the role Admin.",
    404: "Check it in the NC2 console, then run again.",
}


class Bearer(AuthBase):
    """Sends a token with each request, and mints a new one when half of its lifetime is over."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._token, self._good_until = "", 0.0
        self._lock = threading.Lock()

    def hide(self, text: str, response: requests.Response) -> str:
        """The text without the key, the token, and whatever secret went to or fro with ``response``."""
        return rest.hidden(text, (self._settings.api_key, self._token, *rest.sent_secrets(response)))

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        with self._lock:
            now, known = time.time(), self._settings
            if now >= self._good_until:
                self._token = mint(known.api_key, known.key_id, known.issuer, now)
                self._good_until = now + LIFETIME_SECONDS / 2
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Session(rest.RestSession):
    """Sends calls. Safe for use by several threads."""

    def __init__(self, settings: Settings, timeouts: rest.Timeouts | None = None) -> None:
        self._bearer = Bearer(settings)
        verify = settings.ca_bundle or rest.system_trust()
        super().__init__(settings.endpoint, timeouts or rest.Timeouts(), self._bearer, verify)

    def call(self, what: str, method: str, path: str, body: object | None = None) -> Any:
        """The ``data`` of the answer. ``what`` completes "Could not ...".

        Raises ConsoleRefusedError or ConsoleUnreachableError.
        """
        outcome, tries = self.exchange(rest.Asked(method, PREFIX + path, body), once=method != "GET")
        if isinstance(outcome, requests.Response) and self.is_final(outcome):
            return self._read(what, outcome)
        raise self._given_up(what, method, outcome, tries)

    def one(self, what: str, model: type[M], method: str, path: str, body: object | None = None) -> M:
        """The object of the answer. Raises ConsoleError."""
        return _shaped(what, model, self.call(what, method, path, body))

    def several(
        self, what: str, model: type[M], path: str, wanted: Callable[[Any], bool] = lambda item: True
    ) -> list[M]:
        """The objects of a listing that are wanted. Raises ConsoleError."""
        found = self.call(what, "GET", path) or []
        if not isinstance(found, list):
            raise _misshapen(what)
        return [_shaped(what, model, item) for item in found if wanted(item)]

    def _read(self, what: str, response: requests.Response) -> Any:
        try:
            answer = rest.parsed(response) if response.content else {}
        except ValueError:
            answer = None
        if response.ok and isinstance(answer, dict):
            return answer.get("data")
        status = response.status_code
        said = one_line(self._bearer.hide(said_in(answer) or _raw(response), response))
        if not said and not isinstance(answer, dict):
            said = _NOT_THE_API
        hint = _HINTS.get(status, "Correct the request, then run again.")
        raise ConsoleRefusedError(
            f"Could not {what}{': ' + said if said else ''} (NC2 console, HTTP {status}). {hint}",
            status=status,
        )

    def _given_up(self, what: str, method: str, outcome: rest.Outcome, tries: int) -> ConsoleUnreachableError:
        if isinstance(outcome, requests.Response):
            why, hint = f"answered HTTP {outcome.status_code}", f"Check {NAMES.endpoint}, then run again."
        else:
            why, hint = rest.give_up(outcome, self.timeouts.connect, self.timeouts.read, NAMES)
        lost = "" if method == "GET" else " The console may have acted nevertheless: the next run checks first."
        return ConsoleUnreachableError(
            f"Could not {what}: the NC2 console at {self.endpoint} {why}, tried {rest.times(tries)}.{lost} {hint}"
        )


def _shaped(what: str, model: type[M], data: Any) -> M:
    try:
        return model.model_validate(data)
    except (ValidationError, RecursionError):
        raise _misshapen(what) from None


def _misshapen(what: str) -> ConsoleRefusedError:
    return ConsoleRefusedError(
        f"Could not {what}: {_NOT_THE_API} (NC2 console). Check that {NAMES.endpoint} is the console itself."
    )


def _raw(response: requests.Response) -> str:
    """The beginning of a body of no known form; nothing of a page, which a proxy or a portal has sent."""
    body = rest.beginning(response, _LONGEST_BODY)
    return "" if response.ok or body.startswith("<") else body
