"""The networks that CIDR blocks name."""

from ipaddress import IPv4Network, IPv6Network, ip_network

from moto.ec2.exceptions import InvalidDestinationCIDRBlockParameterError

Network = IPv4Network | IPv6Network


def network(cidr: str) -> Network:
    """The network that a CIDR block names. Raises InvalidParameterValue."""
    try:
        return ip_network(cidr)
    except ValueError:
        raise InvalidDestinationCIDRBlockParameterError(cidr) from None


def contains(outer: Network, inner: Network) -> bool:
    """Whether every address of `inner` lies in `outer`."""
    return outer.version == inner.version and outer.supernet_of(inner)  # type: ignore[arg-type]
