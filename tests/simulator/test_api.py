"""What every call has in common: authentication, versions, envelope, ETags, idempotency, paging, errors."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from simulator import Running
from tests.simulator.harness import CATEGORIES, CLUSTERS, DOMAIN_MANAGERS, SUBNETS, TASKS, VMS, VPCS, Prism

EMPTY = {"Authorization": ""}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Authorization": "Basic bm9ib2R5Om5vdGhpbmc="}, 401, id="wrong credentials are refused"),
        pytest.param(EMPTY, 401, id="no credentials are refused"),
        pytest.param({**EMPTY, "X-ntnx-api-key": "wrong"}, 401, id="a wrong API key is refused"),
        pytest.param({**EMPTY, "X-ntnx-api-key": "right"}, 200, id="an API key is enough"),
        pytest.param({**EMPTY, "X-NTNX-API-KEY": "right"}, 200, id="header names have no case"),
    ],
)
def test_authentication(served: Callable[..., Running], headers: dict[str, str], status: int) -> None:
    prism = Prism(served(api_key="right"), "tokyo")
    prism.credentials.clear()
    reply = prism.request("GET", VPCS, headers=headers)
    prism.close()
    assert reply.status_code == status
    if status == 401:
        assert reply.json()["data"]["error"][0]["errorGroup"] == "UNAUTHENTICATED"


@pytest.mark.parametrize("version", ["v4.0", "v4.1", "v4.4", "v4.2.b1", "v4.0.a1"])
def test_minor_versions_up_to_the_newest_are_answered(tokyo: Prism, version: str) -> None:
    assert tokyo.list(VPCS.replace("v4.0", version))[0]["name"] == "transit-vpc"


@pytest.mark.parametrize(
    "path",
    ["/api/networking/v3.0/config/vpcs", "/api/networking/v4.0/config/nothing", "/api/none/v4.0/x", "/elsewhere"],
)
def test_unknown_paths_are_not_found(tokyo: Prism, path: str) -> None:
    assert tokyo.request("GET", path).status_code == 404


def test_version_negotiation_answers_what_it_is_told_to(tokyo: Prism) -> None:
    path = "/api/networking/unversioned/info"
    assert tokyo.request("OPTIONS", path).json()["data"] == "v4.4"
    tokyo.control("PUT", "versions", {"networking": "v4.2"})
    assert tokyo.request("OPTIONS", path).json()["data"] == "v4.2"
    assert tokyo.request("OPTIONS", path.replace("networking", "vmm")).json()["data"] == "v4.3"


def test_empty_lists_have_no_data_at_all(tokyo: Prism) -> None:
    body = tokyo.request("GET", VMS).json()
    assert "data" not in body
    assert body["metadata"]["totalAvailableResults"] == 0


def test_every_object_says_what_it_is(tokyo: Prism) -> None:
    body = tokyo.request("GET", f"{VPCS}/{tokyo.named(VPCS, 'transit-vpc')['extId']}").json()
    assert body["$objectType"] == "networking.v4.config.GetVpcApiResponse"
    assert body["data"]["$objectType"] == "networking.v4.config.Vpc"
    assert isinstance(body["$reserved"], dict)
    assert isinstance(body["data"]["$reserved"], dict)
    assert {flag["name"]: flag["value"] for flag in body["metadata"]["flags"]} == {
        "hasError": False,
        "isPaginated": False,
    }


def test_same_request_id_on_the_same_route_gets_the_first_reply(tokyo: Prism) -> None:
    request_id = str(uuid.uuid4())
    first = tokyo.request("POST", VPCS, {"name": "one"}, request_id=request_id)
    again = tokyo.request("POST", VPCS, {"name": "one"}, request_id=request_id)
    other = tokyo.request("POST", VPCS, {"name": "one"})
    assert first.json() == again.json() != other.json()
    assert len(tokyo.list(VPCS, filter="name eq 'one'")) == 2


def test_refused_request_may_be_repeated_with_its_id(tokyo: Prism) -> None:
    request_id = str(uuid.uuid4())
    assert tokyo.request("POST", VPCS, {}, request_id=request_id).status_code == 400
    assert tokyo.request("POST", VPCS, {"name": "one"}, request_id=request_id).status_code == 202


def test_etag_changes_with_every_change_and_no_two_entities_share_one(tokyo: Prism) -> None:
    path = f"{CATEGORIES}/{tokyo.category('a', 'b')}"
    other = f"{CATEGORIES}/{tokyo.category('c', 'd')}"
    before = tokyo.etag(path)
    assert re.fullmatch(r"YXBwbGljYXRpb24vanNvbg==:\d+", before)
    assert before != tokyo.etag(other)
    assert tokyo.request("PUT", path, tokyo.get(path), etag=before).status_code == 200
    assert tokyo.etag(path) != before


@pytest.mark.parametrize(
    ("etag", "status", "group"),
    [
        pytest.param(None, 428, "MISSING_IF_MATCH_HEADER", id="none"),
        pytest.param("stale", 412, "ETAG_MISMATCH", id="a stale one"),
        pytest.param("*", 412, "ETAG_MISMATCH", id="the wildcard"),
    ],
)
def test_put_is_refused_with_if_match_of(tokyo: Prism, etag: str | None, status: int, group: str) -> None:
    path = f"{CATEGORIES}/{tokyo.category('a', 'b')}"
    reply = tokyo.request("PUT", path, tokyo.get(path), etag=etag)
    assert (reply.status_code, reply.json()["data"]["error"][0]["errorGroup"]) == (status, group)


@pytest.mark.parametrize(
    ("query", "attribute"),
    [
        pytest.param({"limit": 0}, "$limit", id="a limit of nothing"),
        pytest.param({"limit": 101}, "$limit", id="a limit over 100"),
        pytest.param({"page": -1}, "$page", id="a negative page"),
        pytest.param({"filter": "name eq"}, "$filter", id="half a filter"),
        pytest.param({"filter": "nmae eq 'x'"}, "$filter", id="a filter on no field"),
        pytest.param({"orderby": "nothing"}, "$orderby", id="an order by no field"),
        pytest.param({"apply": "groupby((name))"}, "$apply", id="an option not offered"),
    ],
)
def test_list_is_refused_with(tokyo: Prism, query: dict[str, Any], attribute: str) -> None:
    reply = tokyo.request("GET", VPCS, **query)
    error = reply.json()["data"]["error"]
    assert (reply.status_code, error["statusCode"]) == (400, 400)
    assert error["$objectType"] == "networking.v4.error.SchemaValidationError"
    assert error["validationErrorMessages"][0]["attributePath"] == attribute


def test_lists_are_paged_filtered_sorted_and_selected(tokyo: Prism) -> None:
    for number in range(7):
        tokyo.category("number", f"v{number}")
    found = tokyo.request(
        "GET", CATEGORIES, filter="key eq 'number'", orderby="value desc", page=1, limit=3, select="value"
    ).json()
    assert [c["value"] for c in found["data"]] == ["v3", "v2", "v1"]
    assert set(found["data"][0]) == {"value", "$objectType", "$reserved"}
    assert found["metadata"]["totalAvailableResults"] == 7


def test_default_page_holds_fifty(tokyo: Prism) -> None:
    for number in range(51):
        tokyo.category("number", f"v{number}")
    assert len(tokyo.list(CATEGORIES)) == 50
    assert len(tokyo.list(CATEGORIES, page=1)) == 1


@pytest.mark.parametrize(
    ("path", "body", "attribute"),
    [
        pytest.param(VPCS, {}, "name", id="a VPC without a name"),
        pytest.param(VPCS, {"name": "x" * 129}, "name", id="a name too long"),
        pytest.param(VPCS, {"name": "x", "vcpType": "REGULAR"}, "vcpType", id="an attribute that does not exist"),
        pytest.param(VPCS, {"name": "x", "vpcType": "BIG"}, "vpcType", id="an unknown VPC type"),
        pytest.param(SUBNETS, {"name": "x"}, "subnetType", id="a subnet without a type"),
        pytest.param(CATEGORIES, {"key": "$x", "value": "y"}, "key", id="a category key with a forbidden first letter"),
        pytest.param(VMS, {"name": "x" * 81, "cluster": {"extId": "y"}}, "name", id="a VM name too long"),
        pytest.param(VMS, {"name": "x"}, "cluster", id="a VM without a cluster"),
    ],
)
def test_body_is_refused(tokyo: Prism, path: str, body: dict[str, Any], attribute: str) -> None:
    reply = tokyo.request("POST", path, body)
    assert reply.status_code == 400
    messages = reply.json()["data"]["error"]["validationErrorMessages"]
    assert [message["attributePath"] for message in messages] == [attribute]


def test_sdk_bookkeeping_in_bodies_is_ignored(tokyo: Prism) -> None:
    body = {"name": "x", "$reserved": {"ETag": "y"}, "$unknownFields": {}, "description": None}
    vpc = tokyo.get(f"{VPCS}/{tokyo.create(VPCS, body)}")
    assert "description" not in vpc
    assert "$unknownFields" not in vpc
    assert vpc["$reserved"] == {}


def test_body_that_is_no_json_is_refused(tokyo: Prism) -> None:
    reply = tokyo.request("POST", VPCS, b"{")
    assert reply.status_code == 400


def test_site_is_seeded_as_nc2_leaves_it(tokyo: Prism) -> None:
    (manager,) = tokyo.list(DOMAIN_MANAGERS)
    assert manager["config"]["name"] == "pc-tokyo"
    assert manager["config"]["bootstrapConfig"]["environmentInfo"]["providerType"] == "AWS"
    functions = {c["name"]: c["config"]["clusterFunction"] for c in tokyo.list(CLUSTERS)}
    assert functions == {"pc-tokyo": ["PRISM_CENTRAL"], "nc2-tokyo": ["AOS"]}
    assert tokyo.named(VPCS, "transit-vpc")["vpcType"] == "TRANSIT"
    nat = tokyo.named(SUBNETS, "overlay-external-subnet-nat")
    assert (nat["isExternal"], nat["isNatEnabled"]) == (True, True)


def test_registrations_show_whether_the_other_side_is_there(tokyo: Prism) -> None:
    path = f"/api/prism/v4.2/management/domain-managers/{tokyo.model.domain_manager_id}/registrations"
    assert tokyo.list(path)[0]["connectivityStatus"] == "CONNECTED"
    tokyo.control("PUT", "links", {"osaka": "down"})
    assert tokyo.list(path)[0]["connectivityStatus"] == "DISCONNECTED"


def test_tasks_are_found_with_and_without_their_prefix(tokyo: Prism) -> None:
    task_id = tokyo.request("POST", VPCS, {"name": "x"}).json()["data"]["extId"]
    assert task_id.startswith("ZXJnb24=:")
    plain = task_id.split(":")[1]
    for form in (task_id, f"ZXJnb24%3D%3A{plain}", plain):
        assert tokyo.get(f"{TASKS}/{form}")["extId"] == task_id
