"""The report as a page: whole, from one file, every VM and check in it, whatever their names are."""

from html.parser import HTMLParser

import pytest

from operations.look import Check, Status
from operations.report import DRILL, Measured, Report, Span, VmLine
from operations.report.page import page

_VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(HTMLParser):
    """Reads a page strictly: what is opened is closed, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.seen if name == tag]


def report(machines: int = 3, status: Status = Status.PASS, name: str = "vm") -> Report:
    vms = tuple(
        VmLine(
            f"{name}-{i}",
            f"{name}-{i}-test",
            "10.0.0.1",
            "apps-test",
            "ON",
            30.0,
            float(i),
            (Span("Recover", 0, i),),
            "",
        )
        for i in range(1, machines + 1)
    )
    return Report(
        kind=DRILL,
        project="nc2-dr",
        plan="workload-recovery",
        source="tokyo",
        target="osaka",
        job="nc2-dr-drill 1",
        job_id="a-b-c",
        job_status="SUCCEEDED",
        started="2026-11-22T03:00:00+00:00",
        finished="2026-11-22T03:05:00+00:00",
        rto=Measured(1800.0, 300.0),
        rpo=Measured(None, None),
        phases=(Span("Recovery", 0.0, 300.0),),
        vms=vms,
        checks=(Check("cleaned up", status, "osaka", "1 left", "none left", "Look <there>."),),
        notes=("A note.",),
    )


def test_nothing_is_loaded_from_anywhere_and_nothing_runs() -> None:
    text = page(report())
    read = Page(text)
    assert not read.all("script")
    assert not read.all("link")
    assert not read.all("img")
    assert "http:" not in text
    assert "https:" not in text
    assert "url(" not in text
    assert not [attributes for _, attributes in read.seen if {"src", "href"} & attributes.keys()]


def test_it_is_made_for_a_phone_for_paper_and_for_a_screen_reader() -> None:
    text = page(report())
    read = Page(text)
    assert {"lang": "en"} in read.all("html")
    assert any(meta.get("name") == "viewport" for meta in read.all("meta"))
    assert "@media print" in text
    assert all(svg.get("role") == "img" and svg.get("aria-label") for svg in read.all("svg"))
    assert all(head.get("scope") == "col" for head in read.all("th"))
    assert len(read.all("h1")) == 1


@pytest.mark.parametrize("machines", [0, 1, 3, 200])
def test_every_vm_is_in_it(machines: int) -> None:
    read = Page(page(report(machines)))
    cells = [cell for cell in read.all("td") if cell.get("data-label") == "VM"]
    assert len(cells) == machines
    for number in range(1, machines + 1):
        assert f"vm-{number}" in read.words


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "a&b", '"quoted"', "東京-サーバ"])
def test_a_name_is_text_and_nothing_else(name: str) -> None:
    read = Page(page(report(name=name)))
    assert f"{name}-1" in read.words
    assert not read.all("script")


@pytest.mark.parametrize(
    ("status", "word"), [(Status.PASS, "Passed"), (Status.WARN, "Passed, with warnings"), (Status.FAIL, "Failed")]
)
def test_the_verdict_is_a_word_and_not_a_colour_alone(status: Status, word: str) -> None:
    assert word in Page(page(report(status=status))).words


def test_figures_stand_beside_their_targets() -> None:
    words = Page(page(report())).words
    assert "5 min" in words
    assert "target 30 min, kept" in words
    assert "not known" in words
