"""A report as one HTML file, for a phone, a screen and paper. It has no script and loads nothing."""

from collections.abc import Iterable, Sequence
from html import escape

from operations.look import Check, Status, counted, duration
from operations.report.job_times import Measured
from operations.report.page_style import STYLE
from operations.report.report import Report, VmLine
from operations.report.timeline import timeline

_VERDICTS = {
    Status.PASS: ("Passed", "Every check passed."),
    Status.WARN: ("Passed, with warnings", "No check failed. Somebody should look at the warnings."),
    Status.FAIL: ("Failed", "At least one check failed. What to do is beside it."),
}
_NOTHING, _NONE = "–", ' class="none"'
_SIGNS = {Status.PASS: "✓", Status.WARN: "!", Status.FAIL: "✗"}


def page(report: Report) -> str:
    """The whole file."""
    word, sentence = _VERDICTS[report.status]
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>{escape(report.title)}</title>
<style>{STYLE}</style>
</head>
<body>
<header class="{report.status}">
<p class="verdict"><span class="sign" aria-hidden="true">{_SIGNS[report.status]}</span> {word}</p>
<h1>{escape(report.title)}</h1>
<p>{sentence} {escape(counted(report.checks))}.</p>
</header>
<main>
{_figures(report)}
{_section("Timeline", timeline(report))}
{_section("VMs", _vms(report.vms))}
{_section("Checks", _checks(report.checks))}
{_section("Job", _facts(report))}
</main>
</body>
</html>
"""


def _figures(report: Report) -> str:
    on = sum(vm.power == "ON" for vm in report.vms)
    shown = [
        _measured("Recovery time (RTO)", report.rto),
        _measured("Data at risk (RPO)", report.rpo),
        _figure("VMs running", f"{on} of {len(report.vms)}", "", on == len(report.vms) and on > 0),
    ]
    return f'<section class="figures" aria-label="Figures">{"".join(shown)}</section>'


def _measured(name: str, measured: Measured) -> str:
    value = "not known" if measured.seconds is None else duration(measured.seconds)
    target = "no target" if measured.target is None else f"target {duration(measured.target)}"
    return _figure(name, value, target, measured.kept)


def _figure(name: str, value: str, target: str, kept: bool | None) -> str:
    kind = {None: "", True: "pass", False: "fail"}[kept]
    verdict = {None: "", True: "kept", False: "missed"}[kept] if target else ""
    words = ", ".join(word for word in (target, verdict) if word)
    return (
        f'<div class="figure {kind}"><p class="name">{name}</p><p class="value">{value}</p>'
        f'<p class="target">{words}</p></div>'
    )


def _vms(vms: Sequence[VmLine]) -> str:
    rows = [
        (
            escape(vm.name),
            escape(vm.power),
            escape(vm.address or "none"),
            escape(vm.network or "none"),
            "not known" if vm.ready_seconds is None else duration(vm.ready_seconds),
            "not known" if vm.data_age_seconds is None else duration(vm.data_age_seconds),
            escape(vm.problem) or _NOTHING,
        )
        for vm in vms
    ]
    headings = ("VM", "Power", "Address", "Network", "Ready after", "Data older by", "Problem")
    return _table(headings, rows, ["pass" if vm.power == "ON" and not vm.problem else "fail" for vm in vms])


def _checks(checks: Sequence[Check]) -> str:
    order = [Status.FAIL, Status.WARN, Status.PASS]
    ordered = sorted(checks, key=lambda check: order.index(check.status))
    rows = [
        (
            f'<span class="badge {check.status}">{_SIGNS[check.status]} {check.status}</span>',
            escape(check.name),
            escape(check.subject),
            escape(check.found),
            escape(check.expected) or _NOTHING,
            escape(check.what_to_do) or _NOTHING,
        )
        for check in ordered
    ]
    headings = ("Result", "Check", "Of", "Found", "Expected", "What to do")
    return _table(headings, rows, [str(check.status) for check in ordered])


def _facts(report: Report) -> str:
    facts = (
        ("Project", report.project),
        ("Recovery plan", report.plan),
        ("Job", f"{report.job} ({report.job_id})" if report.job_id else report.job),
        ("Status", report.job_status),
        ("Started", report.started),
        ("Finished", report.finished),
    )
    items = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    notes = "".join(f"<p>{escape(note)}</p>" for note in report.notes)
    return f'<dl>{items}</dl><div class="notes">{notes}</div>'


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]], kinds: Sequence[str]) -> str:
    """On a phone each row becomes a card, and the headings stand before the values."""
    head = "".join(f'<th scope="col">{heading}</th>' for heading in headings)
    body = "".join(
        f'<tr class="{kind}">'
        + "".join(
            f'<td{_NONE if cell == _NOTHING else ""} data-label="{heading}">{cell}</td>'
            for heading, cell in zip(headings, row, strict=True)
        )
        + "</tr>"
        for row, kind in zip(rows, kinds, strict=True)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _section(title: str, content: str) -> str:
    return f"<section><h2>{title}</h2>{content}</section>"
