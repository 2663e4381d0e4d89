"""The timeline of a report: one bar per phase and per VM, as SVG that stretches to the page's width."""

from collections.abc import Sequence
from html import escape

from operations.look import duration
from operations.report.job_times import Span
from operations.report.report import Report, VmLine

_WIDTH = 1000
_MOST, _SLOWEST = 60, 30
_TICKS = 4
_THINNEST = 6.0


def timeline(report: Report) -> str:
    """Phases, then VMs; only the slowest where there are too many to draw."""
    drawn = [vm for vm in report.vms if vm.spans]
    length = max([span.end for span in (*report.phases, *(s for vm in drawn for s in vm.spans))], default=0.0)
    if not (report.phases or drawn):
        return "<p>Prism Central has no times of the job's steps.</p>"
    many = len(drawn) > _MOST
    shown = sorted(drawn, key=lambda vm: -(vm.ready_seconds or 0))[:_SLOWEST] if many else drawn
    rows = [_row(span.what, [span], length, "phase") for span in report.phases]
    rows += [_row(vm.name, vm.spans, length, _kind(vm)) for vm in shown]
    more = f"<p>The {_SLOWEST} slowest of {len(drawn)} VMs are drawn. All are listed below.</p>" if many else ""
    target = report.rto.target
    mark = f"<p>The target for recovery is {duration(target)}.</p>" if target is not None else ""
    return f'<div class="timeline">{_axis(length)}{"".join(rows)}</div>{more}{mark}'


def _row(name: str, spans: Sequence[Span], length: float, kind: str) -> str:
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    words = f"{name}: from {duration(first)} to {duration(last)}"
    bars = "".join(_bar(span, length, kind) for span in spans)
    return (
        f'<div class="row {kind}"><span class="label">{escape(name)}</span>'
        f'<svg viewBox="0 0 {_WIDTH} 20" preserveAspectRatio="none" role="img" aria-label="{escape(words)}">'
        f'<rect class="ground" x="0" y="0" width="{_WIDTH}" height="20"></rect>{bars}</svg>'
        f'<span class="time">{duration(last)}</span></div>'
    )


def _bar(span: Span, length: float, kind: str) -> str:
    """A step that took no time is still seen, as a thin mark."""
    scale = _WIDTH / length if length else 0.0
    width = max(span.seconds * scale, _THINNEST)
    x = min(span.start * scale, _WIDTH - width)
    state = "bad" if span.status in ("FAILED", "ABORTED") else kind
    title = f"{span.what}: {duration(span.start)} to {duration(span.end)}, {span.status.lower() or 'unknown'}"
    return (
        f'<rect class="{state}" x="{x:.1f}" y="2" width="{width:.1f}" height="16"><title>{escape(title)}</title></rect>'
    )


def _axis(length: float) -> str:
    ticks = "".join(f"<span>{duration(length * step / _TICKS)}</span>" for step in range(_TICKS + 1))
    return f'<div class="row axis" aria-hidden="true"><span class="label"></span><div class="ticks">{ticks}</div></div>'


def _kind(vm: VmLine) -> str:
    return "vm" if vm.power == "ON" and not vm.problem else "bad"
