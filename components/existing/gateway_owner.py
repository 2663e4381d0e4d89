"""Whose the existing transit gateway is: AWS shows one that is shared, and lets only its owner route in it."""

from botocore.config import Config

from aws import AwsError, asking, client
from components.existing.lookup import LookUps
from topology import Problem, Site, owned_elsewhere

_BRIEFLY = Config(connect_timeout=2, read_timeout=3, retries={"total_max_attempts": 1})


def check_gateway_owner(ask: LookUps, site: Site) -> None:
    """A gateway of another account is a problem. Without an answer nothing is said: the run meets AWS's own refusal."""
    id = site.existing.transit_gateway_id
    if id is None:
        return
    try:
        with asking(f"look up the owner of {id}", ""):
            ec2, sts = (client(service, site.region, config=_BRIEFLY) for service in ("ec2", "sts"))
            wanted = [{"Name": "transit-gateway-id", "Values": [id]}]
            found = ec2.describe_transit_gateways(Filters=wanted)["TransitGateways"]
            account = str(sts.get_caller_identity()["Account"])
    except AwsError:
        return
    owner = str(found[0].get("OwnerId") or account) if found else account
    if owner != account:
        key = f"sites.{site.name}.existing.transitGatewayId"
        ask.add([Problem(key, owned_elsewhere(site.name, id, owner, account))])
