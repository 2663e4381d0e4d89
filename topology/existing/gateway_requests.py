"""What the owner of a transit gateway in another account has to do, and what is done here, as commands.

A gateway can be shared with an account, which may then attach its VPCs. Route tables, associations, propagations and
routes stay the owner's (AWS, "Transit gateway sharing considerations"), so a stack cannot lead the workload there. It
leads it in a gateway of its own, which is peered with the owner's once: a failover moves nothing of the owner's.

assumed: gateways of two accounts in one region can be peered.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_NOT_YET = {"gateway": "THE-STACKS-GATEWAY", "table": "THE-STACKS-TABLE", "peering": "THE-PEERING"}


@dataclass(frozen=True)
class ForeignGateway:
    """A transit gateway of the account `owner`, and its table that leads to the workload."""

    region: str
    id: str
    table_id: str
    owner: str


@dataclass(frozen=True)
class Request:
    """A step: who takes it, what for, and the command."""

    by_owner: bool
    what: str
    command: str


def gateway_requests(
    theirs: ForeignGateway, prefixes: Sequence[str], *, gateway_id: str = "", table_id: str = ""
) -> tuple[Request, ...]:
    """The steps in their order. `prefixes` are reached here; the ids are the stack's own, once it has made them."""
    own, table = gateway_id or _NOT_YET["gateway"], table_id or _NOT_YET["table"]
    region = theirs.region
    ends = f"--region {region} --transit-gateway-attachment-id {_NOT_YET['peering']}"
    asked = f"--transit-gateway-id {own} --peer-transit-gateway-id {theirs.id} --peer-account-id {theirs.owner}"
    associate = f"aws ec2 associate-transit-gateway-route-table {ends} --transit-gateway-route-table-id"
    lead = f"aws ec2 create-transit-gateway-route {ends} --transit-gateway-route-table-id"
    return (
        Request(
            False,
            f"ask for the peering; the answer names {_NOT_YET['peering']}",
            f"aws ec2 create-transit-gateway-peering-attachment --region {region} {asked} --peer-region {region}",
        ),
        Request(True, "accept it", f"aws ec2 accept-transit-gateway-peering-attachment {ends}"),
        *_led_here(prefixes, f"{lead} {theirs.table_id}"),
        Request(True, "let what this site sends be routed", f"{associate} {theirs.table_id}"),
        Request(False, "let what the owner's networks send be routed", f"{associate} {table}"),
        Request(
            False, "lead each PREFIX of the owner's networks back", f"{lead} {table} --destination-cidr-block PREFIX"
        ),
    )


def _led_here(prefixes: Sequence[str], lead: str) -> Iterator[Request]:
    for prefix in prefixes:
        what = f"lead {prefix} here, in every table that should reach it"
        yield Request(True, what, f"{lead} --destination-cidr-block {prefix}")


def owned_elsewhere(site: str, gateway_id: str, owner: str, account: str) -> str:
    """Why a gateway of another account is refused, and what to do."""
    return (
        f"expected a transit gateway of account {account}, found {gateway_id} of {owner}. AWS lets only a gateway's "
        "owner route in its tables. Take transitGatewayId and transitGatewayRouteTableId out, so that this stack makes "
        f"a gateway of its own, and peer the two: `python -m operations gateway-requests --site {site} --gateway "
        f"{gateway_id} --account {owner}` lists what the owner has to do"
    )
