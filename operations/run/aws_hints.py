"""What AWS or the engine means by a refusal and what to do, for each error that a landing zone meets."""

from collections.abc import Mapping

_EXPIRED = (
    "the temporary credentials have expired, or this machine's clock is wrong: get new ones, for a session that is "
    "longer than a run (in a workflow: role-duration-seconds), then run again; the stack goes on where it stopped"
)
HINTS: Mapping[str, str] = {
    "VpcLimitExceeded": (
        "the region's quota of VPCs is used up (5 unless raised): raise it in Service Quotas, or name an existing VPC "
        "in existing.vpcId"
    ),
    "TransitGatewayLimitExceeded": (
        "the region's quota of transit gateways is used up (5 unless raised): raise it in Service Quotas, or name an "
        "existing gateway in existing.transitGatewayId"
    ),
    "AddressLimitExceeded": (
        "the region's quota of Elastic IPs is used up (5 unless raised), and every NAT gateway needs one: raise it in "
        "Service Quotas, or set natGateways: single, which needs the fewest"
    ),
    "NatGatewayLimitExceeded": "the zone's quota of NAT gateways is used up (5 unless raised): raise it",
    "InternetGatewayLimitExceeded": (
        "the region's quota of internet gateways is used up: raise the quota of VPCs, which it follows"
    ),
    "RouteLimitExceeded": "a route table is full (50 routes unless raised): raise the quota in Service Quotas",
    "InvalidSubnet.Conflict": (
        "another subnet of the VPC has these addresses: write other CIDRs into subnets, or name the existing subnets "
        "in existing.subnetIds"
    ),
    "InvalidSubnet.Range": "the subnet's CIDR is outside of the VPC's blocks: correct it in subnets",
    "InvalidAvailabilityZone": "this account has no such zone in the region: correct availabilityZones",
    "following availability zones": "this account has no such zone in the region: correct availabilityZones",
    "RouteAlreadyExists": (
        "the table has a route to this destination that this stack did not make: remove that route, or take it over "
        "with `pulumi import`"
    ),
    "DuplicateTransitGatewayAttachment": (
        "either the VPC is attached to the transit gateway already: name that attachment in "
        "existing.transitGatewayAttachmentId. Or the two gateways are peered already: name that peering in "
        "existing.transitGatewayPeeringId, at both sites"
    ),
    "DuplicateSubnetsInSameZone": "an attachment takes one subnet per zone: name one of each zone",
    "IncorrectState": (
        "a resource is not in the state that AWS expects, often because somebody else is changing it: wait a minute, "
        "then run again"
    ),
    # The AWS provider gives back the table that was the main one when it made the association. After a run that was
    # killed there, or with a state from before it, that is the stack's own (tests/tools/engine/test_main_table.py).
    "cannot disassociate the main route table": (
        "the stack's own route table is still the VPC's main one: make the table that no subnet uses the main one (in "
        "the VPC console: Set main route table), then run `pulumi destroy` again"
    ),
    "DependencyViolation": (
        "something that this stack did not make still uses the resource, such as an instance, an interface or an "
        "attachment: find the resource by the id in the message and remove what uses it"
    ),
    "InvalidAssociation.NotFound": (
        "the other site has deleted its end of the peering, and AWS forgot this end's association with it: run "
        "`pulumi destroy --refresh` on this stack"
    ),
    "Resource.NotFound": (
        "what should be changed or deleted is gone already, often with the other site's end of a peering: run "
        "`pulumi refresh`, or `pulumi destroy --refresh`, on this stack"
    ),
    "marked disabled for mutation": (
        "Route 53 is switching accelerated recovery of the zone, and changes no record meanwhile: wait some minutes, "
        "then run again"
    ),
    "UnauthorizedOperation": "the credentials lack a permission: `aws sts decode-authorization-message` names it",
    "ExpiredToken": _EXPIRED,
    "RequestExpired": _EXPIRED,
    "failed to refresh cached credentials": _EXPIRED,
    "InvalidClientTokenId": (
        "the credentials are not of this partition, of a deleted key, or without their session token: check "
        "AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN and AWS_PROFILE"
    ),
    "MaxSessionDuration": (
        "the role allows shorter sessions than the workflow asks for: raise the role's maximum session duration to two "
        "hours (docs/github.md)"
    ),
    "OptInRequired": "the region is not enabled for this account: enable it in the account's settings",
    "RequestLimitExceeded": "AWS limits the account's requests: run again; the stack goes on where it stopped",
}

OF_THE_ENGINE: Mapping[str, str] = {
    "snapshot integrity error": (
        "the engine wrote the state in an order that it does not read, as it may after a failed run with --target: run "
        "`pulumi state repair` on this stack, then the same command again; nothing of the state is lost"
    ),
    "PULUMI_ACCESS_TOKEN must be set": (
        "no state backend is named: set PULUMI_BACKEND_URL to the one that holds both stacks, here or in the site's "
        ".env file"
    ),
}


def hints(text: str) -> list[str]:
    """One sentence per refusal that the engine's output names, in the order of the tables."""
    of_aws = [f"AWS says {code}: {hint}." for code, hint in HINTS.items() if code in text]
    return of_aws + [f"{words}: {hint}." for words, hint in OF_THE_ENGINE.items() if words in text]
