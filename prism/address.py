"""IP addresses and prefixes, which the networking API wraps in objects."""

from __future__ import annotations

from ipaddress import IPv4Network

from prism.model import Model


class Ipv4Address(Model):
    """``value`` is dotted decimal."""

    value: str
    prefix_length: int = 32


class IpAddress(Model):
    """One address. Only IPv4 is used here."""

    ipv4: Ipv4Address | None = None

    @classmethod
    def of(cls, value: str) -> IpAddress:
        """The object for ``"10.0.0.1"``."""
        return cls(ipv4=Ipv4Address(value=value))

    def __str__(self) -> str:
        return self.ipv4.value if self.ipv4 else ""


class Ipv4Subnet(Model):
    """A prefix. ``prefix_length`` counts; the inner ``ip.prefix_length`` has no meaning."""

    ip: Ipv4Address
    prefix_length: int

    @classmethod
    def of(cls, cidr: str) -> Ipv4Subnet:
        """The object for ``"10.0.0.0/24"``."""
        network = IPv4Network(cidr)
        return cls(ip=Ipv4Address(value=str(network.network_address)), prefix_length=network.prefixlen)

    def __str__(self) -> str:
        return f"{self.ip.value}/{self.prefix_length}"


class IpSubnet(Model):
    """One prefix. Only IPv4 is used here."""

    ipv4: Ipv4Subnet | None = None

    @classmethod
    def of(cls, cidr: str) -> IpSubnet:
        """The object for ``"10.0.0.0/24"``."""
        return cls(ipv4=Ipv4Subnet.of(cidr))

    def __str__(self) -> str:
        return str(self.ipv4) if self.ipv4 else ""
