"""Floating IP of an external NAT subnet. /api/networking/v4.N/config/floating-ips."""

from __future__ import annotations

from ipaddress import IPv4Address
from types import MappingProxyType

from simulator.prism.model import PAGED, Json, Noun, Record, Refusal, SchemaRefusal, Site, fields, invalid, nic_address
from simulator.prism.networking import floating_ip_pool, ipv4
from simulator.prism.vms import power

_VM_NIC = "networking.v4.config.VmNicAssociation"
_PRIVATE_IP = "networking.v4.config.PrivateIpAssociation"


class FloatingIp(Noun):
    """Associated with a NIC, with a private IP of a VPC, or with nothing. A private address has at most one."""

    kind = "floating_ip"
    namespace = "networking"
    path = "config/floating-ips"
    object_type = "networking.v4.config.FloatingIp"
    rel = "networking:config:floating-ip"
    required = ("name",)
    readonly = frozenset(
        {"floatingIp", "floatingIpValue", "associationStatus", "privateIp", "vpcReference", "vmNicReference"}
    )
    query = PAGED | {"$filter", "$orderby", "$expand"}
    projected = True
    expansions = MappingProxyType(
        {
            "vpc": ("vpcProjection", "vpc", "vpcReference"),
            "externalSubnet": ("subnetProjection", "subnet", "externalSubnetReference"),
            "vmNic": None,
        }
    )
    fields = fields(
        "name description association floatingIp externalSubnetReference externalSubnet privateIp floatingIpValue"
        " associationStatus vpcReference vmNicReference loadBalancerSessionReference vpc vmNic metadata projectExtId"
    )

    def shape(self, body: Json) -> None:
        super().shape(body)
        association = body.get("association")
        if association and _association_type(association) not in (_VM_NIC, _PRIVATE_IP):
            raise SchemaRefusal(("association", "Must be a VmNicAssociation or a PrivateIpAssociation."))

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        _external_subnet(site, body.get("externalSubnetReference"))
        where = _associated(site, body.get("association"))
        if where is None:
            return
        vpc_id, ip, _ = where
        vpc = site.store.require("vpc", vpc_id)
        if not vpc.data["snatIps"]:
            raise invalid(f"VPC {vpc.name} has no external subnet with NAT; its VMs cannot have floating IPs.")
        for other in site.store.where("floating_ip", vpcReference=vpc_id, privateIp=str(ip)):
            if other is not old:
                message = f"Private IP {ip} of VPC {vpc.name} already has the floating IP {other.name}."
                raise Refusal(409, "FLOATING_IP_CONFLICT", message, arguments={"floatingIp": other.ext_id})

    def complete(self, site: Site, record: Record) -> None:
        data = record.data
        subnet = _external_subnet(site, data.get("externalSubnetReference"))
        data["externalSubnetReference"] = subnet.ext_id
        if "floatingIp" not in data:
            data["floatingIp"] = ipv4.ip_object(floating_ip_pool.allocate(site, subnet))
        data["floatingIpValue"] = data["floatingIp"]["ipv4"]["value"]
        for name in ("privateIp", "vpcReference", "vmNicReference"):
            data.pop(name, None)
        where = _associated(site, data.get("association"))
        data["associationStatus"] = "NOT_ASSOCIATED"
        if where is not None:
            vpc_id, ip, nic_id = where
            data.update(vpcReference=vpc_id, privateIp=str(ip))
            data["association"]["$objectType"] = _association_type(data["association"])
            data["associationStatus"] = "ASSOCIATED_TO_VNIC" if nic_id else "ASSOCIATED_TO_PRIVATE_IP"
            if nic_id:
                data["vmNicReference"] = nic_id


def release(site: Site, nic_id: str) -> None:
    """Take the floating IPs off a NIC that is being removed."""
    for record in site.store.where("floating_ip", vmNicReference=nic_id):
        for name in ("association", "privateIp", "vpcReference", "vmNicReference"):
            record.data.pop(name, None)
        record.data["associationStatus"] = "NOT_ASSOCIATED"
        site.store.touch(record)


def is_answered(site: Site, address: str) -> bool:
    """Whether a floating IP leads to a NIC of a VM that is powered on."""
    for floating in site.store.where("floating_ip", floatingIpValue=address):
        nic = site.store.get("vm_nic", floating.data.get("vmNicReference", ""))
        vm = site.store.get("vm", nic.parent) if nic and nic.parent else None
        if vm is not None and power.is_on(vm):
            return True
    return False


def _association_type(association: Json) -> str:
    """The type of an association: the one given, or the one that its fields tell."""
    fallback = _VM_NIC if "vmNicReference" in association else _PRIVATE_IP if "vpcReference" in association else ""
    return str(association.get("$objectType", fallback))


def _external_subnet(site: Site, given: str | None) -> Record:
    """The subnet asked for or, as on NC2 where the cloud provides floating IPs, the site's external NAT subnet."""
    if given is not None:
        subnet = site.store.require("subnet", given)
        if not (subnet.data["isExternal"] and subnet.data["isNatEnabled"]):
            raise invalid(f"Subnet {subnet.name} is not an external subnet with NAT.")
        return subnet
    found = site.store.where("subnet", isExternal=True, isNatEnabled=True)
    if not found:
        raise invalid("There is not an external subnet with NAT to take a floating IP from.")
    return found[0]


def _associated(site: Site, association: Json | None) -> tuple[str, IPv4Address, str | None] | None:
    """The VPC, the private IP and the NIC of an association."""
    if not association:
        return None
    if _association_type(association) == _PRIVATE_IP:
        return (
            association["vpcReference"],
            ipv4.ip_address(association.get("privateIp"), "association.privateIp"),
            None,
        )
    nic = site.store.require("vm_nic", association["vmNicReference"])
    subnet = site.store.require("subnet", nic.data["nicNetworkInfo"]["subnet"]["extId"])
    ip = nic_address(nic)
    if ip is None or "vpcReference" not in subnet.data:
        raise invalid("The NIC has no IP address in a VPC, so it cannot have a floating IP.")
    return subnet.data["vpcReference"], ip, nic.ext_id
