"""Network mappings of a v3 recovery plan: a list in its document, with one entry per location."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prism.datapolicies.network_mapping import NetworkConfig, NetworkIpConfig, NetworkIpv4Config, NetworkMapping
from prism.model import Reference
from prism.v3.documents import Json, part_id, position_of
from prism.v3.recovery_plan import documents, ends

if TYPE_CHECKING:
    from prism.client import PrismCentral

Change = Callable[[list[Json], tuple[str, str]], list[Json]]
_SIDES = "availability_zone_network_mapping_list"


@dataclass(frozen=True)
class NetworkMappings:
    """The network mappings of one plan."""

    central: PrismCentral
    plan_id: str

    def list(self) -> Iterator[NetworkMapping]:
        """Every mapping."""
        spec = documents(self.central).get(self.plan_id)["spec"]
        for position, mapping in enumerate(_mappings(spec), start=1):
            yield _read(position, mapping, ends(spec))

    def get(self, ext_id: str) -> NetworkMapping:
        """One mapping."""
        spec = documents(self.central).get(self.plan_id)["spec"]
        place = position_of(_mappings(spec), ext_id, "network mapping")
        return _read(place + 1, _mappings(spec)[place], ends(spec))

    def create(self, entity: NetworkMapping) -> str:
        """Adds the mapping. Its id is found by listing, as in v4."""
        self._change(lambda mappings, between: [*mappings, _written(entity, between)])
        return ""

    def replace(self, current: NetworkMapping, wanted: NetworkMapping) -> None:
        """Replaces one mapping."""

        def exchange(mappings: list[Json], between: tuple[str, str]) -> list[Json]:
            place = position_of(mappings, current.id, "network mapping")
            return [*mappings[:place], _written(wanted, between), *mappings[place + 1 :]]

        self._change(exchange)

    def delete(self, ext_id: str, name: str) -> None:
        """Removes it from the list."""

        def remove(mappings: list[Json], between: tuple[str, str]) -> list[Json]:
            place = position_of(mappings, ext_id, "network mapping")
            return [*mappings[:place], *mappings[place + 1 :]]

        self._change(remove)

    def _change(self, change: Change) -> None:
        def over(spec: Json) -> Json:
            mappings = change(_mappings(spec), ends(spec))
            parameters = {**spec["resources"]["parameters"], "network_mapping_list": mappings}
            return {**spec, "resources": {**spec["resources"], "parameters": parameters}}

        documents(self.central).change(self.plan_id, over)


def _mappings(spec: Json) -> list[Json]:
    return spec["resources"]["parameters"].get("network_mapping_list") or []


def _read(position: int, mapping: Json, between: tuple[str, str]) -> NetworkMapping:
    sides = {str(side["availability_zone_url"]): side for side in mapping.get(_SIDES) or []}
    primary, recovery = (sides.get(end, {}) for end in between)
    return NetworkMapping(
        ext_id=part_id(position, mapping),
        primary_network=_network(primary.get("recovery_network")) or NetworkConfig(),
        recovery_network=_network(recovery.get("recovery_network")) or NetworkConfig(),
        primary_test_network=_network(primary.get("test_network")),
        recovery_test_network=_network(recovery.get("test_network")),
        is_ip_mapping_enabled=mapping.get("is_ip_mapping_enabled"),
    )


def _network(found: Json | None) -> NetworkConfig | None:
    if not found:
        return None
    subnet: Json = next(iter(found.get("subnet_list") or []), {})
    gateway, length = subnet.get("gateway_ip"), subnet.get("prefix_length")
    addresses = NetworkIpv4Config(default_gateway_ip=gateway, prefix_length=length)
    vpc = found.get("vpc_reference")
    return NetworkConfig(
        subnet_name=found.get("name"),
        vpc=Reference(ext_id=vpc["uuid"]) if vpc else None,
        ip_config=NetworkIpConfig(ipv4=addresses) if subnet else None,
    )


def _written(mapping: NetworkMapping, between: tuple[str, str]) -> Json:
    networks = (
        (mapping.primary_network, mapping.primary_test_network),
        (mapping.recovery_network, mapping.recovery_test_network),
    )
    sides = []
    for end, (network, test) in zip(between, networks, strict=True):
        side: Json = {"availability_zone_url": end, "recovery_network": _document(network)}
        sides.append({**side, "test_network": _document(test)} if test else side)
    flag = {} if mapping.is_ip_mapping_enabled is None else {"is_ip_mapping_enabled": mapping.is_ip_mapping_enabled}
    return {"are_networks_stretched": False, **flag, _SIDES: sides}


def _document(network: NetworkConfig) -> Json:
    found: Json = {"name": network.subnet_name}
    if network.vpc:
        found["vpc_reference"] = {"kind": "vpc", "uuid": network.vpc.ext_id}
    ipv4 = network.ip_config and network.ip_config.ipv4
    if ipv4:
        found["subnet_list"] = [{"gateway_ip": ipv4.default_gateway_ip, "prefix_length": ipv4.prefix_length}]
    return found
