"""The size of a report by the number of VMs: `python -m benchmarks.report_page [VMS ...]`.

Each VM has four steps, an address of its own and the three checks of a drill, all passed. Prints the bytes of the page
and of the JSON, and the seconds that each takes to write.
"""

import argparse
import time
from collections.abc import Callable
from functools import partial

from operations.look import Check
from operations.report import DRILL, Measured, Report, Span, VmLine
from operations.report.page import page

_STEPS = (("Create the VM", 0.0), ("Restore its disks", 10.0), ("Attach its NICs", 40.0), ("Power it on", 60.0))
_SIZES = (3, 200, 1000, 3000)


def main() -> None:
    """Measure what the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vms", nargs="*", type=int, default=_SIZES)
    print("| VMs | page, bytes | JSON, bytes | page, s | JSON, s |\n| --- | --- | --- | --- | --- |")
    for count in parser.parse_args().vms:
        made = report(count)
        html, html_seconds = _timed(partial(page, made))
        json, json_seconds = _timed(made.dump)
        print(f"| {count:,} | {html:,} | {json:,} | {html_seconds:.2f} | {json_seconds:.2f} |")


def report(count: int) -> Report:
    """A drill of so many VMs in which everything went well."""
    vms = tuple(_vm(number) for number in range(count))
    return Report(
        kind=DRILL,
        project="nc2-dr",
        plan="workload-recovery",
        source="tokyo",
        target="osaka",
        job="nc2-dr-drill workload-recovery tokyo to osaka 1",
        job_id="5f0c9a52-5c0b-4a51-9d0e-0f2f4c1f9d11",
        job_status="SUCCEEDED",
        started="2026-11-22T03:00:00+00:00",
        finished="2026-11-22T03:15:00+00:00",
        rto=Measured(1800.0, 900.0),
        rpo=Measured(3600.0, 600.0),
        phases=(Span("Preparation", 0.0, 20.0), Span("Recovery", 20.0, 900.0)),
        vms=vms,
        checks=tuple(check for vm in vms for check in _checks(vm)),
        notes=("All figures are made up.",),
    )


def _vm(number: int) -> VmLine:
    begin = number % 900 / 10
    spans = tuple(Span(what, begin + after, begin + after + 10 + number % 7) for what, after in _STEPS)
    name, address = f"erp-app-{number:04}", f"172.30.{number // 250}.{number % 250}"
    return VmLine(
        name, f"{name}-test", address, "overlay-test", "ON", 30.0 + number % 600, spans[-1].end, spans, problem=""
    )


def _checks(vm: VmLine) -> tuple[Check, ...]:
    found = (
        ("VM runs", vm.power, "ON"),
        ("VM's network", vm.network, "the test VPC overlay-test"),
        ("VM's address", vm.address, vm.address),
    )
    return tuple(Check.of(name, vm.name, was, good=True, expected=wanted) for name, was, wanted in found)


def _timed(work: Callable[[], str]) -> tuple[int, float]:
    began = time.perf_counter()
    text = work()
    return len(text.encode()), time.perf_counter() - began


if __name__ == "__main__":
    main()
