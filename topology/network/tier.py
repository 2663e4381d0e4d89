"""What the subnets and the route tables of a site's VPC are for."""

from enum import StrEnum


class Tier(StrEnum):
    """What a subnet of the VPC is for.

    public: NAT gateways and load balancers; metal: the bare-metal hosts of the cluster; pc: Prism Central;
    flow: Flow Virtual Networking; attachment: transit gateway attachments of the EC2 VPC, and nothing else.
    """

    PUBLIC = "public"
    METAL = "metal"
    PC = "pc"
    FLOW = "flow"
    ATTACHMENT = "attachment"


class RouteTable(StrEnum):
    """The two kinds of route table of a site's VPC; metal, pc and flow subnets are private."""

    PUBLIC = "public"
    PRIVATE = "private"


TIERS = (Tier.PUBLIC, Tier.METAL, Tier.PC, Tier.FLOW)
"""The tiers of a site, in the order in which they take their blocks of the VPC."""
