"""Where a recovery plan brings addresses: its network mappings and the addresses it sets for single VMs. Reads only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network

from prism.datapolicies import IpMapping, NetworkConfig, NetworkMapping, NetworkMappings, RecoverySettings
from prism.networking import Subnet, Subnets
from providers.failover.facts import is_in, prefix_of
from providers.failover.view import FailoverView
from providers.recovery import Destination

_SETTINGS = 2


@dataclass(frozen=True)
class Way:
    """A network of the source, and the subnet that its NICs come to. Empty id: there is no such subnet."""

    source: IPv4Network
    target: IPv4Network
    subnet_id: str


@dataclass(frozen=True)
class AddressMap:
    """``chosen``: by the VM's id at the source and its address there, the address that the plan sets."""

    ways: tuple[Way, ...]
    chosen: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def __call__(self, vm_id: str, address: str) -> Destination | None:
        """The address that the plan sets, else the same, else the one in the same place of the other prefix."""
        ip = IPv4Address(address)
        fitting = [way for way in self.ways if ip in way.source and way.subnet_id]
        way = max(fitting, key=lambda way: way.source.prefixlen, default=None)
        if way is None:
            return None
        chosen = self.chosen.get((vm_id, address))
        if chosen or ip in way.target:
            return Destination(way.subnet_id, chosen or address)
        moved = way.target.network_address + (int(ip) - int(way.source.network_address))
        return Destination(way.subnet_id, str(moved)) if moved in way.target else None


def address_map(view: FailoverView, *, test: bool = False) -> AddressMap:
    """The map of this failover's plan, in its direction; of a test the test networks."""
    subnets, ways = list(Subnets(view.client).list()), []
    for mapping in NetworkMappings(view.client, view.plan.id).list():
        source, target = _ends(mapping, backwards=view.backwards, test=test)
        prefix = prefix_of(source)
        subnet = next((one for one in subnets if target and is_in(one, target)), None)
        if prefix is not None:
            ways.append(Way(prefix, _prefix(subnet) or prefix, subnet.id if subnet else ""))
    return AddressMap(tuple(ways), dict(_chosen(view, test=test)))


def _ends(mapping: NetworkMapping, *, backwards: bool, test: bool) -> tuple[NetworkConfig, NetworkConfig | None]:
    if backwards:
        return mapping.recovery_network, mapping.primary_test_network if test else mapping.primary_network
    return mapping.primary_network, mapping.recovery_test_network if test else mapping.recovery_network


def _prefix(subnet: Subnet | None) -> IPv4Network | None:
    return IPv4Network(str(subnet.ipv4.ip_subnet), strict=False) if subnet and subnet.ipv4 else None


def _chosen(view: FailoverView, *, test: bool) -> Iterator[tuple[tuple[str, str], str]]:
    if not view.client.speaks(RecoverySettings.namespace, _SETTINGS):
        return
    for setting in RecoverySettings(view.client, view.plan.id).list():
        for one in setting.recovery_setting.ip_mappings or []:
            source, target = _pair(one, backwards=view.backwards, test=test)
            if target:
                yield (setting.vm_id, source), target


def _pair(one: IpMapping, *, backwards: bool, test: bool) -> tuple[str, str]:
    if backwards:
        return str(one.recovery_ip), str((one.primary_test_ip or "") if test else one.primary_ip)
    return str(one.primary_ip), str((one.recovery_test_ip or "") if test else one.recovery_ip)
