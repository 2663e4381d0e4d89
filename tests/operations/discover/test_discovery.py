"""Discovery of estates that others built: what they hold is said, nothing of them changes, and nothing is guessed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from operations.cli import main
from operations.discover import (
    Access,
    Discovery,
    Outcome,
    Seen,
    as_json,
    as_markdown,
    as_text,
    discovered,
    look_at,
    settings_files,
    summary,
)
from tests.estates.configuration import overlay
from tests.estates.conftest import Build, Built, build, builder
from tests.estates.generator import estate
from tests.estates.snapshot import difference
from tests.estates.trial import TRIAL

__all__ = ["build"]
pytestmark = pytest.mark.slow


def seen(built: Built) -> list[Seen]:
    return look_at([Access(site.name, built.environment(site.name)) for site in built.estate.sites], lambda _: None)


def told(found: Discovery, outcome: Outcome) -> str:
    of_it = [one for one in found.findings if one.outcome is outcome]
    return "\n".join(f"{one.site} {one.thing}: {one.said} {one.todo}" for one in of_it)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    with builder(tmp_path_factory.mktemp("trial")) as building:
        yield building(TRIAL)


@pytest.fixture(scope="module")
def trial(standing: Built) -> Discovery:
    before = standing.look()
    found = discovered(seen(standing), "nc2-dr")
    assert difference(before, standing.look()) == []
    return found


def test_what_exists_is_named_by_id_with_where_it_was_seen(trial: Discovery) -> None:
    written = yaml.safe_load(settings_files(trial, "nc2-dr")["Pulumi.yaml"])["config"]
    for site in TRIAL.sites:
        facts = written["sites"]["default"][site.name]
        assert (facts["region"], facts["vpcCidr"], facts["asn"]) == (site.region, site.cidr, site.asn)
        assert (facts["prismCentral"], facts["cluster"]) == (site.prism_central, site.cluster)
        assert set(facts["existing"]) >= {"vpcId", "transitGatewayId", "transitGatewayAttachmentId"}
        assert [len(ids) for ids in facts["existing"]["subnetIds"].values()] == [2, 2, 2, 2]
    assert set(trial.values) == set(trial.seen)
    assert written["activeRegion"] == written["homeSite"] == "london"


def test_the_overlay_and_the_policies_are_said_with_their_own_names(trial: Discovery) -> None:
    wanted = overlay(TRIAL)
    assert {key: trial.values[f"overlay.{key}"] for key in ("vpc", "subnets", "externallyRoutablePrefixes")} == {
        key: wanted[key] for key in ("vpc", "subnets", "externallyRoutablePrefixes")
    }
    assert trial.values["overlay.externalSubnet.name"] == TRIAL.external_name
    assert trial.values["protection.policy"] == "gold-15m"
    assert trial.values["protection.rpoSeconds"] == 900
    (silver,) = trial.values["protection.tiers"]
    assert (silver["policy"], silver["rpoSeconds"], silver["category"]["value"]) == ("silver-4h", 14400, "Silver")


def test_routes_of_others_are_conflicts_with_the_command_that_resolves_them(trial: Discovery) -> None:
    conflicts = told(trial, Outcome.CONFLICT)
    for site in TRIAL.sites:
        for prefix in TRIAL.led_by_hand:
            assert f"{site.name} route {prefix} in tgw-rtb-" in conflicts
    assert "aws ec2 delete-transit-gateway-route --region eu-west-2" in conflicts
    assert "external subnet 'overlay-external-subnet-nat' of dublin" in conflicts


def test_of_three_plans_none_is_guessed(trial: Discovery) -> None:
    assert "recovery plan: candidates: rp-erp (3 stages); rp-web (1 stages); rp-rest (1 stages)" in told(
        trial, Outcome.UNDECIDED
    )
    assert "protection.recoveryPlan" not in trial.values
    assert trial.problems == ["protection.recoveryPlan: is missing: expected the recovery plan's name."]


def test_what_the_stacks_do_without_is_left_and_named(trial: Discovery) -> None:
    left, beyond = told(trial, Outcome.LEFT), told(trial, Outcome.NOT_EXPRESSIBLE)
    assert "floating IP 'fip-web-01'" in left
    assert "leads to VM 'web-01'" in left
    assert "record www.shop.bank.example A of zone" in left
    assert "load balancer 'web-dublin'" in beyond


def test_the_report_has_the_same_findings_in_each_form(trial: Discovery) -> None:
    page, text, values = as_markdown(trial), as_text(trial), json.loads(as_json(trial))
    assert len(values["findings"]) == len(trial.findings)
    for one in trial.findings:
        assert one.thing in text
        assert one.thing.replace("[", "\\[") in page
    assert summary(trial) in page


@pytest.mark.parametrize("seed", range(6))
def test_any_estate_is_read_and_written_as_settings(build: Build, seed: int) -> None:
    found = discovered(seen(build(estate(seed))), "nc2-dr")
    files = settings_files(found, "nc2-dr")
    written = yaml.safe_load(files["Pulumi.yaml"])
    assert set(written["config"]["sites"]["default"]) == set(found.sites)
    assert all(one.said and one.thing for one in found.findings)
    assert as_text(found).endswith(summary(found))


def test_the_command_writes_a_directory_and_says_what_is_left(
    standing: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for site in TRIAL.sites:
        file = tmp_path / f".env.{site.name}"
        file.write_text("".join(f"{name}={value}\n" for name, value in standing.environment(site.name).items()))
        file.chmod(0o600)
    before = standing.look()
    asked = ["discover", "--site", "london", "--site", "dublin", "--environments", str(tmp_path)]
    assert main([*asked, "--output", str(tmp_path / "dr")]) == 2, "three plans, and routes of others"
    said = capsys.readouterr()
    assert "IN CONFLICT" in said.out
    assert "Reading london: AWS in eu-west-2" in said.err
    assert {file.name for file in (tmp_path / "dr").iterdir()} == {
        "Pulumi.yaml",
        "Pulumi.london.yaml",
        "Pulumi.dublin.yaml",
        "discovery.md",
        "discovery.json",
    }
    assert difference(before, standing.look()) == []
    assert main([*asked, "--output", str(tmp_path / "dr")]) == 1, "the directory is not empty"
    assert "is not empty" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("sites", "variables", "told"),
    [
        (["london"], {}, "give --site twice"),
        (["london", "london"], {}, "give --site twice"),
        (["london", "dublin"], None, ".env.london is missing"),
        (["london", "dublin"], {"PRISM_ENDPOINT": "https://127.0.0.1:1"}, "does not set AWS_REGION"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], sites: list[str], variables: dict[str, str] | None, told: str
) -> None:
    for site in sites if variables is not None else []:
        file = tmp_path / f".env.{site}"
        file.write_text("".join(f"{name}={value}\n" for name, value in (variables or {}).items()))
        file.chmod(0o600)
    named = [word for site in sites for word in ("--site", site)]
    assert main(["discover", *named, "--environments", str(tmp_path), "--output", str(tmp_path / "dr")]) == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "dr").exists()
