"""The custom IP addresses of a v3 plan as recovery settings of single VMs, their form in v4.

In v3 each side of a network mapping lists the addresses of VMs there. In v4 the setting of a VM pairs them.
"""

from __future__ import annotations

from simulator.prism.model import Json, Record, Site, invalid, nic_address, reference

_LISTS = (("recovery_ip_assignment_list", "Ip"), ("test_ip_assignment_list", "TestIp"))


def settings(site: Site, mappings: list[tuple[Json, Record]], ends: tuple[str, str]) -> list[Json]:
    """The recovery settings for v3 mappings.

    mappings: each v3 mapping with the v4 mapping made of it. ends: the URLs of the primary and of the recovery
    location.
    """
    pairs: dict[str, list[Json]] = {}
    for given, mapping in mappings:
        sides = {side["availability_zone_url"]: side for side in given["availability_zone_network_mapping_list"]}
        found: dict[str, Json] = {}
        for end, name in zip(ends, ("primary", "recovery"), strict=True):
            for listed, field in _LISTS:
                for entry in sides[end].get(listed, []):
                    address = {"ipv4": {"value": entry["ip_config_list"][0]["ip_address"]}}
                    found.setdefault(entry["vm_reference"]["uuid"], {})[f"{name}{field}"] = address
        for vm_id, addresses in found.items():
            pair = _own(site, vm_id) | addresses
            pairs.setdefault(vm_id, []).append({"networkMappingExtId": mapping.ext_id, **pair})
    return [_setting(vm_id, found) for vm_id, found in pairs.items()]


def assignments(site: Site, mapping: Record, name: str) -> Json:
    """The addresses that one side (`primary` or `recovery`) of a mapping lists in v3."""
    shown: Json = {}
    for setting in site.store.all("recovery_setting", mapping.parent):
        body = setting.data["recoverySetting"]
        for pair in body.get("ipMappings", []) if "vm" in body else ():
            for listed, field in _LISTS:
                if pair["networkMappingExtId"] == mapping.ext_id and f"{name}{field}" in pair:
                    address = {"ip_address": pair[f"{name}{field}"]["ipv4"]["value"]}
                    about = {"kind": "vm", "uuid": body["vm"]["extId"]}
                    entry = {"vm_reference": about, "ip_config_list": [address]}
                    shown.setdefault(listed, []).append(entry)
    return shown


def _own(site: Site, vm_id: str) -> Json:
    """The address that a VM has now, for both sides: it stands for a side that lists none."""
    for one in (site, *site.peers()):
        for nic in one.store.all("vm_nic", vm_id):
            ip = nic_address(nic)
            if ip is not None:
                return {name: {"ipv4": {"value": str(ip)}} for name in ("primaryIp", "recoveryIp")}
    raise invalid(f"There is no VM {vm_id} with an address that a custom one could replace.")


def _setting(vm_id: str, found: list[Json]) -> Json:
    return {"scope": "VM", "recoverySetting": {"vm": reference(vm_id), "ipMappings": found}}
