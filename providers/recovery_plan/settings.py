"""How single VMs come up after a recovery: their addresses, floating IPs and power state.

An address belongs to a network mapping. The inputs name the mapping by its primary network, Prism Central by its id.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Dict
from typing import Any

from pydantic import Field

from prism import IpAddress, PrismCentral, Reference
from prism.datapolicies import (
    FloatingIpAssociation,
    IpMapping,
    NetworkMapping,
    NetworkMappings,
    PlannedFloatingIp,
    RecoverySetting,
    RecoverySettings,
    VmRecoverySetting,
)
from providers.base import Address, Part, in_order_of
from providers.recovery_plan.parts import Mapping, converge, from_mapping

DYNAMIC = "dynamic"
_ENDS = ("primary", "recovery", "primary_test", "recovery_test")


class StaticIp(Part):
    """The addresses of a NIC at both sites, in the network mapping with the primary network ``subnet_name``."""

    subnet_name: str
    primary: Address
    recovery: Address
    primary_test: Address | None = None
    recovery_test: Address | None = None


class NicFloatingIp(Part):
    """The floating IPs of a NIC at both sites: an address, ``dynamic`` for any address of the pool, or none."""

    nic_id: str
    primary: str | None = None
    recovery: str | None = None
    primary_test: str | None = None
    recovery_test: str | None = None


class VmSetting(Part):
    """The settings of one VM."""

    vm_id: str
    power_on: bool = True
    static_ips: list[StaticIp] = Field(default_factory=list)
    floating_ips: list[NicFloatingIp] = Field(default_factory=list)


def settle_settings(client: PrismCentral, plan_id: str, settings: list[VmSetting]) -> None:
    """Makes the plan hold exactly these settings of VMs. Settings of categories and volume groups stay."""
    ids = {name: mapping.id for name, mapping in _by_name(NetworkMappings(client, plan_id).list()).items()}
    converge(
        RecoverySettings(client, plan_id),
        [_to_setting(setting, ids) for setting in settings],
        key=lambda setting: setting.vm_id,
        same=lambda a, b: from_setting(a, _names(ids)) == from_setting(b, _names(ids)),
        ours=lambda setting: bool(setting.vm_id),
        merge=_merged,
    )


def release_mappings(client: PrismCentral, plan_id: str, mappings: list[Mapping]) -> None:
    """Deletes the settings of mappings that will be deleted. Wanted settings are made again later."""
    kept = {(mapping.primary.vpc_id, mapping.primary.subnet_name) for mapping in mappings}
    live = [(from_mapping(one).primary, one.id) for one in NetworkMappings(client, plan_id).list()]
    going = {mapping_id for network, mapping_id in live if (network.vpc_id, network.subnet_name) not in kept}
    collection = RecoverySettings(client, plan_id)
    for setting in list(collection.list()) if going else []:
        if any(one.network_mapping_ext_id in going for one in setting.recovery_setting.ip_mappings or []):
            collection.delete(setting.id, setting.label)


def seen_settings(
    client: PrismCentral, plan_id: str, mappings: list[NetworkMapping], declared: list[VmSetting] | None
) -> dict[str, list[VmSetting]]:
    """The live settings of VMs, not validated. Without declared settings there is no key, not even an empty list."""
    if declared is None:
        return {}
    enabled = {mapping.primary_network.subnet_name for mapping in mappings if mapping.is_ip_mapping_enabled}
    if not mapped_subnets(declared) <= enabled:
        # No input stands for the flag of the mapping, so settings without effect show as missing.
        return {"settings": []}
    names = _names({name: mapping.id for name, mapping in _by_name(mappings).items()})
    found = [from_setting(one, names) for one in RecoverySettings(client, plan_id).list() if one.vm_id]
    return {"settings": in_order_of(found, declared)}


def mapped_subnets(settings: list[VmSetting] | None) -> set[str]:
    """The names of the primary networks whose addresses are mapped one by one."""
    return {one.subnet_name for setting in settings or [] for one in setting.static_ips}


def problems_of(settings: list[VmSetting] | None, mapped: list[str]) -> Iterable[tuple[str, str]]:
    """What contradicts the network mappings, by the names of their primary networks, or another setting."""
    for name in sorted(mapped_subnets(settings)):
        if mapped.count(name) != 1:
            yield (
                "settings",
                f"maps addresses of '{name}'; expected one network mapping with it, found {mapped.count(name)}",
            )
    vms = [setting.vm_id for setting in settings or []]
    for vm in sorted({vm for vm in vms if vms.count(vm) > 1}):
        yield "settings", f"names the VM {vm} {vms.count(vm)} times; expected each once"


def from_setting(found: RecoverySetting, names: Dict[str, str]) -> VmSetting:
    """The setting of a Prism object. ``names`` are the primary networks by the id of their mapping."""
    inner = found.recovery_setting
    return VmSetting.model_construct(
        vm_id=found.vm_id,
        power_on=inner.power_state != "OFF",
        static_ips=[_from_static(one, names) for one in inner.ip_mappings or []],
        floating_ips=[_from_floating(one) for one in inner.floating_ip_associations or []],
    )


def _to_setting(setting: VmSetting, ids: Dict[str, str]) -> RecoverySetting:
    inner = VmRecoverySetting(
        vm=Reference(ext_id=setting.vm_id),
        power_state="ON" if setting.power_on else "OFF",
        ip_mappings=[_to_static(one, ids[one.subnet_name]) for one in setting.static_ips],
        floating_ip_associations=[_to_floating(one) for one in setting.floating_ips],
    )
    return RecoverySetting(scope="VM", recovery_setting=inner)


def _to_static(one: StaticIp, mapping_id: str) -> IpMapping:
    given = {f"{end}_ip": IpAddress.of(ip) for end in _ENDS if (ip := getattr(one, end))}
    values: dict[str, Any] = {"network_mapping_ext_id": mapping_id, **given}
    return IpMapping(**values)


def _from_static(found: IpMapping, names: Dict[str, str]) -> StaticIp:
    shown = {end: str(ip) if (ip := getattr(found, f"{end}_ip")) else None for end in _ENDS}
    values: dict[str, Any] = {"subnet_name": names.get(found.network_mapping_ext_id, ""), **shown}
    return StaticIp.model_construct(**values)


def _to_floating(one: NicFloatingIp) -> FloatingIpAssociation:
    given = {f"{end}_floating_ip": _planned(ip) for end in _ENDS if (ip := getattr(one, end))}
    values: dict[str, Any] = {"nic_ext_id": one.nic_id, **given}
    return FloatingIpAssociation(**values)


def _from_floating(found: FloatingIpAssociation) -> NicFloatingIp:
    values: dict[str, Any] = {end: _shown(getattr(found, f"{end}_floating_ip")) for end in _ENDS}
    return NicFloatingIp.model_construct(nic_id=found.nic_ext_id, **values)


def _planned(ip: str) -> PlannedFloatingIp:
    if ip == DYNAMIC:
        return PlannedFloatingIp(should_allocate_dynamically=True)
    return PlannedFloatingIp(should_allocate_dynamically=False, ip_address=IpAddress.of(ip))


def _shown(planned: PlannedFloatingIp | None) -> str | None:
    if planned is None:
        return None
    return DYNAMIC if planned.should_allocate_dynamically else str(planned.ip_address or "")


def _merged(current: RecoverySetting, wanted: RecoverySetting) -> RecoverySetting:
    """Guest scripts and volume groups stay, because no input stands for them."""
    ours = {name: getattr(wanted.recovery_setting, name) for name in VmRecoverySetting.model_fields}
    inner = current.recovery_setting.model_copy(update=ours)
    return current.model_copy(update={"scope": "VM", "recovery_setting": inner})


def _by_name(mappings: Iterable[NetworkMapping]) -> dict[str, NetworkMapping]:
    return {from_mapping(one).primary.subnet_name: one for one in mappings}


def _names(ids: Dict[str, str]) -> dict[str, str]:
    return {mapping_id: name for name, mapping_id in ids.items()}
