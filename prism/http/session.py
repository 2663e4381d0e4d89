"""One HTTPS conversation with one Prism Central, shared by all threads.

A *call* is one logical request. It keeps its ``NTNX-Request-Id`` over every try, so that Prism Central executes it once
even if the answer to the first try got lost. Credentials are sent only until Prism Central answers with a session
cookie. After a 401 on the cookie, the same try sends the credentials again.
"""

from __future__ import annotations

import base64
import logging
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial

import requests
import urllib3
from requests.auth import AuthBase

import rest
from prism.errors import PrismError, Subject, ThrottledError, UnreachableError
from prism.http.answer import Reply, as_reply
from prism.http.environment import DEFAULT_RATE_LIMIT, NAMES, Credentials, parse_endpoint
from prism.http.rate_limit import RateLimit

_LOG = logging.getLogger("prism")
_RENEWALS = 3


@dataclass(frozen=True)
class Timeouts(rest.Timeouts):
    """Seconds: to connect, between two bytes of an answer, for a call with its retries, for a task to end.

    ``silence``: for how long after a call without an answer the next ones are not tried, and fail like that one.
    """

    task: float = 600.0
    silence: float = 0.0


class Authentication(AuthBase):
    """Sends the credentials only while there is no session cookie."""

    def __init__(self, credentials: Credentials) -> None:
        if credentials.api_key:
            self._header = ("X-ntnx-api-key", credentials.api_key)
        else:
            pair = f"{credentials.username}:{credentials.password}".encode()
            self._header = ("Authorization", "Basic " + base64.b64encode(pair).decode("ascii"))
        self._secrets = (credentials.api_key, self._header[1].removeprefix("Basic "), credentials.password)

    def hide(self, text: str, *more: str) -> str:
        """The text without credentials, and without ``more``."""
        return rest.hidden(text, (*self._secrets, *more))

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if "Cookie" not in request.headers:
            name, value = self._header
            request.headers[name] = value
        return request


class Session(rest.RestSession):
    """Sends calls to ``endpoint``. Safe for use by several threads."""

    timeouts: Timeouts
    skew: timedelta | None = None
    """How far Prism Central's own clock is ahead of this machine's, by its last answer; None: it did not tell."""
    retried = rest.RestSession.retried | {408}
    _silence: tuple[float, rest.Outcome, int] | None = None
    """Until when nothing is tried, the outcome of the call that got no answer, and its tries."""

    def __init__(
        self,
        endpoint: str,
        credentials: Credentials,
        *,
        ca_bundle: str | None = None,
        tls_verify: bool = True,
        rate_limit: float = DEFAULT_RATE_LIMIT,
        timeouts: Timeouts | None = None,
    ) -> None:
        self._authentication = Authentication(credentials)
        verify = (ca_bundle or rest.system_trust()) if tls_verify else False
        super().__init__(parse_endpoint(endpoint), timeouts or Timeouts(), self._authentication, verify)
        self._rate_limit = RateLimit(rate_limit)
        # Taken before the turn to send, so that whoever has that turn sends at once.
        self._free_connections = threading.BoundedSemaphore(self.connections)
        if not tls_verify:
            _LOG.warning("PRISM_TLS_VERIFY=false: the certificate of %s is not checked.", self.endpoint)
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)

    def call(
        self,
        subject: Subject,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: object | None = None,
        headers: Mapping[str, str] | None = None,
        request_id: str | None = None,
        once: bool = False,
    ) -> Reply:
        """Sends one call and returns Prism Central's answer. Raises the PrismError of ``prism.errors`` that fits.

        ``once`` gives up if Prism Central may have acted although its answer got lost.
        """
        if self._silence is not None and time.monotonic() < self._silence[0]:
            raise self._given_up(subject, *self._silence[1:])
        sent = {"NTNX-Request-Id": request_id or str(uuid.uuid4()), **(headers or {})}
        outcome, tries = self.exchange(rest.Asked(method, path, body, params, sent), once)
        if isinstance(outcome, requests.Response) and self.is_final(outcome):
            self._silence = None
            self._note_clock(outcome)
            return as_reply(subject, outcome, partial(self.hide, response=outcome))
        error = self._given_up(subject, outcome, tries)
        if isinstance(error, UnreachableError):
            self._silence = (time.monotonic() + self.timeouts.silence, outcome, tries)
        raise error

    def hide(self, text: str, response: requests.Response | None = None) -> str:
        """The text without credentials and session cookies: those that went to and fro with ``response``, or of now."""
        known = map(str, self.http.cookies.values()) if response is None else rest.sent_secrets(response)
        return self._authentication.hide(text, *known)

    def send(self, asked: rest.Asked, deadline: float) -> requests.Response:
        """One try. A 401 on a session cookie renews the cookie within the same try.

        More than once, because another thread may store a cookie that expires at the same moment.
        """
        for _ in range(_RENEWALS):
            with self._free_connections:
                self._rate_limit.acquire()
                response = super().send(asked, deadline)
            if response.status_code != 401 or "Cookie" not in response.request.headers:
                return response
            self.http.cookies.clear()
        return response

    def _note_clock(self, response: requests.Response) -> None:
        """Remembers how far the clocks are apart, to a second: the header has no more."""
        try:
            told = parsedate_to_datetime(response.headers.get("Date", ""))
        except (TypeError, ValueError):
            return
        utc = told if told.tzinfo else told.replace(tzinfo=UTC)
        self.skew = utc - datetime.fromtimestamp(time.time(), UTC)

    def _given_up(self, subject: Subject, outcome: rest.Outcome, tries: int) -> PrismError:
        if isinstance(outcome, requests.Response):
            try:
                as_reply(subject, outcome, partial(self.hide, response=outcome))
            except ThrottledError as throttled:
                return throttled
            except PrismError as error:
                return UnreachableError(f"{error} Tried {rest.times(tries)}.", status=outcome.status_code)
            raise AssertionError("a status that is tried again is an error")
        what, hint = rest.give_up(outcome, self.timeouts.connect, self.timeouts.read, NAMES)
        return UnreachableError(f"Could not {subject}: {self.endpoint} {what}, tried {rest.times(tries)}. {hint}")
