"""The command `dr-cost`, as an operator runs it."""

import json
from pathlib import Path
from typing import Any

import pytest

from operations.cli import main
from operations.run import Project

WORKLOAD = ("--vms=20", "--vcpus=544", "--memory-gib=4416", "--storage-gb=31000")


class Command:
    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.patch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Its exit code, output and errors."""
        self.patch.setattr("sys.argv", ["operations", "dr-cost", *arguments])
        code = main()
        return code, *self._capsys.readouterr()

    def values(self, *arguments: str) -> dict[str, Any]:
        values: dict[str, Any] = json.loads(self(*arguments, "--json")[1])
        return values


@pytest.fixture
def dr_cost(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(monkeypatch, capsys)


def test_the_three_stand_side_by_side_with_their_reasons_and_what_is_assumed(dr_cost: Command) -> None:
    code, text, errors = dr_cost(*WORKLOAD)
    assert (code, errors) == (0, "")
    rows = [line.split() for line in text.splitlines() if line.startswith(("warm-", "pilot-", "zero-"))][:3]
    assert [(row[0], row[1], row[2]) for row in rows] == [
        ("warm-standby", "6", "6"),
        ("pilot-light", "3", "6"),
        ("zero-compute", "0", "6"),
    ]
    assert text.startswith("ap-northeast-3, i4i.metal: 20 VMs, 70 % of them only in the store")
    assert "4,416 GiB of memory needs 5 of 960 GiB each" in text
    assert "Prices without a public source: node-i4i.metal." in text
    assert "RTO is an estimate, not a promise" in text


def test_the_items_add_up_and_each_says_where_its_price_is_from(dr_cost: Command) -> None:
    found = dr_cost.values(*WORKLOAD)
    assert found["neededNodes"] == 6
    for standby in found["standbys"]:
        assert standby["usd"] == pytest.approx(sum(item["usd"] for item in standby["items"]))
        assert all(item["source"] and item["date"] for item in standby["items"])


def test_the_site_s_own_nodes_are_taken(dr_cost: Command, tmp_path: Path) -> None:
    project = Project.here().working_copy(tmp_path / "project")
    compute = "      compute: {mode: pilot-light, nodeType: m6id.metal, standbyNodes: 4, activeNodes: 12}\n"
    text = project.settings_file.read_text()
    line = next(line for line in text.splitlines(keepends=True) if "cluster: nc2-osaka" in line)
    indent = line[: len(line) - len(line.lstrip())]
    project.settings_file.write_text(text.replace(line, line + indent + compute.lstrip()))
    dr_cost.patch.setattr(Project, "here", lambda: project)
    found = dr_cost.values(*WORKLOAD, "--store-percent=90")
    assert found["nodeType"] == "m6id.metal"
    assert found["standbys"][1]["activeNodes"] == 12
    assert found["standbys"][1]["standbyNodes"] == 4


def test_a_price_of_a_contract_is_laid_over(dr_cost: Command, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    row = 'charge: node-i4i.metal, region: ap-northeast-3, unit: hour, usd: "7", source: contract, date: 2026-01-01'
    file.write_text(f"currency: USD\nprices:\n  - {{{row}}}\n")
    (first, *_) = dr_cost.values(*WORKLOAD, "--prices", str(file))["standbys"]
    assert first["usd"] == 6 * 730 * 7
    assert not first["items"][0]["assumed"]


def test_an_unknown_site_and_impossible_numbers_are_refused_in_a_sentence(dr_cost: Command) -> None:
    assert dr_cost("--stack=nagoya")[0::2] == (1, "error: There is no site 'nagoya'. The sites are tokyo and osaka.\n")
    code, _, errors = dr_cost("--store-percent=120")
    assert (code, "store_percent is 120: expected 0 to 100" in errors) == (1, True)


def test_more_than_a_cluster_holds_is_said(dr_cost: Command) -> None:
    assert "One cluster holds 28 nodes at most" in dr_cost("--memory-gib=100000")[1]
