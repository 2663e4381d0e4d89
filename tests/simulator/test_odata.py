"""The `$filter` language on plain objects, and the other query options of a list over HTTPS."""

from __future__ import annotations

import pytest

from simulator.prism.odata import FilterError, compile_filter
from tests.simulator.harness import CATEGORIES, SUBNETS, VPCS, Prism

VM = {
    "name": "app-1",
    "memory": 4,
    "on": True,
    "owner": {"extId": "0a1b2c3d-0000-4000-8000-000000000001"},
    "tags": [{"extId": "x"}, {"extId": "y"}],
    "created": "2026-01-02T03:04:05.500Z",
    "quote": "it's",
    "state": "ON",
    "words": ["alpha", "beta"],
}


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("name eq 'app-1'", True),
        ("name eq  'app-1'", True),
        ("name ne 'app-1'", False),
        ("quote eq 'it''s'", True),
        ("memory gt 3 and memory le 4", True),
        ("memory lt 3 or memory ge 4.5", False),
        ("not (memory lt 3)", True),
        ("on eq true", True),
        ("missing eq null", True),
        ("missing ne null", False),
        ("missing gt 3", False),
        ("startswith(name, 'app')", True),
        ("endswith(name,'2')", False),
        ("contains(tolower(name), 'p-1') and on eq true", True),
        ("name in ('a', 'app-1')", True),
        ("owner/extId eq '0a1b2c3d-0000-4000-8000-000000000001'", True),
        ("owner/extId eq 0a1b2c3d-0000-4000-8000-000000000001", True),
        ("tags/any(t:t/extId eq 'y')", True),
        ("tags/any(t:t/extId eq 'z' or name eq 'app-1')", True),
        ("tags/any(t:t/extId eq 'z')", False),
        ("created gt 2026-01-02T03:04:05Z", True),
        ("created lt '2026-01-02T12:04:05.501+09:00'", True),
        ("name eq 'a' and memory eq 4 or on eq true", True),
        ("tags/all(t:t/extId in ('x', 'y'))", True),
        ("tags/all(t:t/extId eq 'x')", False),
        ("missing/all(t:t eq 1)", True),
        ("tags/any()", True),
        ("missing/any()", False),
        ("words/any(w:startswith(w, 'be'))", True),
        ("not tags/any(t:t/extId eq 'z')", True),
        ("not name in ('a', 'b')", True),
        ("not contains(name, 'app') or memory eq 4.0", True),
        ("state eq Vmm.Ahv.Config.PowerState'ON'", True),
        ("state in (PowerState'OFF', PowerState'PAUSED')", False),
        ("length(name) eq 5 and indexof(name, '-') eq 3", True),
        ("concat(trim(name), '!') eq 'app-1!'", True),
        ("substring(name, 4) eq '1' and substring(name, 0, 3) eq 'app'", True),
        ("tags/$count eq 2", True),
        ("(name) eq ('app-1')", True),
        ("(memory eq 4) eq true", True),
        ("created in (2026-01-02T03:04:05.5Z)", True),
        ("memory ge 4e0", True),
        ("owner/extId/nothing eq null", True),
        ("name gt 3", False),
        ("name eq 'a' and (memory eq 4 or on eq true)", False),
    ],
)
def test_filter(text: str, matches: bool) -> None:
    assert compile_filter(text)(VM) is matches


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name eq",
        "name eq 'x' and",
        "(name eq 'x'",
        "name eq 'x' 'y'",
        "f(name)",
        "%",
        "tags/any(t)",
        "tags/all()",
        "length(name, 1)",
        "name eq )",
    ],
)
def test_what_is_no_filter(text: str) -> None:
    with pytest.raises(FilterError):
        compile_filter(text)


def test_groups_of_a_list_have_their_aggregates_and_their_first_entities(tokyo: Prism) -> None:
    for value in ("gold", "silver"):
        tokyo.category("tier", value)
    for number in range(7):
        tokyo.category("app", f"a{number}")
    apply = "groupby((key),aggregate(value with count as many, value with max as last))/orderby(many desc)/limit(1)"
    reply = tokyo.request("GET", CATEGORIES, apply=apply).json()
    (group,) = reply["data"]
    assert group["$objectType"] == "prism.v4.config.CategoryGroup"
    assert (group["group"], reply["metadata"]["totalAvailableResults"]) == ("app", 2)
    assert {one["label"]: one["result"] for one in group["aggregates"]} == {"many": 7, "last": "a6"}
    assert len(group["data"]) == 5
    groups = tokyo.list(CATEGORIES, apply="groupby((key))", filter="value ne 'gold'", limit=1, select="value")
    assert [(one["group"], [c["value"] for c in one["data"]]) for one in groups] == [
        ("tier", ["silver"]),
        ("app", ["a0"]),
    ]


@pytest.mark.parametrize(
    "apply",
    [
        "orderby(key)",
        "groupby((nothing))",
        "groupby((key,value))",
        "groupby((key),aggregate(value with median as x))",
        "groupby((key))/limit(0)",
        "groupby((key))/filter(x)",
    ],
)
def test_apply_that_is_not_understood(tokyo: Prism, apply: str) -> None:
    reply = tokyo.request("GET", CATEGORIES, apply=apply)
    assert (reply.status_code, reply.json()["data"]["error"]["validationErrorMessages"][0]["attributePath"]) == (
        400,
        "$apply",
    )


def test_apply_is_refused_where_the_api_has_none(tokyo: Prism) -> None:
    assert tokyo.request("GET", VPCS, apply="groupby((name))").status_code == 400


def test_select_reaches_into_objects_and_lists(tokyo: Prism) -> None:
    (vpc,) = tokyo.list(SUBNETS, select="name,ipConfig/ipv4/ipSubnet/prefixLength")
    assert vpc["ipConfig"] == [
        {"$objectType": "networking.v4.config.IPConfig", "ipv4": {"ipSubnet": {"prefixLength": 24}}}
    ]
    assert set(vpc) == {"$objectType", "$reserved", "name", "ipConfig"}


def test_expansion_has_options_of_its_own(tokyo: Prism) -> None:
    (subnet,) = tokyo.list(SUBNETS, expand="vpc($select=name;$filter=vpcType eq 'TRANSIT')", select="name")
    assert subnet["vpcProjection"]["name"] == "transit-vpc"
    assert "vpcType" not in subnet["vpcProjection"]
    (subnet,) = tokyo.list(SUBNETS, expand="vpc($filter=vpcType eq 'REGULAR')")
    assert "vpcProjection" not in subnet
    for wrong in ("vpc($limit=1)", "nothing", "vpc($filter=name eq)"):
        assert tokyo.request("GET", SUBNETS, expand=wrong).status_code == 400


def test_order_by_several_fields_in_either_direction(tokyo: Prism) -> None:
    for key, value in (("b", "1"), ("a", "1"), ("a", "2")):
        tokyo.category(key, value)
    found = tokyo.list(CATEGORIES, orderby="key asc,value desc")
    assert [(c["key"], c["value"]) for c in found] == [("a", "2"), ("a", "1"), ("b", "1")]
    for wrong in ("key up", "key asc desc", "nothing"):
        assert tokyo.request("GET", CATEGORIES, orderby=wrong).status_code == 400


def test_page_links_to_the_others(tokyo: Prism) -> None:
    for number in range(5):
        tokyo.category("a", str(number))
    metadata = tokyo.request("GET", CATEGORIES, page=1, limit=2, orderby="value").json()["metadata"]
    pages = {link["rel"]: link["href"].split("page=")[1][:1] for link in metadata["links"]}
    assert pages == {"self": "1", "first": "0", "prev": "0", "next": "2", "last": "2"}
    assert all(link["href"].startswith("https://127.0.0.1:") for link in metadata["links"])
