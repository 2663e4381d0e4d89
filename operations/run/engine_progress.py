"""The engine's events as lines for an operator: which resource, which phase, which VM, as it happens. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from pulumi.automation import EngineEvent, OpType
from pulumi.automation.events import DiagnosticEvent, StepEventMetadata

_QUIET = frozenset({"same", "read", "refresh", "discard", "discard-replaced", "remove-pending-replace"})
_VERBS = {
    OpType.CREATE: ("creating", "created"),
    OpType.UPDATE: ("updating", "updated"),
    OpType.DELETE: ("deleting", "deleted"),
    OpType.REPLACE: ("replacing", "replaced"),
    OpType.CREATE_REPLACEMENT: ("creating anew", "created anew"),
    OpType.DELETE_REPLACED: ("deleting (the old one)", "deleted (the old one)"),
    OpType.IMPORT: ("importing", "imported"),
}
# The engine's own text is eight lines, and asks for what is not needed: every create here adopts what a run has left.
_INTERRUPTED = "pending operations from previous deployment"
_ADOPTED = "An earlier run was interrupted. This run adopts what that run had begun."
_DURING, _AFTER = range(2)


@dataclass
class Progress:
    """Turns one stack's events into lines; counts what is done. A `preview` says what will be done, each step once."""

    site: str
    preview: bool = False
    done: int = 0

    def line(self, event: EngineEvent) -> str | None:
        """What to print for an event, None for nothing."""
        told: str | None = None
        if event.resource_pre_event is not None:
            told = self._step(event.resource_pre_event.metadata, _DURING)
        elif event.res_outputs_event is not None and not self.preview:
            told = self._step(event.res_outputs_event.metadata, _AFTER)
            self.done += told is not None
        elif event.res_op_failed_event is not None:
            told = f"FAILED: {_resource(event.res_op_failed_event.metadata)}"
        elif event.diagnostic_event is not None:
            told = _message(event.diagnostic_event)
        return f"{'  ' if self.preview else ''}{self.site}: {told}" if told else None

    def _step(self, step: StepEventMetadata, tense: int) -> str | None:
        if OpType(step.op).value in _QUIET or step.type.startswith("pulumi:"):
            return None
        op = str(OpType(step.op).value)
        verbs = _VERBS.get(OpType(step.op), (op, f"{op} done"))
        return f"{_resource(step)} will be {verbs[_AFTER]}" if self.preview else f"{verbs[tense]} {_resource(step)}"


def watch(site: str, say: Callable[[str], None], *, preview: bool = False) -> Callable[[EngineEvent], None]:
    """What to hand a stack's verb as `on_event`, so that each event's line is said."""
    progress = Progress(site, preview)

    def tell(event: EngineEvent) -> None:
        line = progress.line(event)
        if line:
            say(line)

    return tell


def _resource(step: StepEventMetadata) -> str:
    """`Vpc network` of `urn:...::aws:ec2/vpc:Vpc::network`."""
    return f"{step.type.rpartition(':')[2]} {step.urn.rpartition('::')[2]}"


def _message(event: DiagnosticEvent) -> str | None:
    # A table of VMs keeps its lines.
    text = "\n".join(line.rstrip() for line in event.message.splitlines() if line.strip())
    if not text or event.severity == "debug":
        return None
    if _INTERRUPTED in text:
        return _ADOPTED
    return text if event.severity in ("info", "info#err") else f"{event.severity}: {text}"
