"""The engine's events as lines for an operator: which resource, which phase, which machine, as it happens. Pure."""

from dataclasses import dataclass

from pulumi.automation import EngineEvent, OpType
from pulumi.automation.events import DiagnosticEvent, StepEventMetadata

_QUIET = frozenset({"same", "read", "refresh", "discard", "discard-replaced", "remove-pending-replace"})
_VERBS = {
    OpType.CREATE: ("creating", "created", "would create"),
    OpType.UPDATE: ("updating", "updated", "would update"),
    OpType.DELETE: ("deleting", "deleted", "would delete"),
    OpType.REPLACE: ("replacing", "replaced", "would replace"),
    OpType.CREATE_REPLACEMENT: ("creating anew", "created anew", "would create anew"),
    OpType.DELETE_REPLACED: ("deleting the old", "deleted the old", "would delete the old"),
    OpType.IMPORT: ("importing", "imported", "would import"),
}


@dataclass
class Progress:
    """Turns one stack's events into lines; counts what is done. A `preview` says what would be done, each step once."""

    site: str
    preview: bool = False
    done: int = 0

    def line(self, event: EngineEvent) -> str | None:
        """What to print for an event, None for nothing."""
        told: str | None = None
        if event.resource_pre_event is not None:
            told = self._step(event.resource_pre_event.metadata, 2 if self.preview else 0)
        elif event.res_outputs_event is not None and not self.preview:
            told = self._step(event.res_outputs_event.metadata, 1)
            self.done += told is not None
        elif event.res_op_failed_event is not None:
            told = f"FAILED: {_thing(event.res_op_failed_event.metadata)}"
        elif event.diagnostic_event is not None:
            told = _said(event.diagnostic_event)
        return f"{'  ' if self.preview else ''}{self.site}: {told}" if told else None

    def _step(self, step: StepEventMetadata, tense: int) -> str | None:
        if OpType(step.op).value in _QUIET or step.type.startswith("pulumi:"):
            return None
        verbs = _VERBS.get(OpType(step.op), (str(step.op), f"{step.op} done", f"would {step.op}"))
        return f"{verbs[tense]} {_thing(step)}"


def _thing(step: StepEventMetadata) -> str:
    """`Vpc network` of `urn:...::aws:ec2/vpc:Vpc::network`."""
    return f"{step.type.rpartition(':')[2]} {step.urn.rpartition('::')[2]}"


# The engine's own text is eight lines, and asks for what is not needed: every create here adopts what a run has left.
_INTERRUPTED = "pending operations from previous deployment"
_ADOPTED = "An earlier run was interrupted. This run adopts what that run had begun."


def _said(event: DiagnosticEvent) -> str | None:
    # A table of VMs keeps its lines.
    text = "\n".join(line.rstrip() for line in event.message.splitlines() if line.strip())
    if not text or event.severity == "debug":
        return None
    if _INTERRUPTED in text:
        return _ADOPTED
    return text if event.severity in ("info", "info#err") else f"{event.severity}: {text}"
