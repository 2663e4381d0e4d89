"""The report of a drill or a failover: the figures and their targets, every VM and every check."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from operations.errors import OperationsError
from operations.look import Check, Status, worst
from operations.report.job_times import Measured, Span

FORMAT = 1
DRILL = "drill"


@dataclass(frozen=True)
class VmLine:
    """One VM: where its copy came up, how old its data was, how long it took; None for not known."""

    name: str
    copy: str
    address: str
    network: str
    power: str
    data_age_seconds: float | None
    ready_seconds: float | None
    spans: tuple[Span, ...]
    problem: str


@dataclass(frozen=True)
class Report:
    """`kind` is drill, planned failover or unplanned failover. Times are RFC 3339; `rto` and `rpo` in seconds."""

    kind: str
    project: str
    plan: str
    source: str
    target: str
    job: str
    job_id: str
    job_status: str
    started: str
    finished: str
    rto: Measured
    rpo: Measured
    phases: tuple[Span, ...]
    vms: tuple[VmLine, ...]
    checks: tuple[Check, ...]
    notes: tuple[str, ...]

    @property
    def status(self) -> Status:
        """The worst of its checks, the targets' among them."""
        return worst(self.checks)

    @property
    def title(self) -> str:
        what = "Test failover" if self.kind == DRILL else self.kind.capitalize()
        return f"{what} of {self.plan} from {self.source} to {self.target}"

    def dump(self) -> str:
        """JSON, durations in seconds."""
        return json.dumps(self.values(), indent=2) + "\n"

    def values(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "status": str(self.status),
            "kind": self.kind,
            "project": self.project,
            "plan": self.plan,
            "source": self.source,
            "target": self.target,
            "job": {"name": self.job, "id": self.job_id, "status": self.job_status},
            "started": self.started,
            "finished": self.finished,
            "rto": {"targetSeconds": self.rto.target, "seconds": self.rto.seconds},
            "rpo": {"targetSeconds": self.rpo.target, "seconds": self.rpo.seconds},
            "phases": [vars(span) for span in self.phases],
            "vms": [_vm_values(vm) for vm in self.vms],
            "checks": [check.values() for check in self.checks],
            "notes": list(self.notes),
        }

    @classmethod
    def load(cls, text: str) -> Self:
        """What `dump` wrote. Raises OperationsError for anything else."""
        try:
            return cls._of(json.loads(text))
        except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
            raise OperationsError(
                f"This is no report of a drill or a failover ({type(error).__name__}: {error}). Move it elsewhere."
            ) from None

    @classmethod
    def _of(cls, read: Mapping[str, Any]) -> Self:
        if read["format"] != FORMAT:
            raise OperationsError(
                f"This report has format {read['format']}, and this program reads format {FORMAT}. Move it elsewhere."
            )
        same = ("kind", "project", "plan", "source", "target", "started", "finished")
        return cls(
            **{name: _text(read[name]) for name in same},
            job=read["job"]["name"],
            job_id=read["job"]["id"],
            job_status=read["job"]["status"],
            rto=_measured(read["rto"]),
            rpo=_measured(read["rpo"]),
            phases=_spans(read["phases"]),
            vms=tuple(_vm_of(vm) for vm in read["vms"]),
            checks=tuple(_check_of(check) for check in read["checks"]),
            notes=tuple(read["notes"]),
        )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} is no text")
    return value


def _measured(read: Mapping[str, Any]) -> Measured:
    figures = read["targetSeconds"], read["seconds"]
    if not all(figure is None or isinstance(figure, int | float) for figure in figures):
        raise TypeError("a figure is no number")
    return Measured(*figures)


def _vm_values(vm: VmLine) -> dict[str, Any]:
    return {
        "name": vm.name,
        "copy": vm.copy,
        "address": vm.address,
        "network": vm.network,
        "power": vm.power,
        "dataAgeSeconds": vm.data_age_seconds,
        "readySeconds": vm.ready_seconds,
        "steps": [vars(span) for span in vm.spans],
        "problem": vm.problem,
    }


def _vm_of(read: Mapping[str, Any]) -> VmLine:
    same = {name: read[name] for name in ("name", "copy", "address", "network", "power", "problem")}
    return VmLine(
        **same,
        data_age_seconds=read["dataAgeSeconds"],
        ready_seconds=read["readySeconds"],
        spans=_spans(read["steps"]),
    )


def _check_of(read: Mapping[str, Any]) -> Check:
    same = {name: read[name] for name in ("name", "subject", "found", "expected")}
    return Check(**same, status=Status(read["status"]), what_to_do=read["whatToDo"])


def _spans(read: Any) -> tuple[Span, ...]:
    return tuple(Span(**span) for span in read)
