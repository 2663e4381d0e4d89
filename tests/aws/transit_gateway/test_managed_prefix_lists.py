"""Managed prefix lists of the local AWS."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.aws.networks import Client, make_network, refused

FIRST, SECOND = "172.30.0.0/16", "172.31.0.0/16"


def make(ec2: Client, *cidrs: str, most: int = 1) -> str:
    made = ec2.create_managed_prefix_list(
        PrefixListName="workload",
        AddressFamily="IPv4",
        MaxEntries=most,
        Entries=[{"Cidr": cidr} for cidr in cidrs],
    )
    return str(made["PrefixList"]["PrefixListId"])


def described(ec2: Client, id: str) -> dict[str, Any]:
    found: dict[str, Any] = ec2.describe_managed_prefix_lists(PrefixListIds=[id])["PrefixLists"][0]
    return found


def entries(ec2: Client, id: str) -> list[str]:
    return [entry["Cidr"] for entry in ec2.get_managed_prefix_list_entries(PrefixListId=id)["Entries"]]


def test_a_list_grows_and_then_takes_more_in_the_same_place(tokyo: Client) -> None:
    id = make(tokyo, FIRST)
    tokyo.modify_managed_prefix_list(PrefixListId=id, MaxEntries=2)
    assert (described(tokyo, id)["MaxEntries"], described(tokyo, id)["Version"]) == (2, 1)
    tokyo.modify_managed_prefix_list(PrefixListId=id, CurrentVersion=1, AddEntries=[{"Cidr": SECOND}])
    assert entries(tokyo, id) == [FIRST, SECOND]
    assert (described(tokyo, id)["PrefixListName"], described(tokyo, id)["Version"]) == ("workload", 2)


def test_one_prefix_takes_the_place_of_another(tokyo: Client) -> None:
    id = make(tokyo, FIRST)
    tokyo.modify_managed_prefix_list(
        PrefixListId=id, CurrentVersion=1, AddEntries=[{"Cidr": SECOND}], RemoveEntries=[{"Cidr": FIRST}]
    )
    assert entries(tokyo, id) == [SECOND]


def test_a_list_that_is_referred_to_stays(tokyo: Client) -> None:
    network, id = make_network(tokyo), make(tokyo, FIRST)
    key = {"TransitGatewayRouteTableId": network.table_id, "PrefixListId": id}
    tokyo.create_transit_gateway_prefix_list_reference(**key, TransitGatewayAttachmentId=network.attachment_id)
    with refused("IncorrectState"):
        tokyo.delete_managed_prefix_list(PrefixListId=id)
    tokyo.delete_transit_gateway_prefix_list_reference(**key)
    tokyo.delete_managed_prefix_list(PrefixListId=id)


def _too_many(ec2: Client) -> None:
    make(ec2, FIRST, SECOND)


def _one_too_many(ec2: Client) -> None:
    ec2.modify_managed_prefix_list(PrefixListId=make(ec2, FIRST), CurrentVersion=1, AddEntries=[{"Cidr": SECOND}])


def _too_small(ec2: Client) -> None:
    ec2.modify_managed_prefix_list(PrefixListId=make(ec2, FIRST, SECOND, most=2), MaxEntries=1)


def _both_at_once(ec2: Client) -> None:
    ec2.modify_managed_prefix_list(
        PrefixListId=make(ec2, FIRST), CurrentVersion=1, MaxEntries=2, AddEntries=[{"Cidr": SECOND}]
    )


def _old_version(ec2: Client) -> None:
    ec2.modify_managed_prefix_list(PrefixListId=make(ec2, FIRST), CurrentVersion=7, RemoveEntries=[{"Cidr": FIRST}])


def _deleted(ec2: Client) -> None:
    id = make(ec2, FIRST)
    ec2.delete_managed_prefix_list(PrefixListId=id)
    ec2.modify_managed_prefix_list(PrefixListId=id, MaxEntries=2)


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        pytest.param(_too_many, "InvalidParameterValue", id="more entries than the list may hold"),
        pytest.param(_one_too_many, "InvalidParameterValue", id="one entry too many"),
        pytest.param(_too_small, "InvalidParameterValue", id="a size below what it holds"),
        pytest.param(_both_at_once, "InvalidParameterCombination", id="size and entries at once"),
        pytest.param(_old_version, "IncorrectState", id="a version that is not the current one"),
        pytest.param(_deleted, "InvalidPrefixListID.NotFound", id="a deleted list"),
    ],
)
def test_refused(tokyo: Client, attempt: Callable[[Client], None], code: str) -> None:
    with refused(code):
        attempt(tokyo)
