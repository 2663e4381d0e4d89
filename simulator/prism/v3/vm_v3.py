"""A VM of v3, written to the VM and the NICs of v4.

It has no path of its own: PUT /api/nutanix/v3/vms/{uuid} uses it.
"""

from __future__ import annotations

from ipaddress import IPv4Address

from simulator.prism.model import Json, Noun, Record, Site, invalid, nic_address, nouns, reference, timestamp
from simulator.prism.networking import ipam
from simulator.prism.v3.vm import MIB
from simulator.prism.vmm import Vm
from simulator.prism.vms import power

_NUMBERS = (("num_sockets", "numSockets", 1), ("num_vcpus_per_socket", "numCoresPerSocket", 1))


class VmV3(Noun):
    """A PUT is the whole VM: a NIC that it does not repeat by its uuid is removed, and one without a uuid is made.

    assumed: what a PUT leaves out of the resources stays as it is.
    """

    kind = "vm_v3"
    namespace = "vmm"
    path = ""
    object_type = Vm.object_type
    rel = Vm.rel
    verbs = frozenset()

    def find(self, site: Site, ext_id: str) -> Record:
        return site.store.require("vm", ext_id)

    def update(self, site: Site, record: Record, body: Json) -> None:
        spec = body["spec"]
        resources = spec.get("resources", {})
        categories = _categories(site, record, body.get("categories"))
        gone, new = _nics(site, record, resources)
        record.data |= {"name": spec.get("name", record.name), "categories": categories} | _numbers(resources)
        if "description" in spec:
            record.data["description"] = str(spec["description"])
        for nic in gone:
            nouns()["vm_nic"].delete(site, nic)
        for nic_body in new:
            nouns()["vm_nic"].create(site, site.world.new_id(), nic_body, record.ext_id)
        if "power_state" in resources and (resources["power_state"] == "ON") is not power.is_on(record):
            power.switch(site, record, on=not power.is_on(record))
        record.data["updateTime"] = timestamp(site.world.clock.now())
        site.store.touch(record)


def _numbers(resources: Json) -> Json:
    found = {v4: int(resources[v3]) * unit for v3, v4, unit in _NUMBERS if v3 in resources}
    if "memory_size_mib" in resources:
        found["memorySizeBytes"] = int(resources["memory_size_mib"]) * MIB
    return found


def _categories(site: Site, vm: Record, asked: Json | None) -> list[Json]:
    """The categories of a map of keys to a value or to values; those that the VM has, where there is no map."""
    if asked is None:
        return list(vm.data.get("categories", []))
    found = []
    for key, values in asked.items():
        for value in values if isinstance(values, list) else [values]:
            known = site.store.where("category", key=key, value=value)
            if not known:
                raise invalid(f"There is no category {key}:{value}.")
            found.append(reference(known[0].ext_id))
    return found


def _nics(site: Site, vm: Record, resources: Json) -> tuple[list[Record], list[Json]]:
    """The NICs to remove and the bodies of those to make, all of them checked; raises Refusal."""
    held = site.store.all("vm_nic", vm.ext_id)
    if "nic_list" not in resources:
        return [], []
    repeated = {nic.get("uuid") for nic in resources["nic_list"]}
    gone = [nic for nic in held if nic.ext_id not in repeated]
    known = {nic.ext_id for nic in held}
    new = [nic for nic in resources["nic_list"] if nic.get("uuid") not in known]
    return gone, [_checked(site, nic, gone) for nic in new]


def _checked(site: Site, nic: Json, gone: list[Record]) -> Json:
    """The v4 body of a new NIC; the addresses of the NICs that go are free."""
    subnet = site.store.require("subnet", nic["subnet_reference"]["uuid"])
    network: Json = {"subnet": reference(subnet.ext_id)}
    addresses = [endpoint["ip"] for endpoint in nic.get("ip_endpoint_list", []) if "ip" in endpoint]
    if addresses:
        ip = IPv4Address(addresses[0])
        freed = {nic_address(one) for one in gone if one.data["nicNetworkInfo"]["subnet"]["extId"] == subnet.ext_id}
        ipam.require_free(site, subnet, ip, besides=ip if ip in freed else None)
        network["ipv4Config"] = {"shouldAssignIp": True, "ipAddress": {"value": str(ip)}}
    backing: Json = {"macAddress": nic["mac_address"]} if "mac_address" in nic else {}
    return {"nicBackingInfo": backing, "nicNetworkInfo": network}
