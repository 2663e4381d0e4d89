"""The command `cost`, as an operator runs it."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from costs import Comparison, PeeringCost
from costs.tables import verdict
from operations.cli import main
from topology import Peering


class Command:
    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Its exit code, output and errors."""
        self._patch.setattr("sys.argv", ["operations", "cost", *arguments])
        code = main()
        return code, *self._capsys.readouterr()

    def values(self, *arguments: str) -> dict[str, Any]:
        values: dict[str, Any] = json.loads(self(*arguments, "--json")[1])
        return values


@pytest.fixture
def cost(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(monkeypatch, capsys)


def prices(directory: Path, *rows: str) -> str:
    file = directory / "own.yaml"
    file.write_text(
        "currency: USD\nprices:\n" + "".join(f"  - {{{row}, source: contract, date: 2026-01-01}}\n" for row in rows)
    )
    return str(file)


def test_both_sites_and_the_comparison_are_shown(cost: Command) -> None:
    code, text, errors = cost()
    assert (code, errors) == (0, "")
    assert {"tokyo", "osaka"} <= set(text.splitlines())
    assert "Transit-gateway peering costs 244.40 USD a month more. There is no break-even" in text
    assert "102.20 of the 204.40 USD stay with `peering: vpc`" in text
    assert "2023-06-28 assumed" in text
    assert "bare-metal nodes" in text


def test_a_stack_s_own_items_add_up(cost: Command) -> None:
    (site,) = cost.values("--stack", "osaka")["sites"]
    assert site["site"] == "osaka"
    assert site["usd"] == pytest.approx(sum(item["usd"] for item in site["items"]))
    assert all(item["source"] and item["date"] for item in site["items"])


@pytest.mark.parametrize(("gb", "vpc", "gateway"), [("0", 0, 204.4), ("1", 0.18, 204.62), ("2500.5", 450.09, 754.51)])
def test_the_comparison_follows_the_traffic(cost: Command, gb: str, vpc: float, gateway: float) -> None:
    values = cost.values("--traffic-gb", gb)
    assert values["usage"] == {
        "trafficGb": float(gb),
        "natGb": 100,
        "internetGb": 10,
        "capacityUnits": 1,
        "requestsMillions": 1,
    }
    peering = values["peering"]
    assert peering["vpc"]["usd"] == pytest.approx(vpc)
    assert peering["transitGateway"]["usd"] == pytest.approx(gateway)


def test_a_price_file_is_laid_over_the_project_s(cost: Command, tmp_path: Path) -> None:
    file = prices(tmp_path, "charge: transit-gateway-data, region: ap-northeast-1, unit: GB, usd: 0")
    rates = cost.values("--prices", file)["peering"]["transitGateway"]["usdPerGb"]
    assert rates == {"tokyo to osaka": 0.09, "osaka to tokyo": 0.11}


def test_a_price_that_is_missing_is_said_and_the_exit_code_tells(
    cost: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr("costs.price_files.price_book.__defaults__", (None, tmp_path / "empty"))
    code, text, _ = cost("--stack", "tokyo")
    assert code == 1
    assert "There is no price for transit-gateway-vpc-attachment in ap-northeast-1, " in text
    assert "cannot be compared" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--stack", "nagoya"), "stack: expected a stack named after its site, tokyo or osaka"),
        (("--prices", "nowhere.yaml"), "nowhere.yaml"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence(cost: Command, arguments: tuple[str, ...], said: str) -> None:
    code, _, errors = cost(*arguments)
    assert code == 1
    assert errors.startswith("error: ")
    assert said in errors


@pytest.mark.parametrize("gb", ["-1", "NaN", "Infinity", "much", "1e99", ""])
def test_traffic_that_is_no_amount_is_refused(cost: Command, capsys: pytest.CaptureFixture[str], gb: str) -> None:
    with pytest.raises(SystemExit):
        cost(f"--traffic-gb={gb}")
    assert "expected a number from 0 to 1000000000" in capsys.readouterr().err


def comparison(fixed: str, gateway_gb: str, gb: str = "1000") -> Comparison:
    """Transit-gateway peering for so much fixed and by the GB, against 0.10 USD for a GB there and back."""
    vpc = PeeringCost(Peering.VPC, Decimal(0), {("a", "b"): Decimal("0.10")}, Decimal(gb))
    per_gb = {("a", "b"): Decimal(gateway_gb)}
    gateway = PeeringCost(Peering.TRANSIT_GATEWAY, Decimal(fixed), per_gb, Decimal(gb))
    return Comparison(vpc, gateway, Decimal(0))


TGW, VPC = "Transit-gateway peering costs", "VPC peering costs"
# sentence: (comparison, how the verdict begins)
VERDICTS = {
    "dearer in both": (comparison("200", "0.12"), f"{TGW} 220.00 USD a month more. There is no break-even: a GB"),
    "dearer by the hour": (
        comparison("200", "0.10"),
        f"{TGW} 200.00 USD a month more. There is no break-even: traffic",
    ),
    "below": (comparison("200", "0.05"), f"{TGW} 150.00 USD a month more; both cost the same at 4,000 GB"),
    "above": (comparison("200", "0.05", "5000"), f"{VPC} 50.00 USD a month more; both cost the same at 4,000 GB"),
    "cheaper": (comparison("0", "0.05"), f"{VPC} 50.00 USD a month more. There is no break-even"),
    "alike": (comparison("0", "0.10"), "Both cost the same, whatever the traffic."),
}


@pytest.mark.parametrize(("compared", "said"), VERDICTS.values(), ids=VERDICTS)
def test_the_verdict(compared: Comparison, said: str) -> None:
    assert verdict(compared).startswith(said)
