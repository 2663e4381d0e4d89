"""Floating IPs. API: ``networking/v4.x/config/floating-ips``."""

from __future__ import annotations

from prism._address import IpAddress
from prism._collection import Collection
from prism._model import Entity


class FloatingIp(Entity):
    """``association_status`` says to what it leads, if to anything; ``vm_nic_reference`` to which NIC."""

    name: str | None = None
    description: str | None = None
    floating_ip: IpAddress | None = None
    association_status: str | None = None
    vm_nic_reference: str | None = None
    vpc_reference: str | None = None
    external_subnet_reference: str | None = None


class FloatingIps(Collection[FloatingIp]):
    """The floating IPs of a Prism Central."""

    attribute, namespace, path, kind = "floating_ips", "networking", "config/floating-ips", "floating IP"
    rel = "networking:config:floating-ip"
    model = FloatingIp
