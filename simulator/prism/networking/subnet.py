"""Subnet: an overlay subnet of a VPC, or an external (NAT or no-NAT) one. /api/networking/v4.N/config/subnets."""

from __future__ import annotations

from ipaddress import IPv4Network
from types import MappingProxyType

from simulator.prism.model import Json, Noun, Record, Site, fields, in_use, invalid, nic_address, not_one_of
from simulator.prism.networking import ipam, ipv4
from simulator.prism.networking.route import add_local_route

_TYPES = ("OVERLAY", "VLAN")


class Subnet(Noun):
    """Refuses overlaps within a VPC, pools that hold the gateway, and deletion while anything uses the subnet."""

    kind = "subnet"
    namespace = "networking"
    path = "config/subnets"
    object_type = "networking.v4.config.Subnet"
    rel = "networking:config:subnet"
    required = ("name", "subnetType")
    readonly = frozenset({"ipUsage", "ipPrefix", "migrationState", "clusterName", "hypervisorType"})
    query = Noun.query | {"$expand"}
    projected = True
    expansions = MappingProxyType(
        {"vpc": ("vpcProjection", "vpc", "vpcReference"), "virtualSwitch": None, "layer2Stretch": None}
    )
    computed = frozenset({"ipUsage", "ipPrefix"})
    fields = fields(
        "name description subnetType networkId dhcpOptions ipConfig clusterReference clusterReferenceList"
        " clusterNameList virtualSwitchReference vpcReference isNatEnabled isExternal reservedIpAddresses"
        " dynamicIpAddresses networkFunctionChainReference bridgeName isAdvancedNetworking clusterName"
        " hypervisorType virtualSwitch vpc layer2StretchReference ipPrefix ipUsage migrationState"
        " externalDhcpServers isConnected sharedWithProjects metadata projectExtId"
    )

    def shape(self, body: Json) -> None:
        super().shape(body)
        if body["subnetType"] not in _TYPES:
            raise not_one_of("subnetType", _TYPES)
        for config in body.get("ipConfig", []):
            if "ipv4" in config:
                _check_ip_config(config["ipv4"])

    def view(self, site: Site, record: Record) -> Json:
        if ipam.config_of(record) is None:
            return record.data
        return {**record.data, "ipPrefix": str(ipam.prefix_of(record)), "ipUsage": ipam.usage(site, record)}

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        if body["subnetType"] == "OVERLAY":
            if "vpcReference" not in body:
                raise invalid(f"Overlay subnet {body['name']} needs a vpcReference.")
            site.store.require("vpc", body["vpcReference"])
            if not body.get("ipConfig"):
                raise invalid(f"Overlay subnet {body['name']} needs an ipConfig.")
        elif "vpcReference" in body:
            raise invalid(f"VLAN subnet {body['name']} cannot belong to a VPC.")
        if "isNatEnabled" in body and not body.get("isExternal"):
            raise invalid("isNatEnabled applies to external subnets only.")
        _check_overlap(site, body, old)
        if old is not None:
            _check_members(site, body, old)

    def complete(self, site: Site, record: Record) -> None:
        data = record.data
        data.setdefault("isExternal", False)
        if data["isExternal"]:
            data.setdefault("isNatEnabled", True)
        if data["subnetType"] == "OVERLAY":
            data.pop("networkId", None)  # the number of an overlay is the server's own and is not shown
        data.setdefault("isAdvancedNetworking", True)
        data.setdefault("isConnected", True)

    def created(self, site: Site, record: Record) -> None:
        if record.data["subnetType"] == "OVERLAY":
            add_local_route(site, record)

    def check_delete(self, site: Site, record: Record) -> None:
        nics = ipam.nics_in(site, record.ext_id)
        if nics:
            vm = site.name_of("vm", str(nics[0].parent))
            message = f"Subnet {record.name} is in use by {len(nics)} NICs, one of them of VM {vm}."
            raise in_use(message, subnet=record.ext_id)
        for vpc in site.store.all("vpc"):
            if any(e["subnetReference"] == record.ext_id for e in vpc.data.get("externalSubnets", [])):
                raise in_use(f"External subnet {record.name} is in use by VPC {vpc.name}.", subnet=record.ext_id)
        if site.store.where("floating_ip", externalSubnetReference=record.ext_id):
            raise in_use(f"External subnet {record.name} still has floating IPs.", subnet=record.ext_id)

    def deleted(self, site: Site, record: Record) -> None:
        for route in site.store.all("route"):
            if route.data["nexthop"].get("nexthopReference") == record.ext_id:
                site.store.remove(route)


def _check_ip_config(config: Json) -> None:
    where = "ipConfig[0].ipv4"
    prefix = ipv4.network(config.get("ipSubnet"), f"{where}.ipSubnet")
    gateway = (
        ipv4.address(config["defaultGatewayIp"], f"{where}.defaultGatewayIp") if "defaultGatewayIp" in config else None
    )
    if gateway is not None and gateway not in prefix:
        raise invalid(f"Gateway {gateway} lies outside the subnet {prefix}.")
    seen: list[ipv4.Pool] = []
    for start, end in ipv4.pools(config, where):
        if start > end or start not in prefix or end not in prefix:
            raise invalid(f"Pool {start}-{end} is not a range of addresses of the subnet {prefix}.")
        if gateway is not None and start <= gateway <= end:
            raise invalid(f"Pool {start}-{end} holds the gateway {gateway}; a pool must leave it out.")
        if any(start <= other_end and other_start <= end for other_start, other_end in seen):
            raise invalid(f"Pool {start}-{end} overlaps another pool of the subnet {prefix}.")
        seen.append((start, end))


def _prefix(body: Json) -> IPv4Network | None:
    configs = body.get("ipConfig") or [{}]
    return ipv4.network(configs[0]["ipv4"]["ipSubnet"], "ipSubnet") if "ipv4" in configs[0] else None


def _check_overlap(site: Site, body: Json, old: Record | None) -> None:
    mine = _prefix(body)
    for other in site.store.where("subnet", vpcReference=body.get("vpcReference")):
        theirs = ipam.prefix_of(other)
        if mine and theirs and other is not old and "vpcReference" in body and mine.overlaps(theirs):
            message = f"Subnet {body['name']} ({mine}) overlaps subnet {other.name} ({theirs}) in the same VPC."
            raise invalid(message, "SUBNET_OVERLAP", subnet=other.ext_id)


def _check_members(site: Site, body: Json, old: Record) -> None:
    for fixed in ("subnetType", "vpcReference", "isExternal"):
        if body.get(fixed, old.data.get(fixed)) != old.data.get(fixed):
            raise invalid(f"{fixed} of subnet {old.name} cannot be changed.")
    prefix = _prefix(body)
    for nic in ipam.nics_in(site, old.ext_id):
        ip = nic_address(nic)
        if ip is not None and (prefix is None or ip not in prefix):
            raise in_use(f"Subnet {old.name} cannot leave out {ip}, which a NIC of it uses.", subnet=old.ext_id)
