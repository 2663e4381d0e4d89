"""Public subnets without a route to the other site: by choice, and only where they have tables of their own."""

import pulumi
import pytest

from tests.components.test_existing import EXISTING, IGW, NAT, aws, run, table

SHARED = {
    "table_theirs-public": table({"0.0.0.0/0": IGW}, ["public", "pc"], "theirs-public"),
    "table_rtb-2": table({"0.0.0.0/0": NAT}, ["metal", "flow"]),
}


def test_public_subnets_without_a_road_to_the_other_site_need_a_table_of_their_own() -> None:
    apart = {"publicSubnetsReachOtherSite": False, "natGateways": "none"}
    with pytest.raises(pulumi.RunError) as refused:
        run(EXISTING, aws(**SHARED), apart)
    assert "existing.subnetIds.pc[0]: expected a subnet whose route table no public subnet uses" in str(refused.value)
    program = run(EXISTING, site=apart)
    tables = {route["routeTableId"] for route in program.of_type("ec2/route:Route").values()}
    assert tables == {"rtb-2"}
