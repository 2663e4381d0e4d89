"""NC2's VPC and its subnets are recognised by what is in them; a name alone is to be confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Network
from types import SimpleNamespace
from typing import Any

from operations.discover.draft import Draft
from operations.discover.finding import Outcome
from operations.discover.nc2_network import choose_subnets, choose_vpc
from operations.look import Route, Subnet

TIERS = ("public", "metal", "pc", "flow")
INTERNET = Route(IPv4Network("0.0.0.0/0"), "igw-1", "active")


def subnet(number: int, table: str, zone: str = "eu-west-2a") -> Subnet:
    return Subnet(f"subnet-{number}", "vpc-1", zone, IPv4Network(f"10.20.{number}.0/24"), table)


def aws(names: Mapping[str, str], **given: Any) -> Any:
    """Four subnets in one zone, the first of which has a way to the internet."""
    subnets = [subnet(1, "rtb-public"), *(subnet(number, "rtb-private") for number in (2, 3, 4))]
    interface = SimpleNamespace(vpc_id="vpc-1", subnet_id="subnet-4")
    overlay = Route(IPv4Network("172.30.0.0/16"), "eni-1", "active")
    network = SimpleNamespace(
        subnets={one.id: one for one in [*subnets, *given.pop("more", [])]},
        interfaces={"eni-1": interface},
        vpc_tables={"rtb-public": (INTERNET,), "rtb-private": (overlay,)},
    )
    vpcs = {"vpc-1": SimpleNamespace(tags={"Name": "nc2"}), "vpc-2": SimpleNamespace(tags={})}
    names = {id: names.get(id, "") for id in network.subnets}
    facts = {"nc2_tagged": frozenset(), "metal_subnets": frozenset(), **given}
    return SimpleNamespace(network=network, vpcs=vpcs, subnet_names=names, **facts)


def prism(*prefixes: str) -> Any:
    return SimpleNamespace(vpcs=[SimpleNamespace(externally_routable_prefixes=list(prefixes))], subnets=[])


def told(draft: Draft, outcome: Outcome) -> list[str]:
    return [f"{one.thing}: {one.said}" for one in draft.findings if one.outcome is outcome]


def test_what_is_in_a_subnet_counts_before_its_name() -> None:
    draft, facts = Draft("london"), aws({"subnet-2": "flow-a"}, metal_subnets=frozenset({"subnet-2"}))
    choose_subnets(draft, facts, prism("172.30.0.0/16"), "vpc-1", "10.20.3.7")
    key = "sites.london.existing.subnetIds"
    assert [draft.values[f"{key}.{tier}"] for tier in TIERS] == [[f"subnet-{number}"] for number in (1, 2, 3, 4)]
    assert draft.seen[f"{key}.metal"] == "bare-metal instances"
    assert draft.seen[f"{key}.pc"] == "the address of Prism Central"
    assert draft.seen[f"{key}.flow"] == "the interface that NC2's route leads to"
    assert told(draft, Outcome.UNDECIDED) == []


def test_a_name_alone_is_to_be_confirmed() -> None:
    draft = Draft("london")
    choose_subnets(draft, aws({"subnet-2": "hosts_node", "subnet-3": "pc-a"}), prism("172.30.0.0/16"), "vpc-1", "pc")
    assert told(draft, Outcome.UNDECIDED) == [
        "metal subnets: subnet-2: by the Name tag alone",
        "pc subnets: subnet-3: by the Name tag alone",
    ]


def test_a_zone_without_a_tier_is_left_and_two_of_a_tier_are_not_guessed() -> None:
    draft, more = Draft("london"), [subnet(5, "rtb-public", "eu-west-2b"), subnet(6, "rtb-private")]
    names = {"subnet-2": "metal", "subnet-3": "pc", "subnet-6": "metal-old"}
    choose_subnets(draft, aws(names, more=more), prism("172.30.0.0/16"), "vpc-1", "")
    assert not draft.values
    assert "metal subnet in eu-west-2a: candidates: subnet-2 (10.20.2.0/24); subnet-6 (10.20.6.0/24)" in told(
        draft, Outcome.UNDECIDED
    )
    assert told(draft, Outcome.LEFT) == ["zone eu-west-2b: it has no subnet for metal, pc, flow"]


def test_vpcs_that_both_have_something_of_nc2_are_left_to_a_person() -> None:
    draft = Draft("london")
    assert choose_vpc(draft, aws({}, nc2_tagged=frozenset({"vpc-2"})), prism("172.30.0.0/16"), "") == ""
    (said,) = told(draft, Outcome.UNDECIDED)
    assert said == "NC2's VPC: candidates: vpc-1 (NC2's route of the overlay); vpc-2 (tags of NC2)"
    assert not draft.values


def test_one_vpc_is_named_with_all_that_speaks_for_it() -> None:
    draft, facts = Draft("london"), aws({}, nc2_tagged=frozenset({"vpc-1"}), metal_subnets=frozenset({"subnet-2"}))
    assert choose_vpc(draft, facts, prism("172.30.0.0/16"), "10.20.3.7") == "vpc-1"
    assert draft.seen["sites.london.existing.vpcId"] == (
        "nc2: tags of NC2, bare-metal instances, NC2's route of the overlay, the address of Prism Central"
    )


def test_nothing_of_nc2_at_all_is_said() -> None:
    draft = Draft("london")
    assert choose_vpc(draft, aws({}), prism(), "") == ""
    assert told(draft, Outcome.UNDECIDED) == ["NC2's VPC: candidates: nothing was found"]
