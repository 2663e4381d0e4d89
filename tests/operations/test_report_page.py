"""The report as a page: whole, from one file, every VM and check in it, whatever their names are."""

from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest

from operations.look import Check, Status
from operations.report import DRILL, Measured, Report, Span, VmLine
from operations.report.job_times import vms
from operations.report.page import page
from operations.report.recovered_vms import Networks, lines
from prism.vmm import Vm
from tests.operations.test_job_times import job, step

_VOID = {"meta", "br", "hr", "img", "link", "input"}
_CELLS = {"td", "th"}
# HTML's own rules: what a start tag ends where the end tag was left out, and what an end tag ends with it.
_ENDS = {
    "td": _CELLS,
    "th": _CELLS,
    "tr": {*_CELLS, "tr"},
    "tbody": {*_CELLS, "tr", "thead", "tbody"},
    "/thead": {*_CELLS, "tr"},
    "/tbody": {*_CELLS, "tr"},
    "/table": {*_CELLS, "tr", "thead", "tbody"},
}


class Page(HTMLParser):
    """Reads a page strictly: what is opened is closed, in order. `rows` are the texts of each row's cells by table."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.rows: dict[str, list[list[str]]] = {}
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end(tag)
        self.seen.append((tag, dict(attrs)))
        if tag == "table":
            self.table = self.rows.setdefault(str(dict(attrs)["class"]), [])
        if tag == "tr":
            self.table.append([])
        if tag == "td":
            self.table[-1].append("")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._end(f"/{tag}")
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data
        if "td" in self.open:
            self.table[-1][-1] += data

    def _end(self, tag: str) -> None:
        while self.open and self.open[-1] in _ENDS.get(tag, ()):
            self.open.pop()

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.seen if name == tag]

    def vms(self) -> list[str]:
        """The first cell of each VM's row."""
        return [row[0].strip() for table in ("vms", "well") for row in self.rows.get(table, []) if row]


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
    assert {head.get("scope") for head in read.all("th")} == {"col", "rowgroup"}
    assert len(read.all("h1")) == 1


@pytest.mark.parametrize("machines", [0, 1, 3, 200])
def test_every_vm_is_in_it(machines: int) -> None:
    read = Page(page(report(machines)))
    assert sorted(read.vms()) == sorted(f"vm-{number}" for number in range(1, machines + 1))


def checked(made: Report) -> Report:
    """The report with the three checks that a drill makes of each VM."""
    checks = [
        Check.of(name, vm.name, found, good=True, expected=expected)
        for vm in made.vms
        for name, found, expected in (
            ("VM runs", vm.power, "ON"),
            ("VM's network", vm.network, "the test VPC overlay-test"),
            ("VM's address", vm.address, vm.address),
        )
    ]
    return replace(made, checks=(*made.checks, *checks))


def test_the_page_of_3000_vms_has_less_than_300_kb_and_names_every_vm() -> None:
    """It had 1,680 KiB, and 3.7 MB with the checks of each VM."""
    made = checked(report(3000, name="erp-application-server"))
    text = page(made)
    assert len(text.encode()) < 300_000
    assert set(Page(text).vms()) == {vm.name for vm in made.vms}
    assert "<details" not in text, "a search of the browser, and a printer, leave out what is closed"


def test_checks_that_passed_alike_are_one_row_and_what_did_not_pass_keeps_its_own() -> None:
    made = checked(report(200))
    broken = Check.of("VM's address", "vm-7", "10.0.0.9", good=False, expected="10.0.0.1", what_to_do="Free it.")
    rows = Page(page(replace(made, checks=(*made.checks, broken)))).rows["checks"]
    first, *others = [row[1:4] for row in rows if row]
    assert first == ["VM's address", "vm-7", "10.0.0.9"]
    assert ["VM runs", "200 VMs", "ON"] in others
    assert len(others) == 4


def test_many_that_failed_alike_are_one_row_that_names_each() -> None:
    made = checked(report(3))
    failed = [Check.of("VM runs", vm.name, "OFF", good=False, expected="ON", what_to_do="See why.") for vm in made.vms]
    rows = Page(page(replace(made, checks=tuple(failed)))).rows["checks"]
    assert [row[2] for row in rows if row] == ["vm-1, vm-2, vm-3"]


def test_a_vm_that_needs_a_look_stands_first_with_all_that_is_known() -> None:
    made = checked(report(200))
    off = replace(made.vms[11], power="OFF")
    lost = replace(made.vms[12], problem="No space")
    warned = Check("VM's address", Status.WARN, "vm-14", "not known", "an answer", "Compare.")
    vms = (*made.vms[:11], off, lost, *made.vms[13:])
    read = Page(page(replace(made, vms=vms, checks=(*made.checks, warned))))
    assert [row[0] for row in read.rows["vms"] if row] == ["vm-12", "vm-13", "vm-14"]
    assert len(read.vms()) == 200


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "a&b", '"quoted"', "東京-サーバ"])
def test_a_name_is_text_and_nothing_else(name: str) -> None:
    read = Page(page(report(name=name)))
    assert f"{name}-1" in read.words
    assert not read.all("script")


def test_a_name_that_prism_central_tells_has_no_effect_in_a_report() -> None:
    name = "web\n::error::injected\x1b[31m"
    times = vms(job(), [step(name, "ENTITY_RECOVERY", 1, 2, "copy-id")])
    found = lines(times, {"copy-id": Vm(ext_id="copy-id", name=name)}, {}, Networks({}, frozenset(), "the test VPC"))
    made = replace(report(), vms=found)
    for text in (page(made), made.dump(), *(vm.copy for vm in made.vms)):
        assert "web<U+000A>::error::injected<U+001B>[31m" in unescape(text)
        assert "\x1b" not in text


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
