"""Session cookies, which are given out only when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from simulator import Running
from tests.simulator.harness import VPCS, Prism
from tests.simulator.https import Reply

_NAME = "NTNX_IGW_SESSION"


@pytest.fixture
def with_cookies(served: Callable[..., Running]) -> Iterator[Prism]:
    prism = Prism(served(session_seconds=900.0), "tokyo")
    yield prism
    prism.close()


def session(prism: Prism) -> dict[str, str]:
    """The cookie that a first request begins."""
    given = prism.request("GET", VPCS).headers["Set-Cookie"]
    assert given.startswith(f"{_NAME}=")
    return {"Cookie": given.split(";")[0]}


def alone(prism: Prism, cookie: dict[str, str]) -> Reply:
    """A request whose only credential is the cookie."""
    return prism.request("GET", VPCS, headers={"Authorization": "", **cookie})


def test_no_cookie_is_set_unless_asked_for(tokyo: Prism) -> None:
    assert "Set-Cookie" not in tokyo.request("GET", VPCS).headers


def test_cookie_of_the_first_reply_is_all_the_authentication_needed(with_cookies: Prism) -> None:
    again = alone(with_cookies, session(with_cookies))
    assert again.status_code == 200
    assert "Set-Cookie" not in again.headers


def test_expired_cookie_is_refused(with_cookies: Prism) -> None:
    cookie = session(with_cookies)
    with_cookies.control("PUT", "clock", {"seconds": 901})
    assert alone(with_cookies, cookie).status_code == 401


def test_expired_cookie_beside_good_credentials_begins_a_new_session(with_cookies: Prism) -> None:
    cookie = session(with_cookies)
    assert with_cookies.control("PUT", "sessions", {"seconds": 60})["ended"] == 1
    reply = with_cookies.request("GET", VPCS, headers=cookie)
    assert reply.status_code == 200
    assert _NAME in reply.headers["Set-Cookie"]


def test_cookie_that_was_never_given_out_is_refused(with_cookies: Prism) -> None:
    assert alone(with_cookies, {"Cookie": f"{_NAME}=made-up"}).status_code == 401
