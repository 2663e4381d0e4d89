"""The common part of external and overlay subnets: prefix, gateway, pools, and how they are read back."""

from __future__ import annotations

from typing import Any

from prism import Collection, IpAddress, Ipv4Address, Ipv4Subnet, PrismCentral
from prism.networking import IpConfig, Ipv4Config, Pool, Subnet, SubnetDhcpOptions, Subnets
from providers.base.fields import in_order_of
from providers.base.provider import I, PrismProvider


def ip_config(cidr: str, gateway: str, pools: list[list[str]]) -> list[IpConfig]:
    """The one IPv4 configuration of a subnet. Each pool is a pair of first and last address."""
    return [
        IpConfig(
            ipv4=Ipv4Config(
                ip_subnet=Ipv4Subnet.of(cidr),
                default_gateway_ip=Ipv4Address(value=gateway),
                pool_list=[
                    Pool(start_ip=Ipv4Address(value=first), end_ip=Ipv4Address(value=last)) for first, last in pools
                ],
            )
        )
    ]


def dhcp_options(dns_servers: list[str], domain_name: str) -> SubnetDhcpOptions:
    """The DHCP options of the VMs. An empty domain name is sent too, to clear a former one."""
    return SubnetDhcpOptions(
        domain_name_servers=[IpAddress.of(server) for server in dns_servers], domain_name=domain_name or None
    )


def seen_addresses(found: Subnet, pools: list[list[str]]) -> dict[str, Any]:
    """``cidr``, ``gateway`` and ``pools`` of a live subnet, with the pools in the declared order."""
    ipv4 = found.ipv4
    live = [[pool.start_ip.value, pool.end_ip.value] for pool in (ipv4.pool_list if ipv4 else None) or []]
    return {
        "cidr": str(ipv4.ip_subnet) if ipv4 else "",
        "gateway": ipv4.default_gateway_ip.value if ipv4 and ipv4.default_gateway_ip else "",
        "pools": in_order_of(live, pools),
    }


class SubnetProvider(PrismProvider[I, Subnet]):
    """A provider of one kind of subnet."""

    def collection(self, client: PrismCentral, inputs: I) -> Collection[Subnet]:
        return Subnets(client)

    def merge(self, current: Subnet, wanted: Subnet) -> Subnet:
        """Keeps what Prism Central added: the address of the DHCP server, and DHCP options that we do not set."""
        merged = super().merge(current, wanted)
        if current.ipv4 and wanted.ipv4:
            ours = {name: getattr(wanted.ipv4, name) for name in wanted.ipv4.model_fields_set}
            merged.ip_config = [IpConfig(ipv4=current.ipv4.model_copy(update=ours))]
        if current.dhcp_options and wanted.dhcp_options:
            options = {name: getattr(wanted.dhcp_options, name) for name in wanted.dhcp_options.model_fields_set}
            merged.dhcp_options = current.dhcp_options.model_copy(update=options)
        return merged
