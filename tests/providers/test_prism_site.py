"""The site is looked up by name, and the wrong Prism Central is noticed before anything is done."""

from __future__ import annotations

import copy

import pytest

from prism import PrismError, Timeouts
from providers.prism_site import PrismSiteProvider
from simulator.prism.model import Record
from tests.providers._engine import CheckFailed, Engine
from tests.providers.conftest import Cloud

TOKYO = {"prism_central": "pc-tokyo", "cluster": "nc2-tokyo", "transit_vpc": "transit-vpc"}


def test_the_ids_of_the_site_are_found(cloud: Cloud) -> None:
    site, engine = cloud.world.site("tokyo"), Engine(PrismSiteProvider)
    assert engine.up(TOKYO) == "create"
    assert engine.state["domain_manager_id"] == engine.id == site.domain_manager_id
    assert engine.state["cluster_id"] == site.cluster_id
    assert engine.refresh()
    assert engine.up(TOKYO) == "same"
    engine.destroy()


def test_the_environment_of_the_other_site_is_refused_at_preview(cloud: Cloud) -> None:
    cloud.enter("osaka")
    with pytest.raises(CheckFailed, match=r"is 'pc-osaka', but this stack belongs to 'pc-tokyo'.*PRISM_ENDPOINT"):
        Engine(PrismSiteProvider).check(TOKYO)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"cluster": "nc2-kyoto"}, "no cluster named 'nc2-kyoto'"),
        ({"cluster": "pc-tokyo"}, "no cluster named 'pc-tokyo'"),
        ({"transit_vpc": "transit"}, "no VPC named 'transit'"),
    ],
    ids=str,
)
def test_a_name_that_is_not_there_is_named(cloud: Cloud, change: dict[str, str], says: str) -> None:
    with pytest.raises(CheckFailed, match=says):
        Engine(PrismSiteProvider).check({**TOKYO, **change})


def test_a_mistyped_name_is_refused_at_preview_with_what_was_meant(cloud: Cloud) -> None:
    engine = Engine(PrismSiteProvider)
    engine.up(TOKYO)
    for change, meant in (({"cluster": "nc2-toky"}, "nc2-tokyo"), ({"transit_vpc": "transit-vcp"}, "transit-vpc")):
        with pytest.raises(CheckFailed, match=rf"did you mean '{meant}'\?"):
            engine.diff({**TOKYO, **change})


def test_a_cluster_that_was_renamed_is_the_same_cluster_at_preview_already(cloud: Cloud) -> None:
    """The engine shows what check has found: nothing that goes by the id would be made anew."""
    engine, store = Engine(PrismSiteProvider), cloud.world.site("tokyo").store
    engine.up(TOKYO)
    record = next(one for one in store.all("cluster") if "nc2-tokyo" in str(one.data))
    record.data["name"] = "nc2-tokio"
    renamed = {**TOKYO, "cluster": "nc2-tokio"}
    assert engine.check(renamed)["cluster_id"] == engine.state["cluster_id"]
    assert engine.diff(renamed).replaces == []
    assert engine.up(renamed) == "update"


def test_a_name_of_the_state_that_nothing_has_any_more_stops_no_failover(cloud: Cloud) -> None:
    """Somebody renamed the cluster by hand; no run of this stack needs it by its name."""
    engine, store = Engine(PrismSiteProvider), cloud.world.site("tokyo").store
    engine.up(TOKYO)
    next(one for one in store.all("cluster") if "nc2-tokyo" in str(one.data)).data["name"] = "nc2-tokio"
    assert engine.up(TOKYO) == "same"


def test_another_name_that_nobody_could_look_up_is_refused(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(PrismSiteProvider)
    engine.up(TOKYO)
    monkeypatch.setattr("providers.prism_site.PREVIEW", Timeouts(connect=0.2, read=0.2, call=0.1))
    monkeypatch.setenv("PRISM_ENDPOINT", "https://127.0.0.1:1")
    assert not engine.diff(TOKYO).changes
    with pytest.raises(PrismError, match=r"cluster changes from 'nc2-tokyo' to 'nc2-kyoto'.*nobody knows"):
        engine.diff({**TOKYO, "cluster": "nc2-kyoto"})


def test_another_prism_central_of_the_same_name_is_refused_until_it_is_accepted(cloud: Cloud) -> None:
    engine = Engine(PrismSiteProvider)
    engine.up(TOKYO)
    found, was = engine.state["domain_manager_id"], "99999999-9999-4999-8999-999999999999"
    engine.state["domain_manager_id"] = was
    words = rf"its id is {found}, and this stack works with {was}.*acceptedChanges: \{{prismCentral: {found}\}}"
    with pytest.raises(PrismError, match=words):
        engine.diff(TOKYO)
    with pytest.raises(PrismError, match=words):
        engine.refresh()
    with pytest.raises(PrismError, match=words):
        engine.diff({**TOKYO, "accepted_id": was})
    assert engine.up({**TOKYO, "accepted_id": found}) == "update"
    assert engine.state["domain_manager_id"] == found
    assert engine.up(TOKYO) == "update", "an entry that is taken out changes nothing else"


def test_a_cluster_made_anew_under_its_name_is_told_and_stops_nothing(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("pulumi.log.warn", told.append)
    engine = Engine(PrismSiteProvider)
    engine.up(TOKYO)
    engine.state["cluster_id"] = "old"
    assert engine.up(TOKYO) == "same"
    assert any("goes on with old" in line for line in told)


def test_a_preview_without_prism_central_goes_on(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("providers.prism_site.PREVIEW", Timeouts(connect=0.2, read=0.2, call=0.1))
    monkeypatch.setenv("PRISM_ENDPOINT", "https://127.0.0.1:1")
    Engine(PrismSiteProvider).check(TOKYO)


def test_a_missing_environment_fails_the_preview(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRISM_PASSWORD")
    with pytest.raises(CheckFailed, match="PRISM_PASSWORD is not set"):
        Engine(PrismSiteProvider).check(TOKYO)


@pytest.mark.parametrize(
    ("kind", "name", "word"),
    [
        ("domain_manager", "pc-tokyo", "domain manager"),
        ("cluster", "nc2-tokyo", "cluster"),
        ("vpc", "transit-vpc", "VPC"),
    ],
)
def test_two_of_one_name_are_both_named_and_neither_is_taken(kind: str, name: str, word: str, cloud: Cloud) -> None:
    store, twin = cloud.world.site("tokyo").store, "77777777-7777-4777-8777-777777777777"
    (first,) = (one for one in store.all(kind) if name in str(one.data))
    store.add(Record(kind, twin, {**copy.deepcopy(first.data), "extId": twin}))
    engine = Engine(PrismSiteProvider)
    with pytest.raises((PrismError, CheckFailed)) as caught:
        engine.up(TOKYO)
    assert f"find {word} '{name}': https" in str(caught.value)
    assert ", ".join(sorted([first.ext_id, twin])) in str(caught.value)
    assert not engine.id
