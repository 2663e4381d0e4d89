"""The smallest subnets that Nutanix supports, by what they are for."""

from collections.abc import Mapping
from types import MappingProxyType

from topology.network.tier import Tier

LONGEST: Mapping[Tier, int] = MappingProxyType({Tier.PUBLIC: 28, Tier.METAL: 25, Tier.PC: 28, Tier.FLOW: 24})
"""The longest prefix of each tier. Of the VPC itself it is /23, and ours are /20 at least."""
FLOATING_SHARE_PERCENT = 60
"""How much of the Flow subnet can be floating IPs; each node's interface takes one address of that part."""
_OF_AWS = 5


def most_floating_ips(prefix_length: int, nodes: int) -> int:
    """How many floating IPs a Flow subnet of this length gives beside so many nodes.

    assumed: the five addresses that AWS keeps in each subnet do not count.
    """
    usable = (1 << (32 - prefix_length)) - _OF_AWS
    return max(0, usable * FLOATING_SHARE_PERCENT // 100 - nodes)
