"""The model a stack gets from a configuration without faults."""

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from topology import (
    Category,
    FailoverMode,
    NatGateways,
    Peering,
    Platform,
    SiteModel,
    Stage,
    StaticAddress,
    SubnetPlan,
    Tier,
    build,
)

Change = Callable[[dict[str, Any]], dict[str, Any]]


def test_each_stack_sees_itself_and_the_other(config: dict[str, Any]) -> None:
    north, south = build(config, "north", "shop-dr"), build(config, "south", "shop-dr")
    assert (north.me.name, north.other.name, north.is_active, north.is_home) == ("north", "south", True, True)
    assert (south.me.name, south.other.name, south.is_active, south.is_home) == (
        "south",
        "north",
        False,
        False,
    )
    assert north.me == south.other
    assert list(south.sites) == ["south", "north"]


def test_one_line_changes_who_is_active_and_nothing_else(changed: Change) -> None:
    before, after = (build(changed({"activeRegion": name}), "south", "shop-dr") for name in ("north", "south"))
    assert (before.is_active, after.is_active) == (False, True)
    assert dataclasses.replace(before, active=after.active) == after


def test_defaults(config: dict[str, Any]) -> None:
    model = build(config, "north", "shop-dr")
    assert model.failover_mode is FailoverMode.PLANNED
    assert model.platform is Platform.NC2
    assert model.peering is Peering.TRANSIT_GATEWAY
    assert model.name_prefix == model.project == "shop-dr"
    assert (model.me.transit_vpc, model.me.nat_gateways) == ("transit-vpc", NatGateways.SINGLE)
    assert (model.recovery_reference_time, model.ec2_vpc) == (None, None)


def test_a_change_of_a_living_pair_is_accepted_by_its_name(changed: Change) -> None:
    given = {"homeSite": "south", "lostState": "north", "categories": ["Recovery:Shop"], "policies": ["shop", "files"]}
    accepted = build(changed({"acceptedChanges": given}), "south", "shop-dr").accepted_changes
    assert (accepted.home_site, accepted.lost_state, accepted.given_up_site) == ("south", "north", None)
    assert accepted.things == (("categories", "Recovery:Shop"), ("policies", "shop"), ("policies", "files"))
    assert build(changed({}), "south", "shop-dr").accepted_changes.things == ()


def test_the_overlay_arrives_whole(config: dict[str, Any]) -> None:
    overlay = build(config, "north", "shop-dr").overlay
    web, database = overlay.subnets
    assert overlay.external_subnet.pools == (("100.64.10.10", "100.64.10.100"),)
    assert web.dhcp_pools == (("172.30.1.200", "172.30.1.220"), ("172.30.1.230", "172.30.1.250"))
    assert (web.dns_servers, web.domain_name) == (("10.20.0.2",), "shop.example")
    assert (database.dhcp_pools, database.dns_servers, database.domain_name) == ((), (), None)
    assert (database.gateway, database.prefix_length) == ("172.29.8.126", 25)
    assert overlay.static_addresses[0] == StaticAddress("web-1", "172.30.1.34")


def test_stages_keep_their_order(config: dict[str, Any]) -> None:
    stages = build(config, "north", "shop-dr").protection.stages
    assert stages == (Stage(Category("Tier", "Database"), 30), Stage(Category("Tier", "Web"), 0))


def test_without_stages_everything_protected_starts_at_once(changed: Change) -> None:
    protection = build(changed({"protection.stages": ...}), "north", "shop-dr").protection
    assert protection.stages == (Stage(Category("Recovery", "Shop"), 0),)


def test_the_engine_hands_mappings_over_as_json_text(config: dict[str, Any]) -> None:
    as_text = {key: json.dumps(value) if isinstance(value, dict) else value for key, value in config.items()}
    assert build(as_text, "south", "shop-dr") == build(config, "south", "shop-dr")


def test_the_order_of_keys_means_nothing(config: dict[str, Any]) -> None:
    text = {key: json.dumps(value, sort_keys=True) for key, value in config.items() if isinstance(value, dict)}
    assert build({**config, **text}, "north", "shop-dr") == build(config, "north", "shop-dr")


def test_digits_as_text_are_numbers(changed: Change) -> None:
    as_text = changed(
        {
            "sites.north.asn": "64600",
            "protection.rpoSeconds": "3600",
            "protection.retention.local": "2",
            "protection.timeoutMinutes": "45",
        }
    )
    assert build(as_text, "north", "shop-dr") == build(changed({}), "north", "shop-dr")


@pytest.mark.parametrize("seconds", [0, 60, 900, 3600, 86400, 1209600])
def test_recovery_point_objectives_that_prism_knows(changed: Change, seconds: int) -> None:
    model = build(changed({"protection.rpoSeconds": seconds}), "north", "shop-dr")
    assert model.protection.rpo_seconds == seconds


@pytest.mark.parametrize("when", ["2026-01-31T04:05:06Z", "2026-01-31T04:05:06.789+09:00", "2026-01-31t04:05:06z"])
def test_an_unplanned_failover_may_name_its_moment(changed: Change, when: str) -> None:
    model = build(changed({"failoverMode": "unplanned", "recoveryReferenceTime": when}), "north", "shop-dr")
    assert model.recovery_reference_time == when


def test_a_flip_has_options_a_number_and_risks_that_are_accepted_for_it(changed: Change) -> None:
    accepted = {"flip": "3", "risks": ["source-answers", "stale-recovery-point", "source-answers"]}
    given = {"failoverMode": "unplanned", "instantRestore": "true", "flipNumber": 3, "acceptedRisks": accepted}
    flip = build(changed(given), "north", "shop-dr").flip
    assert (flip.live_migrate, flip.instant_restore, flip.number) == (False, True, 3)
    assert flip.accepted is not None
    assert (flip.accepted.flip, flip.accepted.risks) == (3, ("source-answers", "stale-recovery-point"))
    assert build(changed({}), "north", "shop-dr").flip.accepted is None


def test_both_sites_may_share_a_region(changed: Change) -> None:
    config = changed({"sites.south.region": "eu-north-1", "sites.south.availabilityZones": ["eu-north-1c"]})
    assert build(config, "south", "shop-dr").me.region == build(config, "south", "shop-dr").other.region


def test_the_ec2_vpc_gets_an_attachment_subnet_in_each_zone(changed: Change) -> None:
    config = changed(
        {
            "workloadPlatform": "ec2",
            "overlay.externallyRoutablePrefixes": ["172.30.0.0/16"],
            "overlay.subnets": [{"name": "web", "cidr": "172.30.1.0/24", "gateway": "172.30.1.1"}],
            "overlay.staticAddresses": [],
            "ec2Vpc": {
                "site": "north",
                "cidr": "172.30.0.0/16",
                "availabilityZones": ["eu-north-1a", "eu-north-1c"],
            },
        }
    )
    ec2_vpc = build(config, "north", "shop-dr").ec2_vpc
    assert ec2_vpc is not None
    assert ec2_vpc.attachment_subnets == (
        SubnetPlan(Tier.ATTACHMENT, "eu-north-1a", "172.30.255.240/28"),
        SubnetPlan(Tier.ATTACHMENT, "eu-north-1c", "172.30.255.224/28"),
    )


def test_no_pydantic_leaves_the_package(config: dict[str, Any]) -> None:
    def reachable(value: object) -> list[object]:
        if dataclasses.is_dataclass(value):
            inner = [getattr(value, field.name) for field in dataclasses.fields(value)]
        else:
            inner = list(value) if isinstance(value, tuple) else []
        return [value, *(found for item in inner for found in reachable(item))]

    model: SiteModel = build(config, "north", "shop-dr")
    found = reachable(model)
    assert not any(isinstance(value, BaseModel) for value in found)
    json.dumps(dataclasses.asdict(model))  # plain values only: ready for outputs and resource inputs
    assert hash(model) == hash(build(config, "north", "shop-dr"))  # frozen all the way down
