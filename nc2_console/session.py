"""One HTTPS conversation with the console.

A write whose answer got lost is not tried again, because the API knows no request ids. The caller checks the result.
"""

from __future__ import annotations

import threading
import time
from typing import Any

import requests
from requests.auth import AuthBase

import rest
from nc2_console.environment import NAMES, Settings
from nc2_console.errors import ConsoleRefusedError, ConsoleUnreachableError
from nc2_console.token import LIFETIME_SECONDS, mint

PREFIX = "/api/v2"
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

    def hide(self, text: str) -> str:
        """The text without the key and the token."""
        return rest.hidden(text, (self._settings.api_key, self._token))

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

    def _read(self, what: str, response: requests.Response) -> Any:
        try:
            answer = response.json() if response.content else {}
        except ValueError:
            answer = None
        if response.ok and isinstance(answer, dict):
            return answer.get("data")
        status = response.status_code
        said = _said(answer) if isinstance(answer, dict) else "the answer is not one of its API"
        hint = _HINTS.get(status, "Correct the request, then run again.")
        raise ConsoleRefusedError(
            f"Could not {what}{': ' + self._bearer.hide(said) if said else ''} (NC2 console, HTTP {status}). {hint}",
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


def _said(answer: dict[str, Any]) -> str:
    """The console's own words. assumed: a list `errors` of mappings, as the published deployer reads it."""
    errors = answer.get("errors")
    found = [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []
    words = [str(error.get("detail") or error.get("message") or error.get("title") or "") for error in found]
    return "; ".join(word.strip().rstrip(".") for word in words if word.strip())
