"""The parts of a recovery plan that are objects of their own in Prism Central: stages and network mappings.

They have no names and no descriptions. A stage is found by its priority, a mapping by its primary network. Converging
compares and writes only the differences, so that a run after a killed one continues.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from collections.abc import Mapping as Dict
from functools import partial
from typing import Any, TypeVar

import pulumi
from pydantic import Field

from prism import Collection, Entity, Reference
from prism.datapolicies import (
    DelayAction,
    NetworkConfig,
    NetworkIpConfig,
    NetworkIpv4Config,
    NetworkMapping,
    RecoveryStage,
    StageAction,
)
from providers.base import Address, Part

E = TypeVar("E", bound=Entity)


class Stage(Part):
    """The VMs of these categories start together. The next stage starts ``delay_seconds`` later."""

    category_ids: list[str]
    delay_seconds: int = Field(default=0, ge=0)


class Network(Part):
    """An overlay subnet by name within its VPC."""

    vpc_id: str
    subnet_name: str
    gateway: Address
    prefix_length: int = Field(ge=0, le=32)


class Mapping(Part):
    """The network at the recovery site for a network at the primary site. Test networks are for test failovers."""

    primary: Network
    recovery: Network
    primary_test: Network | None = None
    recovery_test: Network | None = None


def to_stage(priority: int, stage: Stage) -> RecoveryStage:
    """The Prism object for a stage."""
    delay = [StageAction(config=DelayAction(delay_secs=stage.delay_seconds))] if stage.delay_seconds else []
    return RecoveryStage(entity_type="VM", category_ext_ids=stage.category_ids, priority=priority, post_actions=delay)


def from_stage(found: RecoveryStage) -> Stage:
    """The stage of a Prism object."""
    return Stage(category_ids=found.category_ext_ids or [], delay_seconds=found.delay_seconds)


def to_mapping(mapping: Mapping, keeps_addresses: bool | None = None) -> NetworkMapping:
    """The Prism object for a mapping. ``keeps_addresses`` None keeps the live flag."""
    made = NetworkMapping(
        primary_network=_to_network(mapping.primary),
        recovery_network=_to_network(mapping.recovery),
        primary_test_network=mapping.primary_test and _to_network(mapping.primary_test),
        recovery_test_network=mapping.recovery_test and _to_network(mapping.recovery_test),
    )
    if keeps_addresses is not None:
        # Without this flag, says the API, "VMs may recover with any IP address allocated by the DHCP server" of the
        # target network. assumed: it also ignores the addresses of recovery settings then.
        made.is_ip_mapping_enabled = keeps_addresses
    return made


def flag_of(keeps: bool, by_address: bool, *, managed: bool) -> bool | None:
    """Whether a mapping maps addresses; None leaves what others have set."""
    if keeps or by_address:
        return True
    return False if managed else None


def place_of(mapping: Mapping) -> tuple[str, str]:
    """Where a mapping belongs: the VPC and the name of its primary network."""
    return mapping.primary.vpc_id, mapping.primary.subnet_name


def tell_of_the_flag(olds: Dict[str, Any], news: Dict[str, Any]) -> None:
    """Says what the next run does to a plan that was made before addresses were mapped by default."""
    if news.get("keeps_addresses", True) and not olds.get("keeps_addresses"):
        pulumi.log.info(
            f"The network mappings of recovery plan '{olds.get('name', '?')}' will keep the VMs' addresses "
            "(isIpMappingEnabled). Until then a recovered VM may get any address of the target network."
        )


def same_mapping(live: NetworkMapping, wanted: NetworkMapping) -> bool:
    """True if the live mapping is as wanted."""
    enabled = wanted.is_ip_mapping_enabled in (None, bool(live.is_ip_mapping_enabled))
    return enabled and from_mapping(live) == from_mapping(wanted)


def from_mapping(found: NetworkMapping) -> Mapping:
    """The mapping of a Prism object."""
    return Mapping(
        primary=_from_network(found.primary_network),
        recovery=_from_network(found.recovery_network),
        primary_test=found.primary_test_network and _from_network(found.primary_test_network),
        recovery_test=found.recovery_test_network and _from_network(found.recovery_test_network),
    )


def _to_network(network: Network) -> NetworkConfig:
    addresses = NetworkIpv4Config(default_gateway_ip=network.gateway, prefix_length=network.prefix_length)
    return NetworkConfig(
        subnet_name=network.subnet_name,
        vpc=Reference(ext_id=network.vpc_id),
        ip_config=NetworkIpConfig(ipv4=addresses),
    )


def _from_network(found: NetworkConfig) -> Network:
    ipv4 = (found.ip_config and found.ip_config.ipv4) or NetworkIpv4Config()
    # Not validated: an invalid value that somebody set by hand is drift, and no error.
    return Network.model_construct(
        vpc_id=found.vpc.ext_id if found.vpc else "",
        subnet_name=found.subnet_name or "",
        gateway=ipv4.default_gateway_ip or "",
        prefix_length=ipv4.prefix_length or 0,
    )


def converge(
    collection: Collection[E],
    wanted: list[E],
    key: Callable[[E], Hashable],
    same: Callable[[E, E], bool],
    ours: Callable[[E], bool] = lambda found: True,
    merge: Callable[[E, E], E] | None = None,
) -> None:
    """Makes the collection hold exactly ``wanted``: deletes others and doubles, and writes those that differ.

    Objects that are not ``ours`` stay. ``merge`` puts a wanted object over a live one; without it, all fields count.
    """
    live: dict[Hashable, E] = {}
    keys = {key(entity) for entity in wanted}
    for found in [found for found in collection.list() if ours(found)]:
        if key(found) in keys and key(found) not in live:
            live[key(found)] = found
        else:
            collection.delete(found.id, found.label)
    for entity in wanted:
        current = live.get(key(entity))
        if current is None:
            collection.create(entity)
        elif not same(current, entity):
            collection.update(current.id, partial(_over, entity, merge or _all_fields))


def _over(entity: E, merge: Callable[[E, E], E], current: E) -> E:
    return merge(current, entity)


def _all_fields(current: E, wanted: E) -> E:
    return current.model_copy(update={name: getattr(wanted, name) for name in wanted.model_fields_set})
