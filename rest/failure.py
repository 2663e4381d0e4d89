"""What a failed try means: whether to try again and when, whether the server may have acted, and words for it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import requests

from rest.body import UnfinishedAnswerError, UnusableAnswerError
from rest.chance import jitter

Outcome = requests.Response | requests.RequestException
"""One try: an answer, or why there is none."""

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0
_DOUBLINGS = 16
_SECONDS = re.compile(r"\d{1,9}(\.\d{1,9})?")
_SECRET_COOKIE = 4
_SECRET_HEADERS = ("Authorization", "Cookie", "X-ntnx-api-key")
# What servers that know only TLS 1.0 or 1.1 are refused with, and those that do not speak TLS.
_OLD_TLS = ("UNSUPPORTED_PROTOCOL", "ALERT_PROTOCOL_VERSION", "unsupported protocol", "alert protocol version")
_NO_TLS = ("WRONG_VERSION_NUMBER", "wrong version number", "RECORD_LAYER_FAILURE", "HTTP_REQUEST")


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
    ceiling = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(tries - 1, _DOUBLINGS))
    ours = jitter(ceiling / 2, ceiling)
    if not isinstance(outcome, requests.Response):
        return ours
    told = _retry_after(outcome.headers.get("Retry-After"), outcome.headers.get("Date"))
    # Never less than our own pause: a server that says 0 again and again would be asked without end.
    return max(ours, told + jitter(0, 0.1))


def _retry_after(value: str | None, date: str | None) -> float:
    """Seconds, from either form of the header: a number or a date. 0 for what is neither, such as -5 or nan.

    A date is counted from the answer's own, so that it does not matter what our clock shows.
    """
    if value is None:
        return 0.0
    if _SECONDS.fullmatch(value.strip()):
        return float(value)
    at, now = _moment(value), _moment(date)
    return max(0.0, at - (time.time() if now is None else now)) if at is not None else 0.0


def _moment(value: str | None) -> float | None:
    try:
        return parsedate_to_datetime(value or "").timestamp()
    except (TypeError, ValueError, OverflowError):
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
    if isinstance(error, UnusableAnswerError):
        return text, f"Check that {names.endpoint} is {names.server} itself."
    if isinstance(error, UnfinishedAnswerError):
        return "began an answer and did not end it in time", check
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
    if any(one in text for one in _OLD_TLS):
        return "offers only TLS 1.0 or 1.1, which is refused", f"Enable TLS 1.2 or 1.3 on {names.server}."
    if any(one in text for one in _NO_TLS):
        return "does not speak TLS", f"Check the port in {names.endpoint}."
    signed = f"Set {names.ca_bundle} to the PEM file of the CA that signed it."
    return "has a certificate that is not trusted", signed


def in_a_disaster(names: Names) -> str:
    """How to go on without a valid certificate; empty if the client has no switch for it."""
    return f" In a disaster, {names.verify}=false turns the check off." if names.verify else ""


def times(tries: int) -> str:
    """``once``, or ``3 times``."""
    return "once" if tries == 1 else f"{tries} times"


def hidden(text: str, secrets: Iterable[str]) -> str:
    """The text without secrets: a server or a proxy may repeat our request. The longest secret goes first."""
    for secret in sorted(set(secrets), key=len, reverse=True):
        text = text.replace(secret, "***") if secret else text
    return text


def sent_secrets(response: requests.Response) -> list[str]:
    """The credentials and the cookies of the request that was answered, and the cookies of the answer.

    A cookie of less than four characters is no secret, and hiding it would garble every text.
    """
    headers = response.request.headers if response.request is not None else {}
    found = [str(headers[name]) for name in _SECRET_HEADERS if headers.get(name)]
    pairs = str(headers.get("Cookie") or "").split(";")
    cookies = [pair.partition("=")[2].strip().strip('"') for pair in pairs]
    cookies += [str(cookie.value) for cookie in response.cookies]
    parts = [one.partition(" ")[2] for one in found]
    return [*found, *parts, *(one for one in cookies if len(one) >= _SECRET_COOKIE)]
