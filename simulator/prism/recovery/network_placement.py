"""The networks of a recovered VM's NICs: the plan's network mappings, read in the direction of the recovery.

A mapping without `isIpMappingEnabled` leaves the address to the DHCP server of the target network. With it, an address
that AHV assigned is kept. One that only the guest knows needs guest tools (NGT), which configure it inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from simulator.prism.model import Json, Record, Site
from simulator.prism.networking import ipam
from simulator.prism.recovery.candidates import Candidate
from simulator.prism.recovery.request import RecoveryRequest


class NoPlace(Exception):
    """A NIC has no network or no address at the target; the message says why."""


@dataclass(frozen=True)
class Place:
    """Where a NIC comes up.

    ip      the address that AHV assigns; None = none
    guest   the address that is configured inside the guest; None = none
    leased  whether DHCP gives the NIC any address
    """

    subnet: Record
    ip: IPv4Address | None = None
    guest: IPv4Address | None = None
    leased: bool = False

    def config(self) -> Json:
        """The ipv4Config of the NIC to make."""
        if self.ip is not None:
            return {"shouldAssignIp": True, "ipAddress": {"value": str(self.ip)}}
        # assumed: a subnet without pools has no DHCP server, and the NIC comes up without an address.
        return {"shouldAssignIp": self.leased and bool((ipam.config_of(self.subnet) or {}).get("poolList"))}


def place(request: RecoveryRequest, candidate: Candidate, nic: Json) -> Place:
    """The subnet and the address at the target for one NIC of a snapshot; raises NoPlace."""
    mapping = _mapping(request, nic["network"])
    if mapping is None:
        raise NoPlace(
            f"VM {candidate.name}: no network mapping of the plan names its network {nic['network']['name']}."
        )
    side = _side(not request.forward, test=request.test)
    wanted = mapping.data.get(side)
    if wanted is None:
        raise NoPlace(f"VM {candidate.name}: the mapping of network {nic['network']['name']} has no {side}.")
    subnet = _find(request.target, wanted)
    if subnet is None:
        named = wanted.get("subnetName") or wanted.get("subnetExtId")
        raise NoPlace(f"VM {candidate.name}: {side} {named} does not exist at {request.target.name}.")
    guest = nic.get("guest")
    if nic["ip"] is None and not guest:
        return Place(subnet)
    if not mapping.data.get("isIpMappingEnabled") or (guest and not has_guest_tools(candidate)):
        return Place(subnet, leased=True)
    if guest:
        return Place(subnet, guest=_address(request, candidate, {**nic, "ip": guest}, mapping, subnet))
    return Place(subnet, _address(request, candidate, nic, mapping, subnet))


def has_guest_tools(candidate: Candidate) -> bool:
    """Whether the guest tools of the VM can set an address."""
    return bool(candidate.snapshot["vm"].get("guestTools", {}).get("isInstalled"))


def needs_guest_tools(request: RecoveryRequest, candidate: Candidate) -> bool:
    """Whether the VM has an address that the plan is to keep, and that guest tools alone can keep."""
    nics = [nic for nic in candidate.snapshot["nics"] if nic.get("guest")]
    mapped = [_mapping(request, nic["network"]) for nic in nics]
    return any(mapping is not None and mapping.data.get("isIpMappingEnabled") for mapping in mapped)


def _side(primary: bool, *, test: bool) -> str:
    return ("primary" if primary else "recovery") + ("TestNetwork" if test else "Network")


def _mapping(request: RecoveryRequest, network: Json) -> Record | None:
    side = _side(request.forward, test=False)
    for mapping in request.target.store.all("network_mapping", request.plan.ext_id):
        config = mapping.data[side]
        vpc = config.get("vpc", {}).get("extId")
        if config.get("subnetExtId") == network["extId"]:
            return mapping
        if config.get("subnetName") == network["name"] and vpc in (None, network["vpc"]):
            return mapping
    return None


def _find(site: Site, config: Json) -> Record | None:
    if "subnetExtId" in config:
        return site.store.get("subnet", config["subnetExtId"])
    vpc = config.get("vpc", {}).get("extId")
    found = site.store.where("subnet", name=config["subnetName"])
    return next((s for s in found if vpc in (None, s.data.get("vpcReference"))), None)


def _address(request: RecoveryRequest, candidate: Candidate, nic: Json, mapping: Record, subnet: Record) -> IPv4Address:
    """The address set for this VM, else its own address, else the address at the same offset in the other prefix."""
    ip = IPv4Address(nic["ip"])
    chosen = _chosen(request, candidate, mapping, str(ip))
    if chosen is not None:
        return IPv4Address(chosen)
    prefix = ipam.prefix_of(subnet)
    if prefix is None or ip in prefix or nic["network"]["prefix"] is None:
        return ip
    offset = int(ip) - int(IPv4Network(nic["network"]["prefix"]).network_address)
    if not 0 < offset < prefix.num_addresses - 1:
        raise NoPlace(f"VM {candidate.name}: IP address {ip} has no counterpart in subnet {subnet.name} ({prefix}).")
    return prefix.network_address + offset


def _chosen(request: RecoveryRequest, candidate: Candidate, mapping: Record, ip: str) -> str | None:
    source, target = _field(request.forward, test=False), _field(not request.forward, test=request.test)
    for setting in vm_settings(request, candidate):
        for entry in setting.get("ipMappings", []):
            if entry["networkMappingExtId"] == mapping.ext_id and _value(entry.get(source)) == ip:
                return _value(entry.get(target))
    return None


def _field(primary: bool, *, test: bool) -> str:
    return ("primary" if primary else "recovery") + ("TestIp" if test else "Ip")


def _value(ip: Json | None) -> str | None:
    return str(ip["ipv4"]["value"]) if ip else None


def vm_settings(request: RecoveryRequest, candidate: Candidate) -> list[Json]:
    """The recovery settings for this VM itself."""
    found = [s.data["recoverySetting"] for s in request.target.store.all("recovery_setting", request.plan.ext_id)]
    return [s for s in found if s.get("vm", {}).get("extId") in (candidate.vm_id, candidate.lineage)]
