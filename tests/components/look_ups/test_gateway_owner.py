"""An existing transit gateway of another account: refused at preview, with what its owner can do instead."""

from typing import Any

import pulumi
import pytest
from botocore.exceptions import ConnectTimeoutError

from tests.components.conftest import NoRoutes, Program
from tests.components.test_existing import EXISTING_GATEWAY, GATEWAY, NO_FRONT, OTHER, TOKYO
from tests.components.test_shadows import answers

OWNER = "210987654321"


class Shared(NoRoutes):
    """A region that shows a gateway of another account, as AWS Resource Access Manager shares it."""

    owner, silent = OWNER, False

    def describe_transit_gateways(self, **asked: Any) -> dict[str, Any]:
        if self.silent:
            raise ConnectTimeoutError(endpoint_url="https://ec2")
        assert asked["Filters"] == [{"Name": "transit-gateway-id", "Values": [GATEWAY]}]
        return {"TransitGateways": [{"TransitGatewayId": GATEWAY, "OwnerId": self.owner}]}


def run(ec2: Shared) -> Program:
    made = Program("tokyo", OTHER, aws=answers, ec2=ec2, preview=True)
    return made.run(sites={"tokyo": {**TOKYO, "existing": EXISTING_GATEWAY}}, **NO_FRONT)


def test_it_is_refused_with_the_command_that_lists_what_its_owner_does() -> None:
    with pytest.raises(pulumi.RunError) as refused:
        run(Shared())
    said = str(refused.value)
    assert f"existing.transitGatewayId: expected a transit gateway of account 123456789012, found {GATEWAY} of" in said
    assert f"`python -m operations gateway-requests --site tokyo --gateway {GATEWAY} --account {OWNER}`" in said


@pytest.mark.parametrize("change", [{"owner": "123456789012"}, {"silent": True}], ids=["our own", "no answer"])
def test_our_own_is_used_and_no_answer_stops_nothing(change: dict[str, Any]) -> None:
    ec2 = Shared()
    for name, value in change.items():
        setattr(ec2, name, value)
    assert run(ec2).of_type("vpcAttachment:VpcAttachment")["tgw-vpc"]["transitGatewayId"] == GATEWAY
