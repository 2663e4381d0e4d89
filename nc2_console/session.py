"""One HTTPS conversation with the console.

Reads are tried again after 429, 502, 503, 504 and lost connections until the call's deadline. A write whose answer got
lost is not: the API knows no request ids, so whoever wrote looks what became of it.
"""

from __future__ import annotations

import json
import random
import threading
import time
from dataclasses import dataclass
from typing import Any

import requests

from nc2_console.environment import Settings
from nc2_console.errors import ConsoleRefusedError, ConsoleUnreachableError
from nc2_console.token import LIFETIME_SECONDS, mint
from prism import system_trust

PREFIX = "/api/v2"
_RETRIED = frozenset({429, 502, 503, 504})
_NOT_ACTED = frozenset({429, 503})
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0
_HINTS = {
    401: "Check NC2_API_KEY and NC2_KEY_ID, and this machine's clock: tokens are good for five minutes.",
    403: "The key lacks a right: it needs the scope NC2 and the role Admin.",
    404: "Look at it in the NC2 console, then run again.",
}


@dataclass(frozen=True)
class Timeouts:
    """Seconds: to connect, between two bytes of an answer, for a call with its retries."""

    connect: float = 5.0
    read: float = 30.0
    call: float = 60.0


class Session:
    """Sends calls; safe for use by several threads."""

    def __init__(self, settings: Settings, timeouts: Timeouts | None = None) -> None:
        self._settings, self._timeouts = settings, timeouts or Timeouts()
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.proxies.update(requests.utils.get_environ_proxies(settings.endpoint))
        self._verify = settings.ca_bundle or system_trust()
        self._token, self._good_until = "", 0.0
        self._lock = threading.Lock()

    def call(self, what: str, method: str, path: str, body: object | None = None) -> Any:
        """The answer's `data`. `what` completes "Could not". Raises ConsoleRefused- or ConsoleUnreachableError."""
        deadline, tries = time.monotonic() + self._timeouts.call, 0
        while True:
            tries += 1
            outcome = self._attempt(method, path, body, max(0.1, deadline - time.monotonic()))
            if isinstance(outcome, requests.Response) and outcome.status_code not in _RETRIED:
                return self._read(what, outcome)
            pause = random.uniform(0.5, 1) * min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** (tries - 1))
            if time.monotonic() + pause >= deadline or (method != "GET" and _may_have_acted(outcome)):
                raise self._given_up(what, method, outcome, tries)
            time.sleep(pause)

    def _attempt(
        self, method: str, path: str, body: object | None, left: float
    ) -> requests.Response | requests.RequestException:
        headers = {"Accept": "application/json", "Authorization": f"Bearer {self._bearer()}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            return self._http.request(
                method,
                f"{self._settings.endpoint}{PREFIX}{path}",
                data=None if body is None else json.dumps(body),
                headers=headers,
                # Keeps requests away from .netrc, whose credentials would replace the token.
                auth=_unchanged,
                timeout=(min(self._timeouts.connect, left), min(self._timeouts.read, left)),
                verify=self._verify,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            return error

    def _bearer(self) -> str:
        with self._lock:
            now = time.time()
            if now >= self._good_until:
                known = self._settings
                self._token = mint(known.api_key, known.key_id, known.issuer, now)
                self._good_until = now + LIFETIME_SECONDS / 2
            return self._token

    def _read(self, what: str, response: requests.Response) -> Any:
        try:
            answer = response.json() if response.content else {}
        except ValueError:
            answer = None
        if response.ok and isinstance(answer, dict):
            return answer.get("data")
        status = response.status_code
        said = _said(answer) if isinstance(answer, dict) else "it answered with something that is not the API's"
        hint = _HINTS.get(status, "Correct what is asked for, then run again.")
        raise ConsoleRefusedError(
            f"Could not {what}{': ' + self._hide(said) if said else ''} (NC2 console, HTTP {status}). {hint}",
            status=status,
        )

    def _given_up(
        self, what: str, method: str, outcome: requests.Response | requests.RequestException, tries: int
    ) -> ConsoleUnreachableError:
        why = f"HTTP {outcome.status_code}" if isinstance(outcome, requests.Response) else _why(outcome)
        lost = "" if method == "GET" else " It may have been done nevertheless: the next run looks first."
        times = "once" if tries == 1 else f"{tries} times"
        return ConsoleUnreachableError(
            f"Could not {what}: the NC2 console at {self._settings.endpoint} gave no usable answer ({why}), tried "
            f"{times}.{lost} Check NC2_CONSOLE_ENDPOINT and the way to it, then run again."
        )

    def _hide(self, text: str) -> str:
        for secret in (self._settings.api_key, self._token):
            text = text.replace(secret, "***") if secret else text
        return text


def _unchanged(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _may_have_acted(outcome: requests.Response | requests.RequestException) -> bool:
    if isinstance(outcome, requests.Response):
        return outcome.status_code not in _NOT_ACTED
    return not isinstance(outcome, requests.ConnectTimeout) and "refused" not in str(outcome)


def _why(error: requests.RequestException) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not trusted; NC2_CA_BUNDLE names who signed it"
    if isinstance(error, requests.Timeout):
        return "it did not answer in time"
    return "no connection, or one that was cut"


def _said(answer: dict[str, Any]) -> str:
    """The console's own words. assumed: a list `errors` of mappings, as the published deployer reads it."""
    errors = answer.get("errors")
    found = [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []
    words = [str(error.get("detail") or error.get("message") or error.get("title") or "") for error in found]
    return "; ".join(word.strip().rstrip(".") for word in words if word.strip())
