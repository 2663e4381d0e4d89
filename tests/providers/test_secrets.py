"""Planted secrets are nowhere to be found: in no state, in nothing that is said or logged, in no error, in no pickle.

The secrets are in the environment, as they are in production; every provider is created, changed, refreshed, refused,
timed out and destroyed with them.
"""

from __future__ import annotations

import base64
import json
import logging
import traceback
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import dill  # type: ignore[import-untyped]
import pulumi
import pytest
from pulumi.dynamic.dynamic import serialize_provider

from errors import OperatorError
from prism import Credentials, PrismCentral, PrismError, Timeouts, read_environment
from prism.networking import Vpcs
from providers.base import CheckedProvider, central, forget_clients
from providers.prism_site import PrismSiteProvider
from simulator import World, serve
from tests.providers._engine import CheckFailed, Engine
from tests.providers._nouns import NOUNS
from tests.providers._sites import WORKLOAD, protected_workload
from tests.providers.conftest import SITES, Cloud
from tests.providers.test_prism_site import TOKYO
from tests.providers.test_state_abi import exported

PASSWORD = "pl4nted-p@ss w0rd/ü%"
API_KEY = "pl4nted-api-key-0123456789abcdef"
PROXY = "pl4nted-proxy-secret"
AWS = "pl4nted-aws-secret-key"


def forms(secret: str) -> set[str]:
    """How a secret may look after a detour."""
    raw = secret.encode()
    basic = base64.b64encode(f"admin:{secret}".encode()).decode()
    return {
        secret,
        quote(secret),
        json.dumps(secret)[1:-1],
        base64.b64encode(raw).decode(),
        basic,
        raw.hex(),
        repr(secret)[1:-1],
    }


PLANTED = sorted({form for secret in (PASSWORD, API_KEY, PROXY, AWS) for form in forms(secret)})


class Everything:
    """All that a run lets out."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def note(self, what: object) -> None:
        """Keeps it for the search."""
        self.texts.append(what if isinstance(what, str) else json.dumps(what, default=repr, ensure_ascii=False))

    def attempt(self, act: Callable[[], object]) -> None:
        """Does it; notes its answer, or its error with all that a traceback shows and all that hangs on it."""
        try:
            self.note(act())
        except (OperatorError, CheckFailed) as error:
            chain: BaseException | None = error
            while chain is not None:
                self.note("".join(traceback.format_exception(chain)))
                self.note([repr(chain), [repr(arg) for arg in chain.args], vars(chain)])
                chain = chain.__cause__ or chain.__context__

    def found(self) -> list[str]:
        """The planted strings in it."""
        return [secret for secret in PLANTED if any(secret in text for text in self.texts)]


@pytest.fixture(params=["password", "key"])
def cloud(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tls_dir: Any) -> Iterator[Cloud]:
    """A world whose password and key are the planted ones, and an environment full of them."""
    monkeypatch.setattr("prism.waiting.FIRST_PAUSE", 0.001)
    monkeypatch.setattr("prism.waiting.LONGEST_PAUSE", 0.01)
    world = World(SITES, seed=1, password=PASSWORD, api_key=API_KEY, session_seconds=900)
    with serve(world, tls_dir) as running:
        planted = Planted(world, running, monkeypatch)
        planted.with_key = request.param == "key"
        planted.enter("tokyo")
        yield planted


class Planted(Cloud):
    """Enters a site with the planted secrets."""

    with_key = False

    def enter(self, site: str) -> None:
        super().enter(site)
        self.monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", AWS)
        self.monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        self.monkeypatch.setenv("HTTPS_PROXY", f"http://user:{PROXY}@127.0.0.1:9")
        if self.with_key:
            self.monkeypatch.setenv("PRISM_API_KEY", API_KEY)


@pytest.fixture
def everything(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Iterator[Everything]:
    """Pulumi's console, Python's logs down to every request's, and what the test notes."""
    noted = Everything()
    for level in ("debug", "info", "warn", "error"):
        monkeypatch.setattr(pulumi.log, level, lambda text, *a, **k: noted.note(str(text)))
    with caplog.at_level(logging.DEBUG):
        yield noted
    noted.note(caplog.text)


def lifetime(noun: Any, cloud: Cloud, everything: Everything, monkeypatch: pytest.MonkeyPatch) -> None:
    """One object of the noun: made, changed, refused, timed out, cut off, unauthorized, deleted."""
    client, engine = cloud.client("tokyo"), Engine(noun.provider)
    inputs = noun.inputs(client)

    def up(**changes: Any) -> Any:
        engine.up({**inputs, **changes})
        return [engine.state, engine.inputs]

    def disturbed(**fault: Any) -> None:
        cloud.control("DELETE", "faults", {})
        cloud.control("POST", "faults", {"path": "/api/*", "count": -1, **fault})
        everything.attempt(lambda: Engine(noun.provider, owner="nc2-dr/tokyo/fresh").up(inputs))
        everything.attempt(lambda: up(**dict([next(iter(changes.items()))])))
        if engine.id:
            everything.attempt(engine.refresh)
        cloud.control("DELETE", "faults", {})

    everything.attempt(up)
    changes = noun.changes(client)
    with monkeypatch.context() as patch:
        forget_clients()
        short = Timeouts(connect=0.5, read=0.05, call=0.1, task=0.05)
        patch.setattr(PrismCentral, "from_settings", _with(short))
        for accident in ("hang", "reset"):
            disturbed(kind=accident)
        for status in (400, 401, 403, 412, 429, 500):
            disturbed(kind="status", status=status)
        disturbed(kind="task-stuck", seconds=1, method="P*")
    forget_clients()
    cloud.world.push_clock(2)
    everything.attempt(up)
    for field, value in changes.items():
        everything.attempt(lambda field=field, value=value: up(**{field: value}))  # type: ignore[misc]
    everything.attempt(lambda: engine.check(dict.fromkeys(inputs, 12)))
    other = Engine(noun.provider, owner="nc2-dr/tokyo/other")
    everything.attempt(lambda: other.up(inputs))
    assert engine.refresh()
    everything.note([engine.state, engine.inputs])
    everything.attempt(engine.destroy)


def _with(timeouts: Timeouts) -> Any:
    """Makes a client that gives up sooner than asked, at a preview, too."""
    made = PrismCentral.from_settings
    return lambda settings, _, **options: made(settings, timeouts, **options)


@pytest.mark.slow
@pytest.mark.parametrize("noun", NOUNS, ids=str)
def test_a_noun_lets_no_secret_out(
    noun: Any, cloud: Cloud, everything: Everything, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    lifetime(noun, cloud, everything, monkeypatch)
    everything.note("".join(capfd.readouterr()))
    assert len(everything.texts) > 10
    assert everything.found() == []


@pytest.mark.slow
def test_the_site_and_a_failover_let_no_secret_out(
    cloud: Cloud, everything: Everything, capfd: pytest.CaptureFixture[str]
) -> None:
    site = Engine(PrismSiteProvider)
    for change in ({}, {"cluster": "elsewhere"}, {"prism_central": "pc-osaka"}):
        everything.attempt(lambda change=change: site.up({**TOKYO, **change}))  # type: ignore[misc]
        everything.note(site.state)
    workload = protected_workload(cloud)
    everything.attempt(lambda: workload.osaka.preview("osaka"))
    workload.cloud.links(tokyo="down")
    everything.attempt(lambda: workload.osaka.preview("osaka"))
    everything.attempt(lambda: workload.osaka.up("osaka"))
    everything.attempt(lambda: workload.osaka.up("osaka", "unplanned"))
    workload.cloud.links(tokyo="up")
    everything.attempt(lambda: workload.tokyo.up("osaka"))
    everything.attempt(workload.osaka.refresh)
    assert workload.running("osaka") == WORKLOAD
    everything.note([workload.osaka.state, workload.osaka.engine.inputs, workload.tokyo.state])
    everything.note("".join(capfd.readouterr()))
    assert everything.found() == []


@pytest.mark.parametrize("with_key", [False, True], ids=["password", "key"])
def test_nothing_that_can_be_printed_or_pickled_shows_a_secret(cloud: Cloud, with_key: bool) -> None:
    everything = Everything()
    client = central()
    list(Vpcs(client).list())
    credentials = Credentials(api_key=API_KEY) if with_key else Credentials("admin", PASSWORD)
    for thing in (client, client.session, client.session.http.auth, credentials, read_environment()):
        everything.note(f"{thing!r} {thing}")
    for kind in exported(CheckedProvider).values():
        provider = kind()
        everything.note(serialize_provider(provider))
        everything.note(dill.dumps(provider).decode("latin-1"))
    assert everything.found() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PRISM_ENDPOINT", f"https://admin:{API_KEY}@127.0.0.1:9440"),
        ("PRISM_API_KEY", f" {API_KEY}"),
        ("PRISM_RATE_LIMIT", "many"),
        ("PRISM_TLS_VERIFY", "maybe"),
    ],
)
def test_an_environment_that_is_wrong_is_refused_without_showing_it(
    cloud: Cloud, everything: Everything, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    everything.attempt(lambda: Engine(PrismSiteProvider).up(TOKYO))
    assert name in "".join(everything.texts)
    assert everything.found() == []


def test_the_search_itself_finds_what_is_there() -> None:
    everything = Everything()
    for secret in (PASSWORD, quote(PASSWORD), base64.b64encode(f"admin:{PASSWORD}".encode()).decode()):
        everything.texts = [f"before {secret} after"]
        assert everything.found() != [], secret
    everything.texts = []
    everything.attempt(lambda: (_ for _ in ()).throw(PrismError(f"sent {API_KEY}")))
    assert API_KEY in everything.found()
