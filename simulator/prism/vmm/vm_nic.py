"""NIC of a VM. /api/vmm/v4.N/ahv/config/vms/{vmExtId}/nics.

A GET shows both forms of the API, the deprecated one (backingInfo, networkInfo) and the newer one (nicBackingInfo,
nicNetworkInfo). If a write holds both, the newer one counts.
"""

from __future__ import annotations

from ipaddress import IPv4Address

from simulator.prism.model import PAGED, Done, Json, Record, Site, fields, hidden, missing, nic_address, reference
from simulator.prism.networking import floating_ip, ipam, ipv4
from simulator.prism.vmm.nic_actions import NicActions
from simulator.prism.vms import learned_addresses, power

_TYPES = "vmm.v4.ahv.config"
_ETHERNET = f"{_TYPES}.VirtualEthernetNic"


class VmNic(NicActions):
    """Takes a static address (ipv4Config.ipAddress) or a free one of the subnet's pools; refuses one that is taken."""

    kind = "vm_nic"
    namespace = "vmm"
    path = "ahv/config/vms/{vm}/nics"
    object_type = f"{_TYPES}.Nic"
    rel = "vmm:ahv:config:vm:nic"
    query = PAGED | {"$filter"}
    fields = fields("backingInfo nicBackingInfo networkInfo nicNetworkInfo")
    guarded = frozenset({"create", "update", "delete", "act"})

    def shape(self, body: Json) -> None:
        super().shape(body)
        network = body.get("nicNetworkInfo") or body.get("networkInfo") or {}
        if not isinstance(network.get("subnet", {}).get("extId"), str):
            raise missing("nicNetworkInfo.subnet.extId")
        given = network.get("ipv4Config", {}).get("ipAddress")
        if given is not None:
            ipv4.address(given, "nicNetworkInfo.ipv4Config.ipAddress")

    def etags(self, site: Site, record: Record) -> set[str]:
        return {record.etag, site.store.require("vm", str(record.parent)).etag}

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        network = body.get("nicNetworkInfo") or body["networkInfo"]
        subnet = site.store.require("subnet", network["subnet"]["extId"])
        wanted = network.get("ipv4Config", {}).get("ipAddress")
        if wanted is not None:
            same = old is not None and old.data["nicNetworkInfo"]["subnet"]["extId"] == subnet.ext_id
            mine = nic_address(old) if same and old is not None else None
            ipam.require_free(site, subnet, ipv4.address(wanted, "ipAddress"), besides=mine)

    def complete(self, site: Site, record: Record) -> None:
        body = record.data
        backing = dict(body.get("nicBackingInfo") or body.get("backingInfo") or {})
        network = dict(body.get("nicNetworkInfo") or body["networkInfo"])
        backing.setdefault("model", "VIRTIO")
        backing.setdefault("isConnected", True)
        backing.setdefault("numQueues", 1)
        if "macAddress" not in backing:
            backing["macAddress"] = hidden.of_nic(record).get("mac") or _mac(site)
        hidden.of_nic(record)["mac"] = backing["macAddress"]
        network.setdefault("nicType", "NORMAL_NIC")
        network.setdefault("vlanMode", "ACCESS")
        subnet = site.store.require("subnet", network["subnet"]["extId"])
        config = network.get("ipv4Config", {})
        ip = ipv4.address(config["ipAddress"], "ipAddress") if "ipAddress" in config else None
        if ip is None and ipam.config_of(subnet) is not None and config.get("shouldAssignIp", True):
            ip = ipam.allocate(site, subnet)
        vm = site.store.get("vm", str(record.parent))
        _fill(record, backing, network, ip, running=vm is not None and power.is_on(vm))

    def update(self, site: Site, record: Record, body: Json) -> None:
        super().update(site, record, body)
        _touch_vm(site, record)

    def created(self, site: Site, record: Record) -> None:
        _touch_vm(site, record)

    def deleted(self, site: Site, record: Record) -> None:
        floating_ip.release(site, record.ext_id)
        _touch_vm(site, record)

    def done(self, record: Record, verb: str) -> Done:
        return Done(affected=((self.rel, record.ext_id, record.ext_id), ("vmm:ahv:config:vm", str(record.parent), "")))

    def readdress(self, site: Site, record: Record, subnet: Record, ip: IPv4Address | None) -> Done:
        network = {k: v for k, v in record.data["nicNetworkInfo"].items() if k not in {"ipv4Config", "ipv4Info"}}
        network["subnet"] = reference(subnet.ext_id)
        vm = site.store.require("vm", str(record.parent))
        _fill(record, record.data["nicBackingInfo"], network, ip, running=power.is_on(vm))
        site.store.touch(record)
        _touch_vm(site, record)
        return self.done(record, "act")


def _fill(record: Record, backing: Json, network: Json, ip: IPv4Address | None, *, running: bool) -> None:
    """Write both forms of the API from the form that counts."""
    data = record.data
    config = {**network.get("ipv4Config", {}), "$objectType": f"{_TYPES}.Ipv4Config", "shouldAssignIp": ip is not None}
    if ip is not None:
        config["ipAddress"] = ipv4.address_object(ip)
    network = {**network, "subnet": reference(network["subnet"]["extId"]), "ipv4Config": config}
    data["backingInfo"] = {**backing, "$objectType": f"{_TYPES}.EmulatedNic"}
    data["nicBackingInfo"] = {**backing, "$objectType": _ETHERNET}
    data["networkInfo"] = {**network, "$objectType": f"{_TYPES}.NicNetworkInfo"}
    data["nicNetworkInfo"] = {**network, "$objectType": f"{_TYPES}.VirtualEthernetNicNetworkInfo"}
    learned_addresses.learn(data, running=running, guest=hidden.of_nic(record).get("guest"))


def _touch_vm(site: Site, record: Record) -> None:
    vm = site.store.get("vm", str(record.parent))
    if vm is not None:
        site.store.touch(vm)


def _mac(site: Site) -> str:
    tail = site.world.new_id().replace("-", "")[:6]
    return ":".join(("50", "6b", "8d", tail[0:2], tail[2:4], tail[4:6]))
