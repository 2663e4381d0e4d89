"""The conversation: authentication, retries, deadlines, TLS, and answers that are none."""

from __future__ import annotations

import base64
import logging
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from prism import (
    AuthenticationError,
    ConflictError,
    Credentials,
    NotFoundError,
    PreconditionError,
    PrismCentral,
    PrismError,
    RequestError,
    ServerError,
    ThrottledError,
    Timeouts,
    UnreachableError,
)
from prism.networking import Vpc, Vpcs
from tests.prism.conftest import Answer, Stub

VPC = {"$objectType": "networking.v4.config.Vpc", "extId": "v", "name": "workload"}
FOUND = Answer(data=VPC, headers={"ETag": "one"})


def app_error(status: int, code: str, message: str) -> Answer:
    """An error in the API's own shape."""
    error = [{"code": code, "message": message, "severity": "ERROR"}]
    return Answer(status, {"$objectType": "networking.v4.error.ErrorResponse", "error": error})


def test_basic_credentials_go_out_until_there_is_a_cookie_then_only_the_cookie(stub: Stub) -> None:
    stub.script(Answer(data=VPC, headers={"Set-Cookie": "NTNX_IGW_SESSION=s1; Path=/; Secure; HttpOnly"}), FOUND)
    vpcs = Vpcs(stub.client())
    vpcs.get("v")
    vpcs.get("v")
    first, second = stub.calls
    assert first.headers["Authorization"] == "Basic " + base64.b64encode(b"admin:hush-hush").decode()
    assert "Authorization" not in second.headers
    assert second.headers["Cookie"] == "NTNX_IGW_SESSION=s1"


def test_a_cookie_that_has_expired_is_renewed_once_within_the_same_call(stub: Stub) -> None:
    stub.script(Answer(data=VPC, headers={"Set-Cookie": "NTNX_IGW_SESSION=s1; Path=/"}), Answer(401), FOUND)
    vpcs = Vpcs(stub.client())
    vpcs.get("v")
    assert vpcs.get("v").name == "workload"
    _, expired, renewed = stub.calls
    assert "Cookie" in expired.headers
    assert "Authorization" in renewed.headers
    assert expired.headers["NTNX-Request-Id"] == renewed.headers["NTNX-Request-Id"]


def test_an_api_key_goes_out_as_its_header(stub: Stub) -> None:
    stub.script(FOUND)
    Vpcs(stub.client(Credentials(api_key="key-1"))).get("v")
    assert stub.calls[0].headers["X-ntnx-api-key"] == "key-1"
    assert "Authorization" not in stub.calls[0].headers


@pytest.mark.parametrize(
    "first",
    [
        Answer(408),
        Answer(429, headers={"Retry-After": "0"}),
        Answer(429),
        Answer(502),
        Answer(503, raw=b"<html>upstream</html>", headers={"Content-Type": "text/html"}),
        Answer(504),
        Answer(accident="reset"),
        Answer(accident="hang"),
    ],
    ids=lambda answer: f"{answer.status} {answer.accident}",
)
def test_what_may_pass_is_tried_again_with_the_same_request_id(stub: Stub, first: Answer) -> None:
    stub.script(first, FOUND)
    hangs = first.accident == "hang"
    timeouts = Timeouts(connect=5, read=0.2 if hangs else 10, call=30)
    assert Vpcs(stub.client(timeouts=timeouts)).get("v").name == "workload"
    # A busy machine may let the second try's short time pass, too.
    assert len(stub.calls) == 2 or (hangs and len(stub.calls) > 2)
    assert len({call.headers["NTNX-Request-Id"] for call in stub.calls}) == 1


def test_two_calls_have_two_request_ids(stub: Stub) -> None:
    stub.script(FOUND)
    vpcs = Vpcs(stub.client())
    vpcs.get("v")
    vpcs.get("v")
    assert len({call.headers["NTNX-Request-Id"] for call in stub.calls}) == 2


@pytest.mark.parametrize(
    ("answer", "kind", "says"),
    [
        (app_error(400, "NET-1", "Prefix is bad."), RequestError, "Prefix is bad (HTTP 400, code NET-1)"),
        (Answer(401), AuthenticationError, "PRISM_USERNAME"),
        (Answer(403), AuthenticationError, "lacks the right"),
        (app_error(404, "NET-2", "No such VPC"), NotFoundError, "read VPC (v): No such VPC (HTTP 404, code NET-2)"),
        (app_error(409, "NET-3", "In use"), ConflictError, "In use (HTTP 409"),
        (app_error(412, "NET-4", "Changed"), PreconditionError, "Someone else changed it"),
        (app_error(422, "NET-5", "Cannot"), RequestError, "Cannot (HTTP 422"),
        (app_error(423, "NET-6", "Locked"), ConflictError, "Another operation locks it"),
        (Answer(428), PreconditionError, "HTTP 428"),
        (Answer(500, raw=b"Internal error", headers={"Content-Type": "text/plain"}), ServerError, "Internal error"),
        (Answer(302, headers={"Location": "/login"}), ServerError, "redirect to /login"),
        (Answer(200, raw=b"<html>hello</html>", headers={"Content-Type": "text/html"}), ServerError, "text/html"),
        (Answer(200, raw=b"[1, 2]"), ServerError, "but the API answers with JSON"),
        (app_error(200, "NET-7", "Not really"), RequestError, "Not really"),
        (Answer(200, data=[1]), ServerError, "without an object"),
    ],
    ids=lambda value: str(getattr(value, "status", "")),
)
def test_every_refusal_has_its_error_and_a_sentence(
    stub: Stub, answer: Answer, kind: type[PrismError], says: str
) -> None:
    stub.script(answer)
    with pytest.raises(kind) as caught:
        Vpcs(stub.client()).get("v")
    assert type(caught.value) is kind
    assert says in str(caught.value)
    assert "hush-hush" not in str(caught.value)
    assert str(caught.value).endswith(".")
    assert len(stub.calls) == 1


def test_a_schema_error_names_each_attribute(stub: Stub) -> None:
    faults = [{"attributePath": "name", "message": "is required"}, {"attributePath": "ip", "message": "is odd"}]
    stub.script(Answer(400, {"error": {"error": "Bad Request", "validationErrorMessages": faults}}))
    with pytest.raises(RequestError, match="name is required; ip is odd"):
        Vpcs(stub.client()).create(Vpc(name="x"))


@pytest.mark.parametrize(
    ("answer", "kind", "says"),
    [
        (Answer(429), ThrottledError, "PRISM_RATE_LIMIT"),
        (Answer(429, headers={"Retry-After": "3600"}), ThrottledError, "HTTP 429"),
        (Answer(503), UnreachableError, "Tried once."),
        (
            Answer(accident="reset"),
            UnreachableError,
            "closed the connection, tried once. Check that Prism Central runs",
        ),
        (Answer(accident="hang"), UnreachableError, "sent no answer within 0.05 s, tried once"),
    ],
    ids=["throttled", "throttled for an hour", "unavailable", "reset", "hung"],
)
@pytest.mark.usefixtures("one_try")
def test_at_the_deadline_it_says_what_happened_and_what_to_do(
    stub: Stub, answer: Answer, kind: type[PrismError], says: str
) -> None:
    stub.script(answer)
    timeouts = Timeouts(connect=30, read=0.05 if answer.accident == "hang" else 30, call=60)
    with pytest.raises(kind) as caught:
        Vpcs(stub.client(timeouts=timeouts)).get("v")
    assert says in str(caught.value)


@pytest.mark.slow
def test_tries_end_at_the_deadline_and_are_counted(stub: Stub) -> None:
    stub.script(Answer(503))
    with pytest.raises(UnreachableError, match=r"HTTP 503.*Tried \d+ times\.") as caught:
        Vpcs(stub.client(timeouts=Timeouts(connect=30, read=30, call=2))).get("v")
    assert f"Tried {len(stub.calls)} times." in str(caught.value)


def test_a_refused_connection_names_the_endpoint(stub: Stub) -> None:
    with socket.socket() as placeholder:
        placeholder.bind(("127.0.0.1", 0))
        stub.endpoint = f"https://127.0.0.1:{placeholder.getsockname()[1]}"
        with pytest.raises(UnreachableError, match=r"https://127\.0\.0\.1:\d+ refused the connection.*PRISM_ENDPOINT"):
            Vpcs(stub.client(timeouts=Timeouts(call=0.1))).get("v")


def test_a_client_that_remembers_a_silence_does_not_wait_for_it_again(stub: Stub) -> None:
    timeouts = Timeouts(connect=30, read=30, call=0.1, silence=60)
    client = stub.client(timeouts=timeouts)
    stub.script(Answer(503))
    with pytest.raises(UnreachableError, match="read VPC"):
        Vpcs(client).get("v")
    asked = len(stub.calls)
    with pytest.raises(UnreachableError, match=r"list VPC.*HTTP 503") as again:
        list(Vpcs(client).list())
    assert len(stub.calls) == asked
    assert again.value.status == 503


def test_a_silence_ends_with_its_time_and_a_client_that_acts_remembers_none(stub: Stub) -> None:
    for silence in (0.0, 0.05):
        client = stub.client(timeouts=Timeouts(connect=30, read=30, call=0.1, silence=silence))
        stub.script(Answer(503))
        with pytest.raises(UnreachableError):
            Vpcs(client).get("v")
        time.sleep(silence)
        stub.script(FOUND)
        assert Vpcs(client).get("v").label == "workload"


@pytest.fixture
def black_hole() -> Iterator[str]:
    """A port that accepts connections into its backlog and never says a word, not even TLS."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(8)
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"


def test_an_endpoint_that_hangs_in_the_handshake_ends_in_a_sentence(black_hole: str) -> None:
    client = PrismCentral(
        black_hole, Credentials("admin", "hush-hush"), timeouts=Timeouts(connect=0.1, read=0.1, call=0.1)
    )
    with pytest.raises(UnreachableError, match="Check that Prism Central runs"):
        Vpcs(client).get("v")


def test_a_certificate_that_is_not_trusted_is_refused_at_once(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    with pytest.raises(UnreachableError, match=r"not trusted, tried once\. Set PRISM_CA_BUNDLE"):
        Vpcs(stub.client(ca_bundle=None)).get("v")
    assert stub.seen == []


def test_the_check_can_be_turned_off_and_that_is_said(stub: Stub, caplog: pytest.LogCaptureFixture) -> None:
    stub.script(FOUND)
    with caplog.at_level(logging.WARNING, logger="prism"):
        client = stub.client(ca_bundle=None, tls_verify=False)
    assert Vpcs(client).get("v").name == "workload"
    assert "certificate of https://127.0.0.1" in caplog.text


def test_threads_share_one_client(stub: Stub) -> None:
    stub.script(FOUND)
    client = stub.client(timeouts=Timeouts(call=10))
    names: list[str | None] = []
    threads = [
        threading.Thread(target=lambda: names.extend(Vpcs(client).get("v").name for _ in range(5))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names == ["workload"] * 40


@pytest.mark.parametrize(
    ("theirs", "spoken"),
    [("v4.4", "v4.4"), ("v4.2", "v4.2"), ("v4.0", "v4.0"), ("v4.9", "v4.4"), ("v5.0", "v4.4"), (12, "v4.4")],
)
def test_the_older_side_decides_the_version(stub: Stub, theirs: Any, spoken: str) -> None:
    stub.version = theirs
    stub.script(FOUND)
    vpcs = Vpcs(stub.client())
    vpcs.get("v")
    vpcs.get("v")
    assert [call.path for call in stub.calls] == [f"/api/networking/{spoken}/config/vpcs/v"] * 2
    assert len(stub.seen) == 3


def test_a_prism_central_without_negotiation_is_spoken_to_in_its_first_version(stub: Stub) -> None:
    stub.version = None
    stub.script(Answer(404), FOUND)
    assert Vpcs(stub.client()).get("v").name == "workload"
    assert stub.calls[0].path == "/api/networking/v4.0/config/vpcs/v"


def test_a_prism_central_too_old_for_recovery_plans_says_so(stub: Stub) -> None:
    stub.version = "v4.1"
    client = stub.client()
    with pytest.raises(PrismError, match=r"speaks datapolicies v4\.1, but recovery plans need v4\.2 or later"):
        client.require("datapolicies", 2, "recovery plans")
    assert not client.speaks("datapolicies", 2)
    assert client.speaks("datapolicies", 1)
