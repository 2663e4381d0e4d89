"""The field probe against both sites' simulators, what it shares, and services that do not answer."""

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from operations.assumptions import ASSUMPTIONS
from operations.cli import main
from operations.probe import PROBED, Finding, Seen, Site, Verdict, differences, document, look, read, text
from operations.probe.console import PROBES
from operations.probe.names import Replacements, named
from prism import ConflictError
from prism.datapolicies import RecoveryPlans
from prism.prism import Categories
from prism.vmm import Vms
from simulator.aws import serve
from simulator.console import Estate as ConsoleEstate
from simulator.console import Seeded
from simulator.console import serve as serve_console
from simulator.console.prism_central import NewPrismCentral
from tests.operations._estate import HOME, OTHER, Estate

pytestmark = pytest.mark.slow

CLUSTER = Seeded("nc2-osaka", "ap-northeast-3", "ap-northeast-3a", "i4i.metal", 3)


def seen(findings: list[Finding]) -> dict[str, Seen]:
    return {one.assumption.id: one.seen for one in findings}


def contradicted(findings: list[Finding]) -> dict[str, str]:
    return {one.assumption.id: one.seen.saw for one in findings if one.seen.verdict is Verdict.CONTRADICTED}


def test_every_row_with_a_probe_has_one_and_no_other_has() -> None:
    assert {row.id for row in ASSUMPTIONS if row.probe and not row.scratch} == PROBED


@pytest.mark.parametrize("site", [HOME, OTHER])
def test_nothing_at_a_simulated_site_contradicts(sites: Estate, site: str) -> None:
    findings, left = look(Site(sites.survivor(site)))
    assert (contradicted(findings), left) == ({}, [])
    assert [one.assumption for one in findings] == list(ASSUMPTIONS)
    confirmed = {one.assumption.id for one in findings if one.seen.verdict is Verdict.CONFIRMED}
    assert {"listing-totals", "order-by-id", "date-is-its-own-clock", "task-operations"} <= confirmed


def test_a_probe_that_only_reads_changes_nothing(sites: Estate) -> None:
    before = len(sites.world.events.log)
    look(Site(sites.survivor()))
    assert len(sites.world.events.log) == before


def test_scratch_objects_show_more_and_are_removed(sites: Estate) -> None:
    client = sites.client(OTHER)
    before = [sorted(one.id for one in kind(client).list()) for kind in (Vms, Categories, RecoveryPlans)]
    findings, left = look(Site(sites.survivor()), with_scratch=True)
    found = seen(findings)
    for id_ in ("description-length", "in-use-is-kept", "hot-nics", "task-names-job", "task-names-plan"):
        assert found[id_].verdict is Verdict.CONFIRMED, found[id_]
    assert left == []
    assert [sorted(one.id for one in kind(client).list()) for kind in (Vms, Categories, RecoveryPlans)] == before


def test_what_cannot_be_removed_is_named(sites: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: RecoveryPlans, ext_id: str, name: str = "") -> None:
        raise ConflictError(f"Could not delete recovery plan '{name}': it is in use.")

    monkeypatch.setattr(RecoveryPlans, "delete", refuse)
    _, left = look(Site(sites.survivor()), with_scratch=True, services=[])
    assert [what.partition(":")[0].split("-")[0] for what in left] == ["recovery plan nc2", "category nc2"]
    assert list(Vms(sites.client(OTHER)).list()) == []


def test_all_three_services_of_a_simulated_site_are_looked_at(sites: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve() as endpoint, serve_console(ConsoleEstate([CLUSTER], seed=1)) as console:
        sites.aws = endpoint
        environment = {**sites.environment(OTHER), **console.environment()}
        monkeypatch.setattr(Estate, "environment", lambda self, site: environment)
        vpc = sites.survivor().aws("ec2").create_vpc(CidrBlock="10.121.0.0/16")["Vpc"]["VpcId"]
        findings, _ = look(Site(sites.survivor(), vpc))
    assert contradicted(findings) == {}
    confirmed = {one.assumption.id for one in findings if one.seen.verdict is Verdict.CONFIRMED}
    assert {"listing-totals", "console-words", "console-errors", "gateway-endpoint-names"} <= confirmed


def test_a_service_that_is_down_ends_with_a_sentence_and_the_others_are_looked_at(sites: Estate) -> None:
    found = seen(look(Site(sites.survivor()))[0])
    assert found["quota-codes"].verdict is Verdict.UNSEEN
    assert found["quota-codes"].saw.startswith("AWS does not answer: ")
    assert "no key of the NC2 console" in found["console-words"].saw
    assert found["listing-totals"].verdict is Verdict.CONFIRMED


def test_a_service_that_hangs_costs_the_deadline_and_no_more(sites: Estate) -> None:
    sites.world.faults.order({"kind": "hang", "site": OTHER, "count": 1000})
    began = time.monotonic()
    found = seen(look(Site(sites.survivor()), seconds=8.0)[0])
    assert time.monotonic() - began < 20
    assert found["listing-totals"].saw == "no answer within 8 s"
    assert found["quota-codes"].saw.startswith("AWS does not answer: ")


def test_the_shared_file_names_nothing_of_the_user(sites: Estate) -> None:
    site = Site(sites.survivor(HOME))
    findings, _ = look(site)
    told = document(findings, site.secrets())
    names = {vm.label for vm in site.vms} | {vm.id for vm in site.vms} | {site.domain_manager, "172.30."}
    environment = sites.environment(HOME)
    names |= {environment["PRISM_USERNAME"], environment["PRISM_ENDPOINT"], environment["PRISM_PASSWORD"]}
    assert [name for name in names if name in told] == []
    assert {row["id"] for row in json.loads(told)["findings"]} == {row.id for row in ASSUMPTIONS}


def test_equal_things_have_equal_replacements() -> None:
    replaced = Replacements(["root@pc"])
    said = (
        f"{named('web-1')} at 10.1.2.3 in vpc-0123456789abcdef0 of 123456789012, by root@pc; {named('web-1')} 10.1.2.3"
    )
    assert replaced.of([said, {"mac": "50:6b:8d:c1:0f:aa"}]) == [
        "name-1 at address-1 in aws-1 of account-1, by name-2; name-1 address-1",
        {"mac": "mac-1"},
    ]


def test_two_sites_that_answer_alike_have_no_differences(sites: Estate, tmp_path: Path) -> None:
    file = tmp_path / "seen.json"
    file.write_text(document(look(Site(sites.survivor()))[0], []))
    findings, _ = look(Site(sites.survivor()))
    assert differences(findings, read(file)) == []
    rows = json.loads(file.read_text())
    row = next(row for row in rows["findings"] if row["id"] == "listing-totals")
    row["facts"]["orderKept"] = False
    row["verdict"] = "contradicted here"
    file.write_text(json.dumps(rows))
    (told,) = differences(findings, read(file))
    assert told == "listing-totals: there contradicted, orderKept = false; here confirmed, orderKept = true"


def test_the_command_prints_writes_and_compares(
    sites: Estate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in sites.environment(OTHER).items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "seen.json"
    assert main(["probe", "--stack", OTHER, "--output", str(file)]) == 0
    assert f"{len(ASSUMPTIONS)} assumptions: " in capsys.readouterr().out
    assert main(["probe", "--site", OTHER, "--compare", str(file)]) == 0
    assert "no differences" in capsys.readouterr().out
    file.write_text("{}")
    assert main(["probe", "--site", OTHER, "--compare", str(file)]) == 1
    assert "is no result of the probe" in capsys.readouterr().err


def test_what_contradicts_is_told_in_full(sites: Estate) -> None:
    row = ASSUMPTIONS[0]
    told = text([Finding(row, Seen(Verdict.CONTRADICTED, "x" * 200))])
    assert f"{row.id}: assumed is: {row.assumed}" in told
    assert "x" * 200 in told
    assert row.otherwise in told


def test_the_address_of_a_prism_central_is_held_against_the_console_s(
    sites: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = ConsoleEstate([CLUSTER], seed=1)
    central = NewPrismCentral("1", "ap-northeast-3", "ap-northeast-3a", "vpc-1", "subnet-1", "7.5", ("127.0.0.1",))
    with serve_console(console) as running:
        environment = {**sites.environment(OTHER), **running.environment()}
        monkeypatch.setattr(Estate, "environment", lambda self, site: environment)
        look_at = PROBES["new-prism-central-address"]
        assert look_at(Site(sites.survivor())).verdict is Verdict.UNSEEN
        (cluster,) = console.living()
        cluster.prism_central = central
        found = look_at(Site(sites.survivor()))
        assert (found.verdict, found.facts["used"]) == (Verdict.CONFIRMED, True)
        assert found.saw == "1 Prism Central instance by pc_virtual_ip, vm_ips; this stack uses one of them"
        cluster.prism_central = replace(central, addresses=("soon",))
        assert look_at(Site(sites.survivor())).verdict is Verdict.CONTRADICTED
