"""What a failed try means: whether to try again and when, whether the server may have acted, and words for it."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import requests

Outcome = requests.Response | requests.RequestException
"""One try: an answer, or why there is none."""

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0
_DOUBLINGS = 16


@dataclass(frozen=True)
class Names:
    """The server's name, and the environment variables that an operator can set. ``verify`` is empty for none."""

    server: str
    endpoint: str
    ca_bundle: str
    verify: str = ""


def pause_after(outcome: Outcome, tries: int) -> float:
    """Seconds until the next try; infinite if another try cannot help."""
    if isinstance(outcome, requests.exceptions.SSLError):
        return float("inf")
    passing = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)
    if isinstance(outcome, requests.RequestException) and not isinstance(outcome, passing):
        return float("inf")
    if isinstance(outcome, requests.Response):
        told = _retry_after(outcome.headers.get("Retry-After"))
        if told is not None:
            return told + random.uniform(0, 0.1)
    ceiling = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(tries - 1, _DOUBLINGS))
    return random.uniform(ceiling / 2, ceiling)


def _retry_after(value: str | None) -> float | None:
    """Seconds, from either form of the header: a number or a date."""
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


def may_have_acted(outcome: Outcome) -> bool:
    """Whether the server may have done what was asked although no usable answer came."""
    if isinstance(outcome, requests.Response):
        return outcome.status_code not in (429, 503)
    return not isinstance(outcome, requests.ConnectTimeout) and "Connection refused" not in str(outcome)


def give_up(error: requests.RequestException, connect: float, read: float, names: Names) -> tuple[str, str]:
    """What happened, to follow the server's address, and what to do. ``connect`` and ``read`` are the timeouts."""
    check = f"Check that {names.server} runs, that this machine reaches it, and that {names.endpoint} is right."
    text = str(error)
    if isinstance(error, requests.exceptions.SSLError):
        return _distrust(text, names)
    if isinstance(error, requests.exceptions.ProxyError):
        return "is behind a proxy that refused the connection", "Check HTTPS_PROXY and NO_PROXY."
    if isinstance(error, requests.ConnectTimeout):
        return f"did not accept the connection within {connect:g} s", check
    if isinstance(error, requests.Timeout):
        return f"accepted the connection but sent no answer within {read:g} s", check
    if "Connection refused" in text:
        return "refused the connection", check
    if "resolve" in text or "Name or service" in text:
        return "has a host name that cannot be resolved", check
    return "closed the connection", check


def _distrust(text: str, names: Names) -> tuple[str, str]:
    if "certificate has expired" in text:
        return "has an expired certificate", f"Renew the certificate.{in_a_disaster(names)}"
    signed = f"Set {names.ca_bundle} to the PEM file of the CA that signed it."
    return "has a certificate that is not trusted", signed


def in_a_disaster(names: Names) -> str:
    """How to go on without a valid certificate; empty if the client has no switch for it."""
    return f" In a disaster, {names.verify}=false turns the check off." if names.verify else ""


def times(tries: int) -> str:
    """``once``, or ``3 times``."""
    return "once" if tries == 1 else f"{tries} times"


def hidden(text: str, secrets: Iterable[str]) -> str:
    """The text without secrets: a server or a proxy may repeat our request."""
    for secret in secrets:
        text = text.replace(secret, "***") if secret else text
    return text
