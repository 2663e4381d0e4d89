"""One HTTPS conversation with one Prism Central, shared by all threads.

A *call* is one logical request. It keeps its ``NTNX-Request-Id`` over every retry, so that Prism Central
executes it once even if the answer to the first try got lost. 408, 429, 502, 503, 504 and lost connections
are tried again, waiting as long as ``Retry-After`` says or a growing, jittered moment, until the call's
deadline. Credentials travel only until Prism Central hands out a session cookie; a 401 on the cookie sends
them once more.
"""

from __future__ import annotations

import base64
import json
import logging
import random
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase

from prism.errors import Subject, ThrottledError, UnreachableError
from prism.http.answer import Reply, as_reply
from prism.http.environment import DEFAULT_RATE_LIMIT, Credentials, parse_endpoint
from prism.http.rate_limit import RateLimit
from prism.http.trust import system_trust

_LOG = logging.getLogger("prism")
_RETRIED = frozenset({408, 429, 502, 503, 504})
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0
_CONNECTIONS = 16
_RENEWALS = 3


@dataclass(frozen=True)
class Timeouts:
    """Seconds: to connect, between two bytes of an answer, for a call with its retries, for a task to end."""

    connect: float = 5.0
    read: float = 30.0
    call: float = 60.0
    task: float = 600.0


@dataclass(frozen=True)
class _Asked:
    """A request, the same at every try."""

    method: str
    url: str
    params: Mapping[str, str | int] | None
    payload: str | None
    headers: Mapping[str, str]


class _Authentication(AuthBase):
    """Sends the credentials only while there is no session cookie.

    Also keeps requests away from ``.netrc``.
    """

    def __init__(self, credentials: Credentials) -> None:
        if credentials.api_key:
            self._header = ("X-ntnx-api-key", credentials.api_key)
        else:
            pair = f"{credentials.username}:{credentials.password}".encode()
            self._header = ("Authorization", "Basic " + base64.b64encode(pair).decode("ascii"))
        sent = self._header[1].removeprefix("Basic ")
        self._secrets = [secret for secret in (credentials.api_key, sent, credentials.password) if secret]

    def hide(self, text: str) -> str:
        """The text without credentials: what stands between us and Prism Central may show our request to us."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if "Cookie" not in request.headers:
            name, value = self._header
            request.headers[name] = value
        return request


class Session:
    """Sends calls to ``endpoint``. Safe for use by several threads."""

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
        self.endpoint = parse_endpoint(endpoint)
        self.timeouts = timeouts or Timeouts()
        self._bucket = RateLimit(rate_limit)
        self._verify = (ca_bundle or system_trust()) if tls_verify else False
        self.http = requests.Session()
        # Read once: requests would look through the whole environment at every request.
        self.http.trust_env = False
        self.http.proxies.update(requests.utils.get_environ_proxies(self.endpoint))
        self.http.auth = self._authentication = _Authentication(credentials)
        self.http.mount("https://", HTTPAdapter(pool_maxsize=_CONNECTIONS))
        # Taken before the turn to send, so that whoever has that turn sends at once.
        self._connections = threading.BoundedSemaphore(_CONNECTIONS)
        if not tls_verify:
            _LOG.warning("PRISM_TLS_VERIFY=false: the certificate of %s is not checked.", self.endpoint)
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)

    def close(self) -> None:
        """Closes the idle connections."""
        self.http.close()

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
        """Sends one call and returns Prism's answer. Raises the PrismError of ``_errors`` that fits.

        ``once`` gives up where Prism Central may have acted without our knowing.
        """
        sent = {"Accept": "application/json", "NTNX-Request-Id": request_id or str(uuid.uuid4()), **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json"
        payload = None if body is None else json.dumps(body)
        asked = _Asked(method, self.endpoint + path, params, payload, sent)
        deadline, tries = time.monotonic() + self.timeouts.call, 0
        while True:
            tries += 1
            outcome = self._attempt(asked, deadline)
            if isinstance(outcome, requests.Response) and outcome.status_code not in _RETRIED:
                return as_reply(subject, outcome, self._authentication.hide)
            pause = float("inf") if once and _may_have_acted(outcome) else _pause(outcome, tries)
            if time.monotonic() + pause >= deadline:
                raise self._given_up(subject, outcome, tries)
            time.sleep(pause)

    def _attempt(self, asked: _Asked, deadline: float) -> requests.Response | requests.RequestException:
        """One try: an answer, or why there is none. A 401 on a session cookie is renewed within the same try.

        More than once, for another thread may put a cookie in place that ends at the same moment.
        """
        for _ in range(_RENEWALS):
            try:
                with self._connections:
                    self._bucket.acquire()
                    response = self._send(asked, max(0.1, deadline - time.monotonic()))
            except requests.RequestException as error:
                return error
            if response.status_code != 401 or "Cookie" not in response.request.headers:
                return response
            self.http.cookies.clear()
        return response

    def _send(self, asked: _Asked, left: float) -> requests.Response:
        return self.http.request(
            asked.method,
            asked.url,
            params=asked.params,
            data=asked.payload,
            headers=asked.headers,
            timeout=(min(self.timeouts.connect, left), min(self.timeouts.read, left)),
            verify=self._verify,
            allow_redirects=False,
        )

    def _given_up(
        self, subject: Subject, outcome: requests.Response | requests.RequestException, tries: int
    ) -> Exception:
        if isinstance(outcome, requests.Response):
            try:
                as_reply(subject, outcome, self._authentication.hide)
            except ThrottledError as throttled:
                return throttled
            except Exception as error:
                return UnreachableError(
                    f"{str(error).rstrip('.')}. Gave up after {_times(tries)}.", status=outcome.status_code
                )
        assert isinstance(outcome, requests.RequestException)
        what, hint = _why(outcome, self.timeouts)
        return UnreachableError(f"Could not {subject}: {self.endpoint} {what}, tried {_times(tries)}. {hint}")


def _times(tries: int) -> str:
    return "once" if tries == 1 else f"{tries} times"


def _pause(outcome: requests.Response | requests.RequestException, tries: int) -> float:
    """Seconds until the next try; endless where trying again cannot help."""
    if isinstance(outcome, requests.exceptions.SSLError):
        return float("inf")
    if isinstance(outcome, requests.RequestException) and not isinstance(
        outcome, (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)
    ):
        return float("inf")
    if isinstance(outcome, requests.Response):
        asked = _retry_after(outcome.headers.get("Retry-After"))
        if asked is not None:
            return asked + random.uniform(0, 0.1)
    ceiling = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** (tries - 1))
    return random.uniform(ceiling / 2, ceiling)


def _may_have_acted(outcome: requests.Response | requests.RequestException) -> bool:
    """Whether what was asked may be done although we did not get the answer."""
    if isinstance(outcome, requests.Response):
        return outcome.status_code not in (429, 503)
    return not isinstance(outcome, requests.ConnectTimeout) and "Connection refused" not in str(outcome)


def _retry_after(value: str | None) -> float | None:
    """Seconds, from either form of the header (a number or a date)."""
    if value is None:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError):
        return None


def _why(error: requests.RequestException, timeouts: Timeouts) -> tuple[str, str]:
    """What happened and what to do, in words."""
    check = "Check that Prism Central runs, that this machine reaches it and that PRISM_ENDPOINT is right."
    if isinstance(error, requests.exceptions.SSLError):
        return (
            "has a certificate that is not trusted",
            "Set PRISM_CA_BUNDLE to the PEM file of the CA that signed it.",
        )
    if isinstance(error, requests.exceptions.ProxyError):
        return "is behind a proxy that does not let us through", "Check HTTPS_PROXY and NO_PROXY."
    if isinstance(error, requests.ConnectTimeout):
        return f"did not take the connection within {timeouts.connect:g} s", check
    if isinstance(error, requests.Timeout):
        return f"took the connection but sent no answer within {timeouts.read:g} s", check
    if "Connection refused" in str(error):
        return "refused the connection", check
    if "resolve" in str(error) or "Name or service" in str(error):
        return "has a host name that cannot be resolved", check
    return "cut the connection off", check
