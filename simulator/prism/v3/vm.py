"""VM of v3: listed, read and changed. /api/nutanix/v3/vms."""

from __future__ import annotations

from simulator.prism.model import Json, Record, SchemaRefusal, Site, nouns
from simulator.prism.v3.kind import Answer, ReadKind, accepted, document, refer, require_version, submit

MIB = 2**20


class Vm(ReadKind):
    """The VMs of v4."""

    name = "vm"
    collection = "vms"
    operations = ("POST vms/list", "GET vms/{uuid}", "PUT vms/{uuid}")

    def shown(self, site: Site, record: Record) -> Json:
        data = record.data
        resources: Json = {
            "power_state": data["powerState"],
            "memory_size_mib": int(data.get("memorySizeBytes", 0)) // MIB,
            "num_sockets": data.get("numSockets", 1),
            "num_vcpus_per_socket": data.get("numCoresPerSocket", 1),
            "nic_list": [_nic(site, nic) for nic in site.store.all("vm_nic", record.ext_id)],
        }
        seen = document(self.name, record, resources, cluster_reference=refer(site, "cluster", site.cluster_id))
        mapping = categories_of(site, record)
        # A plain map holds one value per key; only the mapping holds them all.
        seen["metadata"] |= {"categories": {k: v[0] for k, v in mapping.items()}, "categories_mapping": mapping}
        return seen

    def update(self, site: Site, uuid: str, body: Json) -> Answer:
        vm = site.store.require("vm", uuid)
        spec, about = body.get("spec"), body.get("metadata", {})
        if not isinstance(spec, dict) or not isinstance(spec.get("resources", {}), dict):
            raise SchemaRefusal(("spec", "Must be an object with resources."))
        if not isinstance(spec.get("name", vm.name), str):
            raise SchemaRefusal(("spec.name", "Must be a string."))
        require_version("VM", vm, about)
        whole = about.get("use_categories_mapping") is True
        asked = {"spec": spec, "categories": about.get("categories_mapping" if whole else "categories")}
        return accepted(self.name, uuid, vm.name, submit(site, nouns()["vm_v3"], "update", uuid, asked))


def categories_of(site: Site, vm: Record) -> dict[str, list[str]]:
    """The values of each category key of a VM."""
    found: dict[str, list[str]] = {}
    for given in vm.data.get("categories", []):
        category = site.store.get("category", given["extId"])
        if category is not None:
            found.setdefault(category.data["key"], []).append(category.data["value"])
    return found


def _nic(site: Site, nic: Record) -> Json:
    network, backing = nic.data["nicNetworkInfo"], nic.data["nicBackingInfo"]
    ip = network.get("ipv4Config", {}).get("ipAddress")
    return {
        "uuid": nic.ext_id,
        "nic_type": network["nicType"],
        "mac_address": backing["macAddress"],
        "is_connected": backing["isConnected"],
        "subnet_reference": refer(site, "subnet", network["subnet"]["extId"]),
        "ip_endpoint_list": [{"ip": ip["value"], "type": "ASSIGNED"}] if ip else [],
    }
