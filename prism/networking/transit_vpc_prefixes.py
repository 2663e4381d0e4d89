"""The externally routable prefixes of a VPC as a set that several people write.

NC2 routes those of its transit VPC in AWS, and nothing else. A VPC has them in one field, so whoever writes one of them
writes all.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network

from prism.address import IpSubnet
from prism.networking.vpc import Vpc


def prefixes_of(vpc: Vpc) -> list[str]:
    """The prefixes in CIDR notation, in Prism Central's order."""
    return [str(prefix) for prefix in vpc.externally_routable_prefixes or []]


def covers(prefixes: Iterable[str], prefix: str) -> bool:
    """Whether one of them is the prefix, or a wider one that holds it."""
    return any(IPv4Network(prefix).subnet_of(IPv4Network(one)) for one in prefixes)


def with_prefixes(vpc: Vpc, prefixes: Iterable[str]) -> Vpc:
    """The VPC with these prefixes and no others. Those that stay are written as they were read."""
    there = {str(one): one for one in vpc.externally_routable_prefixes or []}
    wanted = [there.get(prefix) or IpSubnet.of(prefix) for prefix in prefixes]
    return vpc.model_copy(update={"externally_routable_prefixes": wanted})
