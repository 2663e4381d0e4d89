"""What a failed try means: the words for it, and the pause until the next."""

from __future__ import annotations

import pytest
import requests

from rest import Names, give_up
from rest.failure import may_have_acted, pause_after

PRISM = Names("Prism Central", "PRISM_ENDPOINT", "PRISM_CA_BUNDLE", "PRISM_TLS_VERIFY")


def test_an_expired_certificate_says_renew_it_and_what_to_do_in_a_disaster() -> None:
    error = requests.exceptions.SSLError("certificate verify failed: certificate has expired (_ssl.c:1006)")
    console = Names("the NC2 console", "NC2_CONSOLE_ENDPOINT", "NC2_CA_BUNDLE")
    assert give_up(error, 5, 30, PRISM) == (
        "has an expired certificate",
        "Renew the certificate. In a disaster, PRISM_TLS_VERIFY=false turns the check off.",
    )
    assert give_up(error, 5, 30, console) == ("has an expired certificate", "Renew the certificate.")


@pytest.mark.parametrize("tries", [1, 2, 10, 2000])
def test_pauses_grow_to_the_longest_one_however_many_tries_there_are(tries: int) -> None:
    ceiling = min(5.0, 0.2 * 2 ** min(tries - 1, 10))
    assert ceiling / 2 <= pause_after(requests.ConnectionError("cut"), tries) <= ceiling


@pytest.mark.parametrize(
    "error", [requests.exceptions.SSLError("not trusted"), requests.exceptions.InvalidURL("no")], ids=str
)
def test_what_another_try_cannot_help_is_not_tried_again(error: requests.RequestException) -> None:
    assert pause_after(error, 1) == float("inf")


def test_the_server_may_have_acted_unless_it_never_got_the_request_or_said_so() -> None:
    assert may_have_acted(requests.ReadTimeout("no answer"))
    assert may_have_acted(requests.ConnectionError("reset by peer"))
    assert not may_have_acted(requests.ConnectTimeout("no connection"))
    assert not may_have_acted(requests.ConnectionError("[Errno 111] Connection refused"))


def answered(retry_after: str, date: str | None = None) -> requests.Response:
    """A 503 with these headers."""
    response = requests.Response()
    response.status_code = 503
    response.headers["Retry-After"] = retry_after
    if date:
        response.headers["Date"] = date
    return response


@pytest.mark.parametrize(
    "value", ["-5", "nan", "inf", "-inf", "1e999", "0", "", "soon", "²", "Thu, 01 Jan 1970 00:00:00 GMT", "9" * 400]
)
def test_a_retry_after_that_says_nothing_leaves_our_own_growing_pause(value: str) -> None:
    assert pause_after(answered(value), 5) >= 1.6
    assert pause_after(answered(value), 5) <= 3.3


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("7", 7), ("7.5", 7.5), ("Mon, 30 Nov 2026 10:00:09 GMT", 9), ("999999999", 999999999)],
)
def test_a_retry_after_is_kept_to_by_the_server_s_own_clock(value: str, seconds: float) -> None:
    pause = pause_after(answered(value, "Mon, 30 Nov 2026 10:00:00 GMT"), 1)
    assert seconds <= pause <= seconds + 0.2
