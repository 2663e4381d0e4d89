"""Which route a packet takes in a transit gateway's table, and which routes take the workload's packets from ours."""

from ipaddress import IPv4Address, IPv4Network

import pytest

from topology import (
    HeldRoute,
    Shadow,
    effective_route,
    foreign_sentences,
    inside,
    led_elsewhere,
    shadow_sentences,
    shadows,
    taken,
    with_addresses,
)

WHOLE, PIECE, OTHER_PIECE, OUR_LIST = "172.30.0.0/16", "172.30.1.0/24", "172.30.2.0/24", "pl-ours"


def held(destination: str, kind: str = "static", to: str = "old", state: str = "active") -> HeldRoute:
    """`kind`: static, propagated, or the id of a prefix list; `to`: empty for a blackhole on purpose."""
    prefix_list = kind if kind.startswith("pl-") else None
    attachment = (f"tgw-attach-{to}", f"vpc-{to}", "vpc") if to else ("", "", "")
    return HeldRoute(
        IPv4Network(destination), "propagated" if prefix_list else kind, state, *attachment, prefix_list_id=prefix_list
    )


OURS = held(WHOLE, OUR_LIST, "new")
DEAD = held(PIECE, to="", state="blackhole")

EFFECTIVE = {
    "the only one": ([OURS], "172.30.1.34", OURS),
    "none": ([OURS], "10.0.0.1", None),
    "longest prefix": ([OURS, held(PIECE)], "172.30.1.34", held(PIECE)),
    "longest prefix, though propagated": (
        [OURS, held(PIECE, "propagated")],
        "172.30.1.34",
        held(PIECE, "propagated"),
    ),
    "another piece": ([OURS, held(OTHER_PIECE)], "172.30.1.34", OURS),
    "static before list": ([OURS, held(WHOLE)], "172.30.1.34", held(WHOLE)),
    "list before propagated": ([held(WHOLE, "propagated"), OURS], "172.30.1.34", OURS),
    "blackhole too": ([OURS, DEAD], "172.30.1.34", DEAD),
    "default route last": ([held("0.0.0.0/0"), OURS], "172.30.1.34", OURS),
}


@pytest.mark.parametrize("row", EFFECTIVE)
def test_the_route_that_a_packet_takes(row: str) -> None:
    routes, address, expected = EFFECTIVE[row]
    assert effective_route(routes, IPv4Address(address)) == expected
    assert effective_route(routes[::-1], IPv4Address(address)) == expected


SHADOWS = {
    "ours alone": ([OURS], []),
    "a piece": ([OURS, held(PIECE)], [PIECE]),
    "several pieces": ([OURS, held(OTHER_PIECE), held(PIECE, "propagated")], [PIECE, OTHER_PIECE]),
    "equal and static": ([OURS, held(WHOLE)], [WHOLE]),
    "equal and of another list": ([held(WHOLE, "pl-theirs")], [WHOLE]),
    "equal and propagated": ([OURS, held(WHOLE, "propagated")], []),
    "less specific": ([OURS, held("172.16.0.0/12")], []),
    "the stronger of one piece": ([OURS, held(PIECE), held(PIECE, "propagated")], [PIECE]),
    "our own of a piece": ([OURS, held(PIECE, OUR_LIST)], []),
    "a blackhole": ([OURS, held(PIECE, to="", state="blackhole")], [PIECE]),
    "not the workload's": ([OURS, held("10.0.0.0/8")], []),
}


@pytest.mark.parametrize("row", SHADOWS)
def test_the_routes_that_win_over_ours(row: str) -> None:
    routes, expected = SHADOWS[row]
    assert [str(one.route.destination) for one in shadows(routes, [WHOLE], OUR_LIST)] == expected


def test_what_a_first_run_would_lead_for_the_first_time_is_taken_by_weaker_routes_too() -> None:
    routes = [held(WHOLE, "propagated"), held(PIECE), held("0.0.0.0/0")]
    assert [one.route for one in taken(routes, [WHOLE], None)] == routes[:2]
    assert taken([OURS], [WHOLE], OUR_LIST) == ()
    assert taken([OURS, held(WHOLE, "propagated")], [WHOLE], OUR_LIST) == (Shadow(WHOLE, held(WHOLE, "propagated")),)


def test_a_route_that_leads_where_it_should_or_is_accepted_is_not_told() -> None:
    found = shadows([held(PIECE), held(OTHER_PIECE, to="", state="blackhole")], [WHOLE], None)
    assert led_elsewhere(found, {"vpc-old"}, ()) == found[1:]
    assert led_elsewhere(found, {"tgw-attach-old"}, {OTHER_PIECE}) == ()
    assert led_elsewhere(found, {"vpc-new"}, {PIECE}) == found[1:]
    dead = shadows([held(PIECE, state="blackhole")], [WHOLE], None)
    assert led_elsewhere(dead, {"vpc-old"}, ()) == dead, "its attachment is gone"


COMMANDS = {
    "static": "delete-transit-gateway-route --region eu-west-1 --transit-gateway-route-table-id t "
    "--destination-cidr-block 172.30.1.0/24",
    "pl-theirs": "delete-transit-gateway-prefix-list-reference --region eu-west-1 --transit-gateway-route-table-id t "
    "--prefix-list-id pl-theirs",
    "propagated": "disable-transit-gateway-route-table-propagation --region eu-west-1 "
    "--transit-gateway-route-table-id t --transit-gateway-attachment-id tgw-attach-old",
}


@pytest.mark.parametrize("kind", COMMANDS)
def test_the_sentence_says_what_whose_and_how_to_remove_it(kind: str) -> None:
    known = {"172.30.1.34": "web-1", "172.30.1.9": "", "172.30.2.1": "db-1"}
    found = with_addresses(shadows([held(PIECE, kind)], [WHOLE], None), known)
    (said,) = shadow_sentences(found, "t", "dublin", "eu-west-1")
    assert f"of {PIECE} inside {WHOLE} leads to tgw-attach-old (vpc vpc-old)" in said
    assert "the packets of 172.30.1.9, web-1 (172.30.1.34)." in said
    assert f"`aws ec2 {COMMANDS[kind]}`" in said
    assert "sites.dublin.existing.acceptedRoutes" in said


def test_aws_s_answer_is_read_and_ipv6_passed_over() -> None:
    onward = {"TransitGatewayAttachmentId": "tgw-attach-old", "ResourceId": "vpc-old", "ResourceType": "vpc"}
    item = {"DestinationCidrBlock": PIECE, "Type": "static", "State": "active", "TransitGatewayAttachments": [onward]}
    assert HeldRoute.of(item) == held(PIECE)
    assert HeldRoute.of({**item, "DestinationCidrBlock": "2001:db8::/32"}) is None


@pytest.mark.parametrize(("state", "leads"), [("active", True), ("pending", True), ("blackhole", False)])
def test_a_route_that_comes_leads_already(state: str, leads: bool) -> None:
    found = shadows([held(PIECE, state=state)], [WHOLE], None)
    assert led_elsewhere(found, {"vpc-old"}, ()) == (() if leads else found)


@pytest.mark.parametrize("state", ["deleting", "deleted"])
def test_a_route_that_goes_is_passed_over(state: str) -> None:
    assert HeldRoute.of({"DestinationCidrBlock": PIECE, "Type": "static", "State": state}) is None


def test_in_a_table_of_others_every_route_of_the_workload_counts() -> None:
    routes = [held(WHOLE, "propagated"), held(PIECE), held(PIECE, "propagated"), held("0.0.0.0/0"), OURS]
    assert [one.route for one in inside(routes, [WHOLE])] == [OURS, held(PIECE)]


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        ("static", "replace-transit-gateway-route --region eu-west-1 --transit-gateway-route-table-id t"),
        ("propagated", "create-transit-gateway-route --region eu-west-1 --transit-gateway-route-table-id t"),
        ("pl-theirs", "modify-transit-gateway-prefix-list-reference --region eu-west-1"),
    ],
)
def test_a_route_of_a_table_that_nobody_manages_is_told_with_both_ways_out(kind: str, command: str) -> None:
    (said,) = foreign_sentences(
        inside([held(PIECE, kind)], [WHOLE]), "t", "vpn vpn-1 (a-1)", "dublin", "eu-west-1", to="a-2", ours="t-ours"
    )
    assert said.startswith("In t, which routes what comes in by vpn vpn-1 (a-1) and which no stack manages, the ")
    assert "name t in sites.dublin.existing.ledRouteTableIds, run pulumi up" in said
    assert f"and run `aws ec2 {command}" in said
    assert "--transit-gateway-attachment-id a-2` once the workload is in dublin." in said
