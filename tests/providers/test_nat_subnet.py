"""What NC2 made: its external subnet with NAT is looked up by name, and its transit VPC gets our prefixes.

A VPC is joined to a second external subnet only where the VPC says that it can be.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from prism import PrismError
from prism.networking import Subnets, Vpc, Vpcs, prefixes_of, with_prefixes
from providers.external_subnet import ExternalSubnetProvider
from providers.nat_subnet import NatSubnetProvider
from providers.transit_vpc_prefixes import TransitVpcPrefixesProvider
from providers.vpc import VpcProvider
from tests.providers._engine import CheckFailed, Engine
from tests.providers._noun import nat_subnet, new_external_subnet, transit_vpc
from tests.providers.conftest import Cloud


def inputs(cloud: Cloud, name: str) -> dict[str, str]:
    transit = Vpcs(cloud.client("tokyo")).find_by_name("transit-vpc")
    assert transit is not None
    return {"name": name, "transit_vpc_id": transit.id}


def test_it_is_found_and_stays(cloud: Cloud) -> None:
    engine, wanted = Engine(NatSubnetProvider), inputs(cloud, "overlay-external-subnet-nat")
    assert engine.up(wanted) == "create"
    found = Subnets(cloud.client("tokyo")).find_by_name("overlay-external-subnet-nat")
    assert found is not None
    assert engine.id == found.id
    assert engine.refresh()
    assert engine.up(wanted) == "same"
    engine.destroy()
    assert Subnets(cloud.client("tokyo")).find_by_name("overlay-external-subnet-nat") is not None


def test_one_without_nat_or_of_another_name_is_refused_with_what_there_is(cloud: Cloud) -> None:
    wanted = inputs(cloud, "uplink")
    without = {
        "name": "uplink",
        "cidr": "100.64.10.0/24",
        "gateway": "100.64.10.1",
        "pools": [],
        "transit_vpc_id": wanted["transit_vpc_id"],
    }
    Engine(ExternalSubnetProvider, owner="nc2-dr/tokyo/uplink").up(without)
    words = r"named 'uplink'.*'uplink \(without NAT\)'.*Check loadBalancer.natSubnet"
    with pytest.raises(CheckFailed, match=words):
        Engine(NatSubnetProvider).up(wanted)
    near = inputs(cloud, "overlay-external-subnet-natt")
    with pytest.raises(CheckFailed, match=r"did you mean 'overlay-external-subnet-nat'\?"):
        Engine(NatSubnetProvider).check(near)


def test_one_that_was_renamed_by_hand_stops_no_failover(cloud: Cloud) -> None:
    engine, subnets = Engine(NatSubnetProvider), Subnets(cloud.client("tokyo"))
    engine.up(inputs(cloud, "overlay-external-subnet-nat"))
    subnets.update(engine.id, lambda now: now.model_copy(update={"name": "nat"}))
    assert engine.up(inputs(cloud, "overlay-external-subnet-nat")) == "same"


def test_a_new_name_of_the_same_subnet_makes_no_floating_ip_anew(cloud: Cloud) -> None:
    engine, subnets = Engine(NatSubnetProvider), Subnets(cloud.client("tokyo"))
    engine.up(inputs(cloud, "overlay-external-subnet-nat"))
    subnets.update(engine.id, lambda now: now.model_copy(update={"name": "nat"}))
    assert engine.up(inputs(cloud, "nat")) == "update"


def transit(cloud: Cloud) -> Vpc:
    return Vpcs(cloud.client("tokyo")).get(transit_vpc(cloud.client("tokyo")))


def routed(cloud: Cloud) -> list[str]:
    return prefixes_of(transit(cloud))


def by_hand(cloud: Cloud, *prefixes: str) -> None:
    Vpcs(cloud.client("tokyo")).update(
        transit(cloud).id, lambda vpc: with_prefixes(vpc, [*prefixes_of(vpc), *prefixes])
    )


def ours(cloud: Cloud, *prefixes: str, owner: str = "nc2-dr/tokyo/ours") -> tuple[Engine, dict[str, object]]:
    wanted: dict[str, object] = {"transit_vpc_id": transit(cloud).id, "prefixes": list(prefixes)}
    return Engine(TransitVpcPrefixesProvider, owner=owner), wanted


def test_the_transit_vpc_keeps_the_prefixes_of_others_and_loses_only_ours(cloud: Cloud) -> None:
    by_hand(cloud, "10.9.0.0/16", "172.30.0.0/16")
    engine, wanted = ours(cloud, "172.30.0.0/16", "172.31.0.0/16")
    assert engine.up(wanted) == "create"
    assert routed(cloud) == ["10.9.0.0/16", "172.30.0.0/16", "172.31.0.0/16"]
    assert engine.state["added"] == ["172.31.0.0/16"], "what was there is used, and is not ours"
    engine.destroy()
    assert routed(cloud) == ["10.9.0.0/16", "172.30.0.0/16"]
    assert "nc2-dr" not in (transit(cloud).description or "")


def test_what_another_stack_has_added_stays_when_ours_is_taken_away(cloud: Cloud) -> None:
    theirs, wanted = ours(cloud, "10.9.0.0/16", owner="shop/tokyo/ours")
    theirs.up(wanted)
    engine, wanted = ours(cloud, "172.30.0.0/16")
    engine.up(wanted)
    assert sorted(routed(cloud)) == ["10.9.0.0/16", "172.30.0.0/16"]
    engine.destroy()
    assert routed(cloud) == ["10.9.0.0/16"]
    theirs.destroy()
    assert routed(cloud) == []


def test_a_prefix_inside_a_wider_one_needs_none_of_its_own(cloud: Cloud) -> None:
    by_hand(cloud, "172.16.0.0/12")
    engine, wanted = ours(cloud, "172.30.0.0/16")
    engine.up(wanted)
    assert routed(cloud) == ["172.16.0.0/12"]
    assert engine.refresh()
    assert engine.up(wanted) == "same"


def test_a_prefix_of_another_owner_is_refused_by_name_before_anything_is_written(cloud: Cloud) -> None:
    first, wanted = ours(cloud, "172.30.0.0/16", owner="shop/tokyo/ours")
    first.up(wanted)
    engine, overlapping = ours(cloud, "172.30.4.0/22")
    with pytest.raises(CheckFailed, match=r"routes 172.30.0.0/16 for shop/tokyo/ours, and 172.30.4.0/22 overlaps it"):
        engine.up(overlapping)
    assert routed(cloud) == ["172.30.0.0/16"]


def test_somebody_who_writes_at_the_same_time_is_merged_with(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, wanted = ours(cloud, "172.30.0.0/16")
    honest, looks = Vpcs.get, iter(range(100))

    def beaten(self: Vpcs, ext_id: str) -> Vpc:
        found = honest(self, ext_id)
        if next(looks) == 1:  # the first look is the preview's, the second is the one that is written on
            monkeypatch.setattr(Vpcs, "get", honest)
            by_hand(cloud, "10.9.0.0/16")
        return found

    monkeypatch.setattr(Vpcs, "get", beaten)
    engine.up(wanted)
    assert sorted(routed(cloud)) == ["10.9.0.0/16", "172.30.0.0/16"]


@pytest.mark.parametrize("said", ["NONE", "ONLY_NAT", "ONLY_NONAT"])
def test_a_vpc_that_takes_no_second_external_subnet_is_refused_by_name(
    cloud: Cloud, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, site = cloud.client("tokyo"), cloud.world.site("tokyo")
    monkeypatch.setattr(site, "spec", replace(site.spec, multiple_external_subnets=said))
    wanted = {
        "name": "workload",
        "external_subnet_ids": [new_external_subnet(client), nat_subnet(client)],
        "externally_routable_prefixes": ["172.30.0.0/16"],
    }
    engine = Engine(VpcProvider, owner="nc2-dr/tokyo/vpc")
    with pytest.raises(PrismError, match=f"'workload' cannot be joined to a second.* {said}, and"):
        engine.up(wanted)
    with pytest.raises(CheckFailed, match="cannot be joined to a second"):
        engine.up(wanted)
    monkeypatch.setattr(site, "spec", replace(site.spec, multiple_external_subnets="ALL"))
    assert engine.up(wanted) == "create"
