"""NC2's external subnet with NAT is looked up by name, and one that does not do is refused with what there is."""

from __future__ import annotations

import pytest

from prism import PrismError
from prism.networking import Subnets, Vpcs
from providers.external_subnet import ExternalSubnetProvider
from providers.nat_subnet import NatSubnetProvider
from tests.providers._engine import Engine
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
    with pytest.raises(PrismError, match=r"named 'uplink'.*'uplink' \(without NAT\).*Correct loadBalancer.natSubnet"):
        Engine(NatSubnetProvider).up(wanted)
