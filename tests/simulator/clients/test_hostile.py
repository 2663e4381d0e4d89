"""Clients that do not behave: bodies of any kind, requests that are none, and many at once."""

from __future__ import annotations

import json
import socket
import ssl
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from simulator import Running
from simulator.prism.http import LONGEST_BODY, LONGEST_HEAD
from simulator.prism.model import NEWEST, nouns
from tests.simulator.estate import Estate
from tests.simulator.harness import CATEGORIES, CLUSTERS, PLANS, POLICIES, SUBNETS, TASKS, VMS, VPCS, Json, Prism

_NONSENSE: tuple[Any, ...] = ("text", 7, True, [], [1], {}, {"x": 1}, [{}], [["x"]], "x" * 300)
_UNKNOWN = "00000000-0000-4000-8000-000000000000"


def raw(running: Running, sent: bytes, *, until_closed: bool = True) -> bytes:
    """What comes back for these bytes."""
    host, port = running.endpoints["tokyo"].removeprefix("https://").split(":")
    context = ssl.create_default_context(cafile=running.ca_bundle)
    plain = socket.create_connection((host, int(port)), timeout=5)
    with context.wrap_socket(plain, server_hostname=host) as connection:
        connection.sendall(sent)
        answer = b""
        while chunk := connection.recv(1 << 16):
            answer += chunk
            if not until_closed and answer.count(b"HTTP/1.1 ") == sent.count(b"HTTP/1.1"):
                break
        return answer


def head(running: Running, method: str, path: str, **headers: str) -> bytes:
    given = {"Host": "x", "X-ntnx-api-key": running.api_key, **{k.replace("_", "-"): v for k, v in headers.items()}}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"{", id="cut short"),
        pytest.param(b"\xff\xfe{}", id="no UTF-8"),
        pytest.param(b'{"name": NaN}', id="no number"),
        pytest.param(b"[" * 100_000, id="nested without end"),
        pytest.param(b'{"a":' * 5000 + b"1" + b"}" * 5000, id="nested too deep"),
        pytest.param(b'["name"]', id="a list"),
        pytest.param(b'{"name": 5}', id="a number for a name"),
    ],
)
def test_body_is_refused_when_it_is(tokyo: Prism, body: bytes) -> None:
    reply = tokyo.request("POST", VPCS, body)
    assert reply.status_code == 400
    assert reply.json()["data"]["error"]["validationErrorMessages"]


def test_body_of_another_content_type_is_refused(tokyo: Prism) -> None:
    body = json.dumps({"name": "x"}).encode()
    for kind, status in (("text/plain", 415), ("application/json; charset=utf-8", 202), ("APPLICATION/JSON", 202)):
        assert tokyo.request("POST", VPCS, body, headers={"Content-Type": kind}).status_code == status


def test_type_of_an_attribute_deep_inside_is_refused_with_its_place(tokyo: Prism) -> None:
    body = {"name": "x", "cluster": {"extId": "x"}, "nics": [{"nicNetworkInfo": {"ipv4Config": {"shouldAssignIp": 1}}}]}
    (message,) = tokyo.request("POST", VMS, body).json()["data"]["error"]["validationErrorMessages"]
    assert message["attributePath"] == "nics[0].nicNetworkInfo.ipv4Config.shouldAssignIp"


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", [noun.kind for noun in nouns().values() if "create" in noun.verbs and noun.path], ids=str
)
def test_no_body_makes_the_site_stumble(estate: Estate, kind: str) -> None:
    """Each attribute in turn is nonsense: the request or its task is refused, and all can still be read."""
    tokyo, noun = estate.tokyo.prism, nouns()[kind]
    estate.add_vm("app-1", "172.30.1.10")
    path = f"/api/{noun.namespace}/v4.{NEWEST[noun.namespace]}/{noun.path}"
    if noun.parent:
        parents = tokyo.model.store.all(noun.parent)
        path = path.replace(f"{{{noun.parent}}}", parents[0].ext_id if parents else _UNKNOWN)
    required = {"name": "x", "key": "a", "value": "b", "subnetType": "OVERLAY", "cluster": {"extId": "x"}}
    for field in sorted(noun.fields - {"$objectType"}):
        for nonsense in _NONSENSE:
            body: Json = {name: required.get(name, {}) for name in noun.required} | {field: nonsense}
            reply = tokyo.request("POST", path, body, etag=None)
            assert reply.status_code < 500, (field, nonsense, reply.text)
    readable = [VMS, SUBNETS, VPCS, PLANS, POLICIES, CATEGORIES, CLUSTERS, f"{TASKS}?$limit=100"]
    assert [tokyo.request("GET", one).status_code for one in readable] == [200] * len(readable)


@pytest.mark.parametrize(("method", "status"), [("PATCH", 405), ("PUT", 405), ("OPTIONS", 405), ("HEAD", 200)])
def test_method_a_list_does_not_have(tokyo: Prism, method: str, status: int) -> None:
    reply = tokyo.request(method, VPCS)
    assert reply.status_code == status
    if status == 405:
        assert reply.headers["Allow"] == "HEAD, GET, POST"


def test_head_tells_what_get_would_without_a_body(tokyo: Prism) -> None:
    path = f"{VPCS}/{tokyo.named(VPCS, 'transit-vpc')['extId']}"
    got, told = tokyo.request("GET", path), tokyo.request("HEAD", path)
    assert (told.content, told.headers["ETag"]) == (b"", got.headers["ETag"])
    assert told.headers["Content-Length"] == str(len(got.content))


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_unknown_ext_id_is_not_found(tokyo: Prism, method: str) -> None:
    body = {"name": "x"} if method == "PUT" else None
    reply = tokyo.request(method, f"{VPCS}/{_UNKNOWN}", body, etag="x")
    assert (reply.status_code, reply.json()["data"]["error"][0]["errorGroup"]) == (404, "ENTITY_NOT_FOUND")


def test_what_is_no_http_is_told_so(served: Callable[..., Running]) -> None:
    assert raw(served(), b"\x00\x01 nonsense\r\n\r\n").startswith(b"HTTP/1.1 400 ")


def test_request_that_is_too_long_is_refused_and_the_connection_ended(served: Callable[..., Running]) -> None:
    running = served()
    assert raw(running, head(running, "POST", VPCS, Content_Length=str(LONGEST_BODY + 1))).startswith(b"HTTP/1.1 413 ")
    assert raw(running, head(running, "GET", f"{VPCS}?{'x' * LONGEST_HEAD}")).startswith(b"HTTP/1.1 414 ")
    assert raw(running, head(running, "GET", VPCS, X_Long="x" * LONGEST_HEAD)).startswith(b"HTTP/1.1 431 ")


def test_body_that_waits_for_leave_gets_it(served: Callable[..., Running]) -> None:
    running, body = served(), b'{"name": "x"}'
    asked = head(running, "POST", VPCS, Content_Length=str(len(body)), Expect="100-continue", Connection="close")
    answer = raw(running, asked + body)
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 ")


def test_pipelined_requests_are_answered_in_their_order_even_when_one_is_late(served: Callable[..., Running]) -> None:
    running = served()
    running.world.faults.order({"kind": "latency", "seconds": 0.05, "path": "*/vpcs"})
    asked = [head(running, "GET", path) for path in (VPCS, SUBNETS, CLUSTERS)]
    answer = raw(running, b"".join(asked), until_closed=False)
    places = [answer.index(word) for word in (b"ListVpcs", b"ListSubnets")]
    assert places == sorted(places)


def test_64_clients_at_once_make_one_thing_each(served: Callable[..., Running]) -> None:
    running = served()

    def make(number: int) -> int:
        prism = Prism(running, "tokyo")
        try:
            path, request_id = f"{VPCS}", str(uuid.uuid4())
            statuses = {
                prism.request("POST", path, {"name": f"vpc-{number}"}, request_id=request_id, timeout=30).status_code
                for _ in range(2)
            }
            assert statuses == {202}
            return len(prism.list(path, filter=f"name eq 'vpc-{number}'"))
        finally:
            prism.close()

    with ThreadPoolExecutor(64) as pool:
        assert list(pool.map(make, range(64))) == [1] * 64


@pytest.mark.parametrize(
    "changes",
    [
        {"ipConfig": "text"},
        {"ipConfig": [{"ipv4": {"ipSubnet": {"x": 1}}}]},
        {"reservedIpAddresses": [{"ipv4": {"value": "here"}}]},
        {"reservedIpAddresses": [{}]},
    ],
)
def test_change_that_could_not_be_shown_is_not_kept(tokyo: Prism, changes: Json) -> None:
    (before,) = tokyo.list(SUBNETS)
    path = f"{SUBNETS}/{before['extId']}"
    reply = tokyo.request("PUT", path, {**before, **changes}, etag=tokyo.etag(path))
    assert reply.status_code in {202, 400}
    (after,) = tokyo.list(SUBNETS)
    assert after["ipUsage"] == before["ipUsage"]
