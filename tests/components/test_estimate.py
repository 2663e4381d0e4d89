"""The monthly estimate that every preview prints: one line, and never a reason to fail."""

from pathlib import Path

import pytest
import yaml

from costs import price_files
from tests.components.conftest import Program

pytestmark = pytest.mark.slow


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    lines: list[tuple[str, str]] = []
    monkeypatch.setattr("pulumi.log.info", lambda text: lines.append(("info", text)))
    monkeypatch.setattr("pulumi.log.warn", lambda text: lines.append(("warn", text)))
    return lines


def price_folder(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(price_files.price_book, "__defaults__", (None, folder))


def test_a_preview_prints_the_site_s_month(logged: list[tuple[str, str]]) -> None:
    Program("tokyo", {}).run()
    ((level, line),) = logged
    assert level == "info"
    assert line.startswith("Monthly estimate of tokyo: ")
    assert "\n" not in line
    assert "prices of 2023-06-28 to 2026-09-25" in line
    assert "--stack tokyo" in line


def test_the_estimate_follows_the_configuration(logged: list[tuple[str, str]]) -> None:
    def month(**changes: str) -> float:
        logged.clear()
        Program("tokyo", {}).run(**changes)
        line = next(text for level, text in logged if level == "info")
        return float(line.split(": ")[1].split(" USD")[0].replace(",", ""))

    gateway, vpc, none = month(), month(peering="vpc"), month(peering="none")
    assert gateway - vpc == pytest.approx(51.10 + 20), "the peering attachment, and 1000 GB through the gateway"
    assert vpc - none == pytest.approx(90), "1000 GB to the other region"


def test_without_prices_the_line_says_what_to_do(
    logged: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    price_folder(monkeypatch, tmp_path)
    Program("tokyo", {}).run()
    ((level, line),) = logged
    assert level == "info"
    assert line.startswith("There is no monthly estimate of tokyo: no price file has prices of its region.")
    assert "python -m operations prices refresh" in line


def test_with_one_price_missing_the_line_names_it_and_the_sum_is_a_lower_bound(
    logged: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for file in price_files.PRICES.glob("*.yaml"):
        kept = [price for price in yaml.safe_load(file.read_text())["prices"] if price["charge"] != "nat-gateway"]
        (tmp_path / file.name).write_text(yaml.safe_dump({"currency": "USD", "prices": kept}))
    price_folder(monkeypatch, tmp_path)
    Program("tokyo", {}).run()
    assert "USD at least, with no price for nat-gateway in ap-northeast-1 (" in logged[0][1]


BROKEN = {
    "another currency": (b"currency: EUR\nprices: []\n", "currency: expected USD"),
    "no text": (b"\xff\xfe\x00", "expected UTF-8 text"),
    "a number too long to be shown": (b"currency: 0x" + b"f" * 5000 + b"\nprices: []\n", ""),
}


@pytest.mark.parametrize(("content", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_price_file_is_a_warning_and_the_stack_is_built(
    logged: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "own.yaml").write_bytes(content)
    price_folder(monkeypatch, tmp_path)
    program = Program("tokyo", {}).run()
    assert program.of_type("ec2/vpc:Vpc")
    ((level, line),) = logged
    assert level == "warn"
    assert line.startswith("There is no monthly estimate of tokyo; everything else goes on. ")
    assert said in line
