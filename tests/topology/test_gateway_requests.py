"""The steps by which a transit gateway of another account reaches the workload: its owner routes once."""

from topology import ForeignGateway, gateway_requests

THEIRS = ForeignGateway("eu-north-1", "tgw-theirs", "tgw-rtb-theirs", "210987654321")
PREFIXES = ("172.30.0.0/16", "10.20.0.0/18")


def test_the_owner_accepts_leads_each_prefix_here_and_associates() -> None:
    steps = gateway_requests(THEIRS, PREFIXES, gateway_id="tgw-own", table_id="tgw-rtb-own")
    owners = [step.command for step in steps if step.by_owner]
    assert [command.split()[2] for command in owners] == [
        "accept-transit-gateway-peering-attachment",
        "create-transit-gateway-route",
        "create-transit-gateway-route",
        "associate-transit-gateway-route-table",
    ]
    assert all("tgw-own" not in command for command in owners), "nothing of theirs names what a failover moves"
    for prefix in PREFIXES:
        (step,) = [command for command in owners if f"--destination-cidr-block {prefix}" in command]
        assert "--transit-gateway-route-table-id tgw-rtb-theirs" in step
    first, *_ = steps
    assert not first.by_owner
    assert "--transit-gateway-id tgw-own --peer-transit-gateway-id tgw-theirs --peer-account-id 210987654321" in (
        first.command
    )


def test_before_the_stack_has_a_gateway_the_steps_hold_placeholders() -> None:
    shown = " ".join(step.command for step in gateway_requests(THEIRS, PREFIXES))
    assert "THE-STACKS-GATEWAY" in shown
    assert "THE-STACKS-TABLE" in shown
