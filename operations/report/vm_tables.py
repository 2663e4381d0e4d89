"""The VMs of a report as tables: those that need a look with all that is known, the others one short row each."""

from collections.abc import Sequence
from html import escape

from operations.look import Check, Status, duration
from operations.report.html_table import NOTHING, grouped_table, html_table
from operations.report.report import VmLine

HEADINGS = {
    "vms": ("VM", "Power", "Address", "Network", "Ready after", "Data older by", "Problem"),
    "well": ("VM", "Address", "Ready after", "Data older by"),
}


def vm_tables(vms: Sequence[VmLine], checks: Sequence[Check]) -> str:
    """Every VM is in one of the two tables."""
    poor = {check.subject for check in checks if check.status is not Status.PASS}
    bad: list[VmLine] = []
    well: list[VmLine] = []
    for vm in vms:
        (bad if vm.power != "ON" or vm.problem or vm.name in poor else well).append(vm)
    parts = []
    if bad or not well:
        rows = [("pass" if vm.power == "ON" and not vm.problem else "fail", _whole(vm)) for vm in bad]
        parts.append(html_table("vms", HEADINGS["vms"], rows))
    if well:
        title = f"{len(well)} VM{'s' if len(well) > 1 else ''} as expected"
        # It can be scrolled by the keyboard, and is printed whole. The browser's own search finds what is in it.
        parts.append(
            f'<h3>{title}</h3><div class="fold" tabindex="0" role="region" aria-label="{title}">{_short(well)}</div>'
        )
    return "".join(parts)


def _short(vms: Sequence[VmLine]) -> str:
    groups: dict[str, list[Sequence[str]]] = {}
    for vm in vms:
        row = (escape(vm.name), escape(vm.address or "none"), _seconds(vm.ready_seconds), _seconds(vm.data_age_seconds))
        groups.setdefault(f"{escape(vm.power)}, in {escape(vm.network or 'no network')}", []).append(row)
    return grouped_table("well", HEADINGS["well"], groups)


def _whole(vm: VmLine) -> Sequence[str]:
    return (
        escape(vm.name),
        escape(vm.power),
        escape(vm.address or "none"),
        escape(vm.network or "none"),
        _seconds(vm.ready_seconds),
        _seconds(vm.data_age_seconds),
        escape(vm.problem) or NOTHING,
    )


def _seconds(value: float | None) -> str:
    return "not known" if value is None else duration(value)
