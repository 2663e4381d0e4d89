"""Once the routes were led: outputs say where the packets go, and a failover that does not arrive does not end well."""

from dataclasses import dataclass, field
from typing import Any

import pulumi
import pytest
from botocore.exceptions import ConnectTimeoutError

from components.existing import arrival
from tests.components.conftest import Paged, Program
from tests.components.test_existing import EXISTING_GATEWAY, NO_FRONT, OTHER, TOKYO
from tests.components.test_order import published
from tests.components.test_shadows import OWN, PIECE, WHOLE, Ec2, answers, route

MAIN, NODE, SUBNET = "rtb-main", "eni-1", "subnet-metal"

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrival, "NC2_WRITES", (0.2, 0.01))


@dataclass
class Vpc(Ec2):
    """A site whose gateway reaches the VPC by its main table. `written`: NC2's route, from this look on."""

    ours: str | None = "network-id"
    written: int | None = 0
    pieces: dict[str, str] = field(default_factory=dict)
    looks: int = 0

    def describe_transit_gateway_vpc_attachments(self, **_: Any) -> dict[str, Any]:
        return {"TransitGatewayVpcAttachments": [{"State": "available", "SubnetIds": [SUBNET]}]}

    def get_paginator(self, _: str) -> Paged:
        self.looks += 1
        led = dict(self.pieces)
        if self.written is not None and self.looks > self.written:
            led[WHOLE] = NODE
        routes = [
            {"DestinationCidrBlock": prefix, "NetworkInterfaceId": to, "State": "active"} for prefix, to in led.items()
        ]
        table = {"RouteTableId": MAIN, "Routes": routes, "Associations": [{"Main": True}]}
        return Paged([{"RouteTables": [table]}])


def up(ec2: Ec2, *, was: str = "osaka", **own: str) -> Program:
    """Tokyo has taken over, or goes on as it was."""
    made = Program("tokyo", OTHER, aws=answers, own={**OWN, "activeRegion": was, **own}, ec2=ec2)
    return made.run(sites={"tokyo": {**TOKYO, "existing": EXISTING_GATEWAY}}, activeRegion="tokyo", **NO_FRONT)


def test_a_failover_that_arrives_ends_well_and_says_where_its_routes_lead() -> None:
    up(Vpc([]))
    assert published()["workloadRoutes"] == {WHOLE: "nc2-vpc"}


@dataclass
class Late(Vpc):
    """Somebody adds a static route while the run goes on: the look before it saw none."""

    def search_transit_gateway_routes(self, **asked: Any) -> dict[str, Any]:
        found = super().search_transit_gateway_routes(**asked)
        return found if self.looks else {"Routes": [one for one in found["Routes"] if one.get("PrefixListId")]}


def test_a_run_that_ends_as_failed_has_said_where_the_packets_go() -> None:
    with pytest.raises(pulumi.RunError, match="The routes were led, and packets still go elsewhere"):
        up(Late([route(PIECE, "vpc-old")]))
    told = published()
    assert told["workloadArrival"] == "goes elsewhere"
    assert told["workloadRoutes"] == {WHOLE: "nc2-vpc", PIECE: "tgw-attach-vpc-old (vpc vpc-old)"}


def test_each_run_after_it_ends_as_failed_until_the_packets_arrive() -> None:
    ec2 = Vpc([route(PIECE, "vpc-old")])
    with pytest.raises(pulumi.RunError, match="packets still go elsewhere"):
        up(ec2, was="tokyo", workloadArrival="goes elsewhere")
    assert published()["workloadArrival"] == "goes elsewhere"
    ec2.routes.clear()
    up(ec2, was="tokyo", workloadArrival="goes elsewhere")
    assert published()["workloadArrival"] == "arrives"


def test_a_run_that_moves_nothing_says_it_too() -> None:
    up(Vpc([route(PIECE, "vpc-old")]), was="tokyo")
    assert published()["workloadRoutes"][PIECE] == "tgw-attach-vpc-old (vpc vpc-old)"


def test_an_own_route_that_somebody_has_led_elsewhere_by_hand_fails_a_failover() -> None:
    with pytest.raises(pulumi.RunError, match=r"own route of 172.30.0.0/16 leads to tgw-attach-vpc-old.*refresh"):
        up(Vpc([], ours="vpc-old"))


def test_a_route_of_nc2_that_does_not_come_fails_a_failover_by_name() -> None:
    with pytest.raises(pulumi.RunError) as ended:
        up(Vpc([], written=None))
    said = str(ended.value)
    assert (
        f"{MAIN}, the route table of {SUBNET}, by which the transit gateway reaches it, has no route of {WHOLE}" in said
    )
    assert "NC2 writes it within a minute" in said


def test_a_route_of_nc2_is_waited_for() -> None:
    ec2 = Vpc([], written=3)
    up(ec2)
    assert ec2.looks == 4


def test_a_run_that_moves_nothing_does_not_wait_for_nc2() -> None:
    ec2 = Vpc([], written=None)
    up(ec2, was="tokyo")
    assert ec2.looks == 1


def test_where_aws_does_not_answer_then_the_reference_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    warned: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", lambda message, *_, **__: warned.append(message))
    up(Ec2([], silent=True))
    assert published()["workloadRoutes"] == {WHOLE: "nc2-vpc"}
    assert published()["workloadArrival"] == "not checked", "so the next run looks again"
    assert [said for said in warned if "Whether the workload's packets arrive was not checked" in said]


def test_a_vpc_that_nobody_could_look_at_is_looked_at_by_the_next_run() -> None:
    """Its tables were not listed: whether the packets reach a node of NC2 is not known."""

    class Unlisted(Vpc):
        def get_paginator(self, _: str) -> Paged:
            raise ConnectTimeoutError(endpoint_url="https://ec2")

    up(Unlisted([]))
    assert published()["workloadArrival"] == "not checked"
