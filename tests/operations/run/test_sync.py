"""Definitions that both sites have changed while apart: told in readiness and before a failover, forced on request."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pulumi
import pytest

from operations.cli.main import main
from operations.look import Status
from operations.readiness import definitions
from prism import ConflictError
from prism.datapolicies import ProtectionPolicies, RecoveryPlan, RecoveryPlans
from prism.prism import Categories
from providers.category import CategoryProvider
from providers.failover import FailoverView, foretell_now
from providers.protection_policy import ProtectionPolicyProvider
from providers.recovery_plan import RecoveryPlanProvider
from tests.operations._estate import HOME, OTHER, Estate
from tests.providers._engine import Engine

pytestmark = pytest.mark.slow


@pytest.fixture
def apart(sites: Estate) -> Estate:
    """Both sites have described the plan while the link was down."""
    sites.world.set_links({HOME: "down"})
    for site in (HOME, OTHER):
        plans = RecoveryPlans(sites.client(site))
        (plan,) = plans.list()
        plans.update(plan.id, partial(_described, f"by {site}"))
    sites.world.set_links({HOME: "up"})
    return sites


def _described(text: str, plan: RecoveryPlan) -> RecoveryPlan:
    return plan.model_copy(update={"description": text})


def plan_of(sites: Estate, site: str) -> RecoveryPlan:
    (plan,) = RecoveryPlans(sites.client(site)).list()
    return plan


def view(sites: Estate, mode: str) -> FailoverView:
    found = sites.survivor().failover
    return FailoverView(found.client, found.inputs.model_copy(update={"mode": mode}), HOME, 0)


def test_definitions_that_are_in_sync_pass(sites: Estate) -> None:
    (check,) = definitions.look(sites.survivor())
    assert (check.status, check.found) == (Status.PASS, "plan, policies and categories are in sync")


def test_readiness_fails_for_a_plan_that_both_sides_changed_and_names_who(apart: Estate) -> None:
    (check,) = definitions.look(apart.survivor())
    assert (check.status, check.found) == (Status.FAIL, "OUT_OF_SYNC")
    assert check.subject == f"recovery plan '{plan_of(apart, OTHER).name}'"
    assert "here admin changed it last" in check.what_to_do
    assert "python -m operations sync --site osaka" in check.what_to_do


def test_an_unplanned_failover_warns_and_a_planned_one_is_refused(apart: Estate) -> None:
    unplanned, planned = (foretell_now(view(apart, mode)) for mode in ("unplanned", "planned"))
    assert any("is not the same in osaka and tokyo (OUT_OF_SYNC" in note for note in unplanned.notes)
    assert "out-of-step" not in {risk.kind.value for risk in unplanned.risks}
    assert "out-of-step" in {risk.kind.value for risk in planned.risks}
    assert not any("OUT_OF_SYNC" in note for note in planned.notes)


def test_a_prism_central_that_does_not_tell_is_said_and_stops_nothing(sites: Estate) -> None:
    sites.world.set_versions({"datapolicies": "v4.0"})
    (check,) = definitions.look(sites.survivor())
    assert check.status is Status.WARN
    assert "Compare plan, policies and categories by hand" in check.what_to_do
    sites.world.set_versions({"datapolicies": "v4.3"})


@pytest.fixture
def at(apart: Estate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Estate:
    """Osaka's environment, and a file with Tokyo's."""
    for name, value in apart.environment(OTHER).items():
        monkeypatch.setenv(name, value)
    file = tmp_path / f".env.{HOME}"
    file.write_text("".join(f"{name}={value}\n" for name, value in apart.environment(HOME).items()))
    file.chmod(0o600)
    monkeypatch.setattr("operations.cli.sync.Environments", lambda _, without: _Files(tmp_path))
    return apart


class _Files:
    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def of(self, site: str) -> dict[str, str]:
        lines = (self._directory / f".env.{site}").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)


def test_the_command_tells_which_side_changed_what(at: Estate, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sync", "--site", OTHER]) == 2
    out = capsys.readouterr().out
    name = plan_of(at, OTHER).name
    assert f"recovery-plan:{name} is OUT_OF_SYNC: osaka changed by admin, tokyo by admin" in out
    assert "description: osaka has by osaka; tokyo has by tokyo" in out
    assert f"python -m operations sync --site osaka --force recovery-plan:{name}" in out


def test_one_side_is_forced_only_when_the_operator_says_so(
    at: Estate, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    force = ["sync", "--site", OTHER, "--force", f"recovery-plan:{plan_of(at, OTHER).name}"]
    monkeypatch.setattr("builtins.input", lambda _: "no")
    assert main(force) == 1
    assert plan_of(at, HOME).description == "by tokyo"
    monkeypatch.setattr("builtins.input", lambda _: OTHER)
    assert main(force) == 0
    assert plan_of(at, HOME).description == plan_of(at, OTHER).description == "by osaka"
    assert main(["sync", "--site", OTHER]) == 0
    assert "Both sites have the same definitions." in capsys.readouterr().out
    assert main([*force, "--yes"]) == 1
    assert "is not out of sync" in capsys.readouterr().err


LOCATIONS = [{"label": site, "domain_manager_id": site, "is_primary": site == HOME} for site in (HOME, OTHER)]
WRITTEN: dict[str, tuple[Any, dict[str, Any]]] = {
    "category": (CategoryProvider, {"key": "Tier", "value": "new"}),
    "protection policy": (
        ProtectionPolicyProvider,
        {
            "name": "new",
            "category_ids": [],
            "locations": LOCATIONS,
            "rpo_seconds": 3600,
            "retention_local": 1,
            "retention_remote": 1,
        },
    ),
    "recovery plan": (
        RecoveryPlanProvider,
        {"name": "new", "primary_domain_manager_id": HOME, "recovery_domain_manager_id": OTHER, "stages": []},
    ),
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_plan_policy_and_category_are_not_written_while_the_pairing_is_down(
    sites: Estate, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    for name, value in sites.environment(HOME).items():
        monkeypatch.setenv(name, value)
    provider, inputs = WRITTEN[kind]
    text = json.dumps(inputs)
    for site in (HOME, OTHER):
        text = text.replace(f'_id": "{site}"', f'_id": "{sites.world.site(site).domain_manager_id}"')
    sites.world.set_links({OTHER: "down"})
    before = written(sites)
    with pytest.raises(ConflictError, match=r"is not written, because the pairing with .* 'pc-osaka' is down"):
        Engine(provider).up(json.loads(text))
    assert written(sites) == before


def test_a_change_is_left_for_later_while_the_pairing_is_down_and_holds_nothing_up(
    sites: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in sites.environment(HOME).items():
        monkeypatch.setenv(name, value)
    said: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", said.append)
    ids = {site: sites.world.site(site).domain_manager_id for site in (HOME, OTHER)}
    engine, inputs = Engine(RecoveryPlanProvider), {"name": "new", "stages": []}
    inputs |= {"primary_domain_manager_id": ids[HOME], "recovery_domain_manager_id": ids[OTHER]}
    assert engine.up(inputs) == "create"
    sites.world.set_links({OTHER: "down"})
    assert engine.up(inputs) == "same"
    assert said == []
    changed = {**inputs, "name": "renamed"}
    assert engine.up(changed) == "same"
    assert "'renamed' is not written, because the pairing with Prism Central 'pc-osaka' is down" in said[0]
    assert "A later pulumi up writes it." in said[0]
    sites.world.set_links({OTHER: "up"})
    assert engine.up(changed) == "update"
    assert [plan.name for plan in RecoveryPlans(sites.client(HOME)).list() if plan.id == engine.id] == ["renamed"]


def written(sites: Estate) -> list[int]:
    client = sites.client(HOME)
    return [len(list(kind(client).list())) for kind in (Categories, RecoveryPlans, ProtectionPolicies)]


def test_what_does_not_change_is_left_alone_while_the_pairing_is_down(
    sites: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in sites.environment(HOME).items():
        monkeypatch.setenv(name, value)
    engine = Engine(CategoryProvider)
    assert engine.up({"key": "Tier", "value": "new"}) == "create"
    sites.world.set_links({OTHER: "down"})
    assert engine.up({"key": "Tier", "value": "new"}) == "same"
    engine.destroy()
    assert not [one for one in Categories(sites.client(HOME)).list() if one.value == "new"]
