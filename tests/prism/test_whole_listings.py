"""A listing that is decided by is whole, or an error: while others delete and create, and from broken servers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from prism import Credentials, PrismCentral, PrismError, ServerError
from prism.networking import Vpcs
from prism.v3.documents import Documents
from prism.vmm import Vms
from simulator import Running, SiteSpec, World, serve
from simulator.prism.model import nouns
from tests.prism.conftest import Answer, Stub

COUNT = 115
NAMES = [f"vm-{number:03}" for number in range(COUNT)]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A Prism Central with 115 VMs, and 115 VPCs beside its own."""
    world = World([SiteSpec("here", "eu-west-1")])
    site = world.site("here")
    for name in NAMES:
        nouns()["vpc"].create(site, world.new_id(), {"name": name}, None)
        nouns()["vm"].create(site, world.new_id(), {"name": name, "cluster": {"extId": site.cluster_id}}, None)
    with serve(world, tmp_path) as running:
        yield running


@pytest.fixture
def central(running: Running) -> PrismCentral:
    """Its client."""
    credentials = Credentials(running.username, running.password)
    return PrismCentral(running.endpoints["here"], credentials, ca_bundle=str(running.ca_bundle), rate_limit=100000)


def fault(running: Running, **order: Any) -> None:
    """Orders a fault of the simulator."""
    url = f"{running.endpoints['here']}/simulator/v1/faults"
    with requests.Session() as session:
        session.trust_env = False
        session.post(url, json=order, verify=str(running.ca_bundle), timeout=10).raise_for_status()


@pytest.mark.parametrize("collection", [Vms, Vpcs])
def test_no_object_is_missed_when_another_is_deleted_between_two_pages(
    running: Running, central: PrismCentral, collection: type[Vms] | type[Vpcs]
) -> None:
    gone = next(found.label for found in collection(central).list() if found.label in NAMES)
    fault(running, kind="deleted-after", path=f"*/{collection.path}", method="GET", vm=gone)
    seen = {found.label for found in collection(central).list()}
    assert set(NAMES) - seen <= {gone}


def test_deletions_between_all_pages_end_with_a_whole_list(running: Running, central: PrismCentral) -> None:
    fault(running, kind="deleted-after", path="*/vpcs", method="GET", count=5, vm="vm-*")
    seen = {found.label for found in Vpcs(central).list()}
    assert {found.label for found in Vpcs(central).list()} <= seen


def test_objects_that_are_created_meanwhile_hide_none(running: Running, central: PrismCentral) -> None:
    fault(running, kind="created-after", path="*/vms", method="GET", count=2)
    assert set(NAMES) <= {vm.label for vm in Vms(central).list()}


def test_a_list_in_another_order_from_page_to_page_is_read_again(running: Running, central: PrismCentral) -> None:
    fault(running, kind="reordered", path="*/vpcs", method="GET", skip=1)
    assert set(NAMES) <= {vpc.label for vpc in Vpcs(central).list()}


def test_a_list_that_never_stands_still_ends_with_a_sentence(running: Running, central: PrismCentral) -> None:
    for skip in range(8):
        fault(running, kind="reordered", path="*/vpcs", method="GET", skip=1 + skip)
    with pytest.raises(ServerError, match=r"Could not list VPC: its pages held \d+ of 116 objects, 4 times in a row"):
        list(Vpcs(central).list())


def test_a_server_that_ignores_the_page_ends_with_a_sentence(running: Running, central: PrismCentral) -> None:
    fault(running, kind="page-ignored", path="*/vms", count=-1)
    with pytest.raises(ServerError, match="its pages held 100 of 115 objects, 4 times in a row"):
        list(Vms(central).list())


def test_pages_without_a_total_are_read_twice(running: Running, central: PrismCentral) -> None:
    fault(running, kind="no-total", path="*/vms", count=-1)
    assert {vm.label for vm in Vms(central).list()} == set(NAMES)


def test_pages_without_end_end_with_a_sentence(
    running: Running, central: PrismCentral, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prism.listing.MOST_PAGES", 20)
    fault(running, kind="endless-pages", path="*/vms", count=-1)
    with pytest.raises(ServerError, match="answers page after page, 20 of them and more"):
        list(Vms(central).list())


def test_the_same_full_page_again_and_again_ends_with_a_sentence(stub: Stub) -> None:
    stub.script(Answer(data=[{"extId": str(number)} for number in range(100)]))
    with pytest.raises(ServerError, match="page 1 holds nothing that the pages before it did not hold, 4 times"):
        list(Vpcs(stub.client()).list())
    assert len(stub.calls) == 8


def test_an_object_twice_instead_of_another_ends_with_a_sentence(stub: Stub) -> None:
    page = {"data": [{"extId": "a"}, {"extId": "a"}], "metadata": {"totalAvailableResults": 2}}
    stub.script(Answer(raw=json.dumps(page).encode()))
    with pytest.raises(ServerError, match="its pages held 1 of 2 objects"):
        list(Vpcs(stub.client()).list())


def test_a_server_that_caps_its_pages_below_what_was_asked_is_no_short_list(stub: Stub) -> None:
    page = {"data": [{"extId": str(n)} for n in range(50)], "metadata": {"totalAvailableResults": 115}}
    stub.script(Answer(raw=json.dumps(page).encode()))
    with pytest.raises(PrismError, match="its pages held 50 of 115 objects"):
        list(Vpcs(stub.client()).list())


def test_an_order_that_prism_central_refuses_is_asked_for_once(stub: Stub) -> None:
    refusal = Answer(400, {"error": {"error": "Bad Request", "validationErrorMessages": [{"message": "no order"}]}})
    stub.script(refusal, Answer(data=[{"extId": "v"}]), Answer(data=[{"extId": "v"}]))
    client = stub.client()
    assert [vm.id for _ in range(2) for vm in Vms(client).list()] == ["v", "v"]
    assert ["orderby" in call.path for call in stub.calls] == [True, False, False]


def test_within_one_look_each_list_is_read_once(stub: Stub) -> None:
    client = stub.client()
    stub.script(Answer(data=[{"extId": "v"}]))
    with client.one_look():
        assert [vpc.id for _ in range(3) for vpc in Vpcs(client).list()] == ["v"] * 3
        assert [vpc.id for vpc in Vpcs(client).list("name eq 'v'")] == ["v"]
    assert len(stub.calls) == 2
    assert [vpc.id for vpc in Vpcs(client).list()] == ["v"]
    assert len(stub.calls) == 3


def test_a_quiet_list_costs_a_request_per_page(running: Running, central: PrismCentral) -> None:
    central.speaks("vmm", 0)
    sent: list[object] = []
    honest = central.session.send
    central.session.send = lambda *args: sent.append(args) or honest(*args)  # type: ignore[method-assign, func-returns-value]
    assert len(list(Vms(central).list())) == COUNT
    assert len(sent) == 2


def documents(*ids: str, total: int) -> Answer:
    """A page of v3."""
    found = {"entities": [{"metadata": {"uuid": one}} for one in ids], "metadata": {"total_matches": total}}
    return Answer(raw=json.dumps(found).encode())


def listed_by_v3(stub: Stub) -> list[str]:
    """The ids of v3's recovery plans."""
    return [one["metadata"]["uuid"] for one in Documents(stub.client(), "recovery_plans", "recovery_plan").list()]


def test_v3_pages_between_which_something_was_deleted_are_read_again(stub: Stub) -> None:
    # "a" is deleted after the first page, and "c" moves to where no page shows it.
    again = (documents("b", "c", total=3), documents("d", total=3))
    stub.script(documents("a", "b", total=4), documents("d", total=3), *again)
    assert listed_by_v3(stub) == ["a", "b", "d", "c"]
    assert [call.body["offset"] for call in stub.calls] == [0, 2, 0, 2]


def test_v3_pages_that_never_hold_all_end_with_a_sentence(stub: Stub) -> None:
    stub.script(documents("a", total=2))
    with pytest.raises(ServerError, match="list recovery plan: its pages held 1 of 2 objects, 4 times in a row"):
        listed_by_v3(stub)
