"""Two Prism Centrals paired by either of their stacks."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from prism import PrismError
from prism.datapolicies import RecoveryPlans
from prism.prism import DomainManagers, Registrations
from providers.pairing import PairingProvider
from tests.providers._engine import CheckFailed, Engine
from tests.providers.conftest import Cloud
from tests.providers.nouns.pairing import unpaired


def paired_with(cloud: Cloud, inputs: dict[str, Any]) -> list[str]:
    """The names Tokyo is paired with."""
    return [one.name for one in Registrations(cloud.client("tokyo"), inputs["domain_manager_id"]).list()]


def test_the_other_is_found_at_its_address_and_port(cloud: Cloud) -> None:
    inputs = unpaired(cloud.client("tokyo"))
    port = urlsplit(cloud.running.endpoints["osaka"]).port
    engine = Engine(PairingProvider)
    assert engine.up({**inputs, "address": "127.0.0.1", "port": port}) == "create"
    assert engine.id == cloud.world.site("osaka").domain_manager_id
    assert engine.state["connectivity_status"] == "CONNECTED"


def test_what_is_paired_already_is_taken_over_without_credentials(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = next(iter(DomainManagers(cloud.client("tokyo")).list())).id
    inputs = {"domain_manager_id": own, "prism_central": "pc-osaka", "address": "pc-osaka"}
    monkeypatch.delenv("PRISM_PEER_USERNAME")
    monkeypatch.delenv("PRISM_PEER_PASSWORD")
    assert Engine(PairingProvider).up(inputs) == "create"
    assert paired_with(cloud, inputs) == ["pc-osaka"]


def test_both_stacks_may_declare_it_and_the_one_that_made_it_ends_it(cloud: Cloud) -> None:
    inputs = unpaired(cloud.client("tokyo"))
    tokyo, osaka = Engine(PairingProvider), Engine(PairingProvider, owner="nc2-dr/osaka/pairing")
    tokyo.up(inputs)
    cloud.enter("osaka")
    other = next(iter(DomainManagers(cloud.client("osaka")).list())).id
    osaka.up({"domain_manager_id": other, "prism_central": "pc-tokyo", "address": "pc-tokyo"})
    osaka.destroy()
    assert paired_with(cloud, inputs) == ["pc-osaka"], "it was there before the stack of osaka"
    cloud.enter("tokyo")
    tokyo.make().delete(tokyo.id, tokyo.state)
    assert paired_with(cloud, inputs) == []
    tokyo.make().delete(tokyo.id, tokyo.state)
    assert not tokyo.refresh()


def test_a_pairing_that_was_there_before_goes_once_the_other_no_longer_answers(cloud: Cloud) -> None:
    """That of a Prism Central which is no more would else be taken for the next one of its name."""
    own = next(iter(DomainManagers(cloud.client("tokyo")).list())).id
    inputs = {"domain_manager_id": own, "prism_central": "pc-osaka", "address": "pc-osaka"}
    engine = Engine(PairingProvider)
    engine.up(inputs)
    cloud.links(osaka="down")
    assert engine.refresh()
    assert engine.state["adopted"]
    engine.destroy()
    assert paired_with(cloud, inputs) == []


def test_credentials_that_are_missing_are_asked_for_by_name(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = unpaired(cloud.client("tokyo"))
    monkeypatch.delenv("PRISM_PEER_PASSWORD")
    with pytest.raises(PrismError, match=r"^PRISM_PEER_PASSWORD not set: .*'pc-osaka' at pc-osaka:9440"):
        Engine(PairingProvider).up(inputs)


def test_credentials_that_are_refused_are_neither_shown_nor_kept(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = unpaired(cloud.client("tokyo"))
    monkeypatch.setenv("PRISM_PEER_PASSWORD", "not-the-password")
    engine = Engine(PairingProvider)
    with pytest.raises(PrismError, match=r"register pc-osaka:9440 with domain manager 'pc-tokyo'.*refused") as failed:
        engine.up(inputs)
    assert "not-the-password" not in str(failed.value)
    monkeypatch.setenv("PRISM_PEER_PASSWORD", cloud.running.password)
    engine.up(inputs)
    assert cloud.running.password not in str(engine.state)


def test_another_prism_central_at_the_address_is_named_and_not_kept(cloud: Cloud) -> None:
    inputs = {**unpaired(cloud.client("tokyo")), "prism_central": "pc-nagoya"}
    with pytest.raises(PrismError, match="is not Prism Central 'pc-nagoya': 'pc-osaka' answered"):
        Engine(PairingProvider).up(inputs)
    assert paired_with(cloud, inputs) == []


def test_a_lost_link_is_warned_of_at_refresh_and_is_no_reason_to_pair_anew(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, inputs = Engine(PairingProvider), unpaired(cloud.client("tokyo"))
    engine.up(inputs)
    warned: list[str] = []
    monkeypatch.setattr("pulumi.log.warn", warned.append)
    cloud.links(osaka="down")
    assert engine.refresh()
    assert engine.state["connectivity_status"] == "DISCONNECTED"
    assert "pairing with Prism Central 'pc-osaka' is DISCONNECTED" in warned[0]
    assert engine.up(inputs) == "same"


def test_a_pairing_that_a_policy_needs_is_not_ended(cloud: Cloud) -> None:
    engine, inputs = Engine(PairingProvider), unpaired(cloud.client("tokyo"))
    engine.up(inputs)
    managers = (inputs["domain_manager_id"], engine.id)
    plan = {
        "name": "workload-recovery",
        "primaryLocation": {"domainManagerExtId": managers[0]},
        "recoveryLocation": {"domainManagerExtId": managers[1]},
    }
    plans = RecoveryPlans(cloud.client("tokyo"))
    plans.create(plans.model.model_validate(plan))
    with pytest.raises(PrismError, match=r"unregister 'pc-osaka'.*in use by recovery plan workload-recovery"):
        engine.make().delete(engine.id, engine.state)
    assert paired_with(cloud, inputs) == ["pc-osaka"]


def test_a_port_that_is_none_is_refused() -> None:
    with pytest.raises(CheckFailed, match="port is 0; expected 1 to 65535"):
        Engine(PairingProvider).check({"domain_manager_id": "d", "prism_central": "p", "address": "a", "port": 0})
