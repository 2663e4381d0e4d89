"""A static route that the other site's gateway still holds: the failover is refused by name, then it arrives."""

from typing import Any

import pytest
from pulumi.automation import CommandError

from local_cloud.converged import Moment
from local_cloud.project import LocalProject
from tests.stacks.seen import HOME, OTHER, gateway, promised, where

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=2)]

PIECE = "172.30.1.0/24"


@pytest.fixture(scope="module")
def start() -> Moment:
    return Moment.WORKLOAD


@pytest.fixture(scope="module")
def left_behind(local: LocalProject) -> dict[str, str]:
    """The route to the old site that somebody made before this project came, by its key."""
    ec2, table_id = local.aws("ec2", OTHER), local.stack(OTHER).outputs()["transitGatewayRouteTableId"]
    attachments = ec2.describe_transit_gateway_attachments()["TransitGatewayAttachments"]
    peering = next(one for one in attachments if one["ResourceType"] == "peering")
    key = {"TransitGatewayRouteTableId": str(table_id), "DestinationCidrBlock": PIECE}
    ec2.create_transit_gateway_route(**key, TransitGatewayAttachmentId=peering["TransitGatewayAttachmentId"])
    return key


def printed(refused: Any) -> str:
    return " ".join(str(refused.value).split())


def test_the_failover_is_refused_by_name_before_a_vm_is_touched(
    local: LocalProject, left_behind: dict[str, str]
) -> None:
    before = where(local, HOME)
    local.project.set("activeRegion", OTHER)
    for run in (local.stack(OTHER).preview, local.stack(OTHER).up):
        with pytest.raises(CommandError) as refused:
            run()
        assert f"Refused, nothing was changed: a failover to {OTHER}" in printed(refused)
        assert f"the static route of {PIECE} inside 172.30.0.0/16 leads to tgw-attach-" in printed(refused)
        command = "aws ec2 delete-transit-gateway-route --region ap-northeast-3 --transit-gateway-route-table-id "
        assert f"{command}{left_behind['TransitGatewayRouteTableId']} --destination-cidr-block {PIECE}" in printed(
            refused
        )
    assert where(local, HOME) == before == promised(local)
    assert gateway(local, OTHER) == {"peering"}


def test_the_command_resolves_it_and_the_packets_arrive(local: LocalProject, left_behind: dict[str, str]) -> None:
    local.aws("ec2", OTHER).delete_transit_gateway_route(**left_behind)
    local.stack(OTHER).up()
    assert where(local, OTHER) == promised(local)
    assert gateway(local, OTHER) == {"vpc"}
