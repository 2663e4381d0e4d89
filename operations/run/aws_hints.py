"""What AWS means by a refusal, and what to do: a sentence for each error code that a landing zone meets."""

from collections.abc import Mapping

HINTS: Mapping[str, str] = {
    "VpcLimitExceeded": (
        "the region's quota of VPCs is used up (5 unless raised): raise it in Service Quotas, or name the VPC "
        "that stands already in existing.vpcId"
    ),
    "TransitGatewayLimitExceeded": (
        "the quota of transit gateways in the region is used up (5 unless raised): raise it in Service "
        "Quotas, or name one that stands already in existing.transitGatewayId"
    ),
    "AddressLimitExceeded": (
        "the region's quota of Elastic IPs is used up (5 unless raised), and every NAT gateway needs one: "
        "natGateways: single needs the fewest"
    ),
    "NatGatewayLimitExceeded": "the zone's quota of NAT gateways is used up (5 unless raised)",
    "InternetGatewayLimitExceeded": (
        "the region's quota of internet gateways is used up; it follows the quota of VPCs"
    ),
    "RouteLimitExceeded": "a route table is full (50 routes unless raised)",
    "InvalidSubnet.Conflict": (
        "another subnet of the VPC has these addresses: give other CIDRs in subnets, or name the subnets that "
        "stand already in existing.subnetIds"
    ),
    "InvalidSubnet.Range": "the subnet's CIDR is not inside a block of the VPC",
    "InvalidAvailabilityZone": "the region has no such zone for this account: correct availabilityZones",
    "following availability zones": "the region has no such zone for this account: correct availabilityZones",
    "RouteAlreadyExists": (
        "a table has a route of this destination that this stack did not make: remove it, or take it over "
        "with `pulumi import`"
    ),
    "DuplicateTransitGatewayAttachment": (
        "the VPC is attached to the transit gateway already, or the two gateways are peered already: name the "
        "attachment in existing.transitGatewayAttachmentId, or delete the peering that this stack did not "
        "make"
    ),
    "DuplicateSubnetsInSameZone": "an attachment takes one subnet in each zone",
    "IncorrectState": (
        "something is not in the state that AWS asks for, often because it is being made or deleted by "
        "somebody else: wait a minute and run again"
    ),
    "DependencyViolation": (
        "something that this stack did not make still uses it, such as an instance, an interface or an "
        "attachment: find it by the id in the message and remove it first"
    ),
    "UnauthorizedOperation": ("the credentials lack a permission; `aws sts decode-authorization-message` says which"),
    "OptInRequired": "the region must be enabled for the account first",
    "RequestLimitExceeded": "AWS slows the account down: run again, the stack goes on where it stopped",
}


def hints(text: str) -> list[str]:
    """A sentence for each refusal that the engine's output names, in the order of the table."""
    return [f"AWS says {code}: {hint}." for code, hint in HINTS.items() if code in text]
