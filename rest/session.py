"""One HTTPS conversation with one server, shared by all threads.

429, 502, 503, 504 and lost connections are tried again until the deadline of the call. The pause is what `Retry-After`
says, or a growing, jittered one. An answer is read whole, within bounds of size and time.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import requests
from requests.auth import AuthBase

from rest.body import ENCODINGS, read_within_bounds
from rest.deadline import BoundedAdapter, until
from rest.failure import Outcome, may_have_acted, pause_after


@dataclass(frozen=True)
class Timeouts:
    """Seconds: to connect, between two bytes of an answer, and for a call with its retries."""

    connect: float = 5.0
    read: float = 30.0
    call: float = 60.0


@dataclass(frozen=True)
class Asked:
    """One request; each try sends the same."""

    method: str
    path: str
    body: object | None = None
    params: Mapping[str, str | int] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def all_headers(self) -> dict[str, str]:
        """The headers with those that every request has."""
        content = {} if self.body is None else {"Content-Type": "application/json"}
        return {"Accept": "application/json", "Accept-Encoding": ENCODINGS, **content, **self.headers}


class RestSession:
    """Sends requests to ``endpoint``. Safe for use by several threads.

    ``verify`` is a CA file or folder, True for the one of requests, or False for no check.
    """

    retried: ClassVar[frozenset[int]] = frozenset({429, 502, 503, 504})
    connections: ClassVar[int] = 16

    def __init__(self, endpoint: str, timeouts: Timeouts, auth: AuthBase, verify: bool | str) -> None:
        self.endpoint = endpoint
        self.timeouts = timeouts
        self.http = requests.Session()
        # Read once: requests would search the whole environment at every request.
        self.http.trust_env = False
        self.http.proxies.update(requests.utils.get_environ_proxies(endpoint))
        # An auth object also keeps requests away from .netrc, whose credentials would replace ours.
        self.http.auth = auth
        self.http.mount("https://", BoundedAdapter(self.connections, verify=verify is not False))
        self._verify = verify

    def close(self) -> None:
        """Closes the idle connections."""
        self.http.close()

    def exchange(self, asked: Asked, once: bool = False) -> tuple[Outcome, int]:
        """The outcome and the number of tries. A status of ``retried`` or an exception means that we gave up.

        ``once`` gives up as soon as the server may have acted although its answer got lost.
        """
        deadline, tries = time.monotonic() + self.timeouts.call, 0
        while True:
            tries += 1
            outcome = self.attempt(asked, deadline)
            if self.is_final(outcome):
                return outcome, tries
            pause = float("inf") if once and may_have_acted(outcome) else pause_after(outcome, tries)
            if time.monotonic() + pause >= deadline:
                return outcome, tries
            time.sleep(pause)

    def is_final(self, outcome: Outcome) -> bool:
        """Whether the outcome is an answer that is not tried again."""
        return isinstance(outcome, requests.Response) and outcome.status_code not in self.retried

    def attempt(self, asked: Asked, deadline: float) -> Outcome:
        """One try: the answer, or why there is none."""
        try:
            return self.send(asked, deadline)
        except requests.RequestException as error:
            return error

    def send(self, asked: Asked, deadline: float) -> requests.Response:
        """Sends one request. Raises requests.RequestException."""
        left = max(0.1, deadline - time.monotonic())
        with until(time.monotonic() + left):
            response = self.http.request(
                asked.method,
                self.endpoint + asked.path,
                params=asked.params,
                data=None if asked.body is None else json.dumps(asked.body),
                headers=asked.all_headers(),
                timeout=(min(self.timeouts.connect, left), min(self.timeouts.read, left)),
                verify=self._verify,
                allow_redirects=False,
                stream=True,
            )
            read_within_bounds(response)
            return response
