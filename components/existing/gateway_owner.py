"""Whose the existing transit gateway is: AWS shows one that is shared, and lets only its owner route in it."""

from aws import ONE_TRY, AwsError, asking, client
from components.existing.lookup import LookUps
from topology import Problem, Site, owned_elsewhere


def check_gateway_owner(ask: LookUps, site: Site, account: str) -> None:
    """A gateway of another account than the stack's is a problem. Without an answer of AWS nothing is said."""
    id = site.existing.transit_gateway_id
    if id is None or not account:
        return
    try:
        with asking(f"look up the owner of {id}", ""):
            ec2 = client("ec2", site.region, config=ONE_TRY)
            wanted = [{"Name": "transit-gateway-id", "Values": [id]}]
            found = ec2.describe_transit_gateways(Filters=wanted)["TransitGateways"]
    except AwsError:
        return
    owner = str(found[0].get("OwnerId") or account) if found else account
    if owner != account:
        key = f"sites.{site.name}.existing.transitGatewayId"
        ask.add([Problem(key, owned_elsewhere(site.name, id, owner, account))])
