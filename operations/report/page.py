"""A report as one HTML file, for a phone, a screen and paper. It has no script and loads nothing."""

from html import escape

from operations.look import Status, counted, duration
from operations.report.check_table import HEADINGS as CHECK_HEADINGS
from operations.report.check_table import SIGNS, check_table
from operations.report.html_table import labels
from operations.report.job_times import Measured
from operations.report.page_style import STYLE
from operations.report.report import Report
from operations.report.timeline import timeline
from operations.report.vm_tables import HEADINGS as VM_HEADINGS
from operations.report.vm_tables import vm_tables

_VERDICTS = {
    Status.PASS: ("Passed", "Every check passed."),
    Status.WARN: ("Passed, with warnings", "No check failed. Somebody should look at the warnings."),
    Status.FAIL: ("Failed", "At least one check failed. What to do is beside it."),
}
_LABELS = "".join(labels(name, headings) for name, headings in {**VM_HEADINGS, "checks": CHECK_HEADINGS}.items())


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
<style>{STYLE}@media screen and (max-width: 40rem) {{
{_LABELS}}}
</style>
</head>
<body>
<header class="{report.status}">
<p class="verdict"><span class="sign" aria-hidden="true">{SIGNS[report.status]}</span> {word}</p>
<h1>{escape(report.title)}</h1>
<p>{sentence} {escape(counted(report.checks))}.</p>
</header>
<main>
{_figures(report)}
{_section("Timeline", timeline(report))}
{_section("VMs", vm_tables(report.vms, report.checks))}
{_section("Checks", check_table(report.checks, {vm.name for vm in report.vms}))}
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


def _section(title: str, content: str) -> str:
    return f"<section><h2>{title}</h2>{content}</section>"
