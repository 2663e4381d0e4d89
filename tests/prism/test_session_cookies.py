"""Session cookies as a Prism Central gives them out: sent instead of credentials, and renewed when they end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from prism import AuthenticationError, Credentials, PrismCentral, PrismError
from prism.networking import Vpc, Vpcs
from prism.prism import Categories, Category
from simulator import Running, SiteSpec, World, serve


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One CA for all."""
    return tmp_path_factory.mktemp("tls")


@pytest.fixture
def running(tls: Path) -> Iterator[Running]:
    """One site that gives out cookies good for a quarter of an hour."""
    with serve(World([SiteSpec("tokyo", "ap-northeast-1")], session_seconds=900), tls) as running:
        yield running


def client(running: Running, **credentials: str) -> PrismCentral:
    """A client with these credentials, the site's own by default."""
    given = Credentials(**(credentials or {"username": running.username, "password": running.password}))
    return PrismCentral(running.endpoints["tokyo"], given, ca_bundle=running.ca_bundle, rate_limit=10000)


def sent(central: PrismCentral, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What each request shows of itself from now on: "cookie", "password", "key"."""
    shown: list[str] = []
    http = central.session.http
    honest = http.send

    def note(request, **more):  # type: ignore[no-untyped-def]
        names = {"Cookie": "cookie", "Authorization": "password", "X-ntnx-api-key": "key"}
        shown.append("+".join(word for header, word in names.items() if header in request.headers))
        return honest(request, **more)

    monkeypatch.setattr(http, "send", note)
    return shown


@pytest.mark.parametrize("with_key", [False, True], ids=["password", "key"])
def test_credentials_go_out_once_and_again_when_the_session_has_ended(
    running: Running, monkeypatch: pytest.MonkeyPatch, with_key: bool
) -> None:
    central = client(running, **({"api_key": running.api_key} if with_key else {}))
    word, shown = "key" if with_key else "password", sent(central, monkeypatch)
    for _ in range(3):
        list(Vpcs(central).list())
    assert shown == [word, "cookie", "cookie", "cookie"]
    running.world.push_clock(901)
    shown.clear()
    list(Vpcs(central).list())
    assert shown == ["cookie", word]


def test_a_write_on_an_ended_session_is_done_once(running: Running) -> None:
    central = client(running)
    list(Vpcs(central).list())
    assert running.world.sessions is not None
    running.world.sessions.end_all()
    Vpcs(central).create(Vpc(name="workload"))
    assert [vpc.name for vpc in Vpcs(central).list() if vpc.name == "workload"] == ["workload"]


def test_wrong_credentials_are_not_tried_again_and_not_shown(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    central = client(running, username="admin", password="Sw0rdfish!")
    shown = sent(central, monkeypatch)
    with pytest.raises(AuthenticationError, match="PRISM_USERNAME") as caught:
        list(Vpcs(central).list())
    assert "Sw0rdfish!" not in str(caught.value)
    assert len(shown) == 1


@pytest.mark.slow
def test_sessions_that_end_all_the_time_under_many_threads_cost_nothing_but_renewals(running: Running) -> None:
    central, failures = client(running), list[PrismError]()
    assert running.world.sessions is not None
    sessions = running.world.sessions

    def work(number: int) -> None:
        for step in range(15):
            try:
                Categories(central).create(Category(key=f"thread-{number}", value=str(step)))
            except PrismError as error:
                failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        with running.world.lock:
            sessions.end_all()
        threads[0].join(0.03)
    for thread in threads:
        thread.join()
    assert failures == []
    made = [(c.key, c.value) for c in Categories(central).list() if str(c.key).startswith("thread-")]
    assert len(made) == len(set(made)) == 90
