"""A standby leaves its routes alone while the other stack says that this site is active: they would lead in a loop."""

from collections.abc import Mapping
from typing import Any
from unittest.mock import patch

import pulumi
import pytest
from pulumi_aws import directconnect
from pulumi_aws import ec2transitgateway as tgw

from tests.components.test_on_premises import BOTH, DX, LINES, VPN
from tests.components.test_on_premises import run as with_on_premises
from tests.components.test_order import REQUESTED, Partial, led, published

pytestmark = pytest.mark.slow

US = {**REQUESTED, "generation": "4", "activeSite": "osaka"}
OLD = {"generation": "3", "activeSite": "tokyo"}
NEW = {"generation": "5", "activeSite": "tokyo"}
ACTIVE = {"generation": "4", "activeSite": "osaka"}
OWN, PEERING = "tgw-vpc-id", "peering-tgw-id"


class Standby(Partial):
    """The stack of osaka in a checkout that wants tokyo active. ``kept``: what the engine is told to leave as it is."""

    def __init__(self, own: Mapping[str, str], other: Mapping[str, str] = US, preview: bool = False) -> None:
        leads = {"workload": {"transitGatewayAttachmentId": OWN}}
        super().__init__("osaka", other, own=own, preview=preview, kept=leads)
        self.left: dict[str, list[str] | None] = {}
        self.said: list[str] = []

    def noting(self, made: Any) -> Any:
        """Makes the resource, and notes which of its changes the engine ignores."""

        def make(name: str, *args: Any, opts: pulumi.ResourceOptions, **inputs: Any) -> Any:
            self.left[name] = opts.ignore_changes
            return made(name, *args, opts=opts, **inputs)

        return make

    def run(self, **changes: Any) -> "Standby":
        with (
            patch.object(tgw, "PrefixListReference", self.noting(tgw.PrefixListReference)),
            patch.object(directconnect, "GatewayAssociation", self.noting(directconnect.GatewayAssociation)),
            patch.object(pulumi.log, "warn", self.said.append),
        ):
            super().run(**{"activeRegion": "tokyo", **changes})
        return self


@pytest.mark.parametrize("own", [{}, OLD], ids=["a new stack", "an old state"])
def test_a_route_stays_where_the_other_stack_has_not_taken_over(own: dict[str, str]) -> None:
    made = Standby(own).run()
    assert made.left["workload"] == ["transit_gateway_attachment_id"]
    assert led(made) == OWN, "a reference that there is not yet leads to this site"
    said = published()
    assert said["workloadRoutes"] == {"172.30.0.0/16": "nc2-vpc"}
    assert "the route of 172.30.0.0/16 by transit-gateway-peering" in said["pending"]
    assert (said["activeSite"], said["activeRegion"]) == ("tokyo", "tokyo"), "the word is that of the failover"


def test_the_operator_is_told_what_leads_out() -> None:
    (said,) = [text for text in Standby(OLD).run().said if "left as they are" in text]
    assert said == (
        "The routes of osaka to the workload are left as they are: tokyo last published that osaka is active (flip 4), "
        "so the routes of both sites would lead to one another. Failover to tokyo? Run pulumi up --stack tokyo to its "
        "end, then pulumi up --stack osaka. No failover wanted? Set activeRegion: osaka and run pulumi up --stack "
        "osaka, then pulumi up --stack tokyo."
    )


@pytest.mark.parametrize(
    ("own", "other"),
    [(NEW, US), (ACTIVE, US), (OLD, {**US, "activeSite": "tokyo"}), ({}, REQUESTED)],
    ids=["a newer state", "a preview before the other's up", "the other has taken over", "a first up"],
)
def test_every_other_route_of_a_standby_leads_to_the_other_site(own: dict[str, str], other: dict[str, str]) -> None:
    made = Standby(own, other)
    made.kept = {}
    made.run()
    assert made.left["workload"] is None
    assert led(made) == PEERING
    assert not made.said


def test_what_is_announced_to_on_premises_stays_too() -> None:
    made = Standby(OLD)
    with_on_premises(made, VPN, {"osaka": BOTH["osaka"]})
    assert made.left["on-premises-workload"] == ["transit_gateway_attachment_id"]
    made = Standby(OLD)
    with_on_premises(made, DX, LINES)
    assert made.left["on-premises-dx"] == ["allowed_prefixes"]
