"""One stack, driven through Pulumi's Automation API."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pulumi import automation

from operations.errors import OperationsError
from operations.run.interruption import to_its_end
from operations.run.project import Project
from operations.run.run_note import RunNotes
from operations.run.stack_lock import is_lock
from topology import TAGS_OF_NC2

Line = Callable[[str], None]
Event = Callable[[automation.EngineEvent], None]
_UNREAD: Any = object()
TAGS_LEFT_ALONE = {"TF_AWS_IGNORE_TAGS_KEY_PREFIXES": ",".join(TAGS_OF_NC2)}
"""For the AWS plugin, which neither shows nor removes such tags then. It is no option of the provider resource, because
that would change the state of every stack, and a plugin that bridges Terraform's takes it in another form.
"""


@dataclass(frozen=True)
class Result:
    """What one verb did: changes by kind ({"create": 3, "same": 40}), seconds, and what it printed."""

    changes: dict[str, int]
    seconds: float
    text: str

    @property
    def changed(self) -> bool:
        return any(count for kind, count in self.changes.items() if kind not in ("same", "read"))

    def __str__(self) -> str:
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(self.changes.items()) if count)
        return f"{counts or 'nothing'} in {self.seconds:.1f} s"


@dataclass
class Stack:
    """A site's stack. `environment` has that site's endpoints and credentials and nothing of the other site's.

    Every verb raises `pulumi.automation.CommandError` with the engine's own text when it fails, and
    OperationsError where there is no engine. A KeyboardInterrupt ends the engine before it is raised.
    """

    site: str
    project: Project
    environment: Mapping[str, str]
    _stack: automation.Stack | None = field(default=None, repr=False)

    def init(self) -> None:
        """Create the stack in the state backend unless it exists."""
        self._selected()

    def exists(self) -> bool:
        """Whether the state backend has the stack. Makes nothing and locks nothing."""
        try:
            self._chosen(automation.select_stack)
        except automation.StackNotFoundError:
            return False
        return True

    def preview(self, line: Line | None = None, on_event: Event | None = None, seconds: float | None = None) -> Result:
        """Raises OperationsError where it takes longer than `seconds`."""
        return self._do("preview", line, on_event, seconds)

    def up(self, line: Line | None = None, on_event: Event | None = None, only: Sequence[str] = ()) -> Result:
        """`only`: the URNs of the resources to up (`--target`); empty for all."""
        chosen: dict[str, Any] = {"target": list(only)} if only else {}
        return self._do("up", line, on_event, suppress_outputs=True, **chosen)

    def refresh(self, line: Line | None = None) -> Result:
        return self._do("refresh", line, run_program=True)

    def destroy(self, line: Line | None = None) -> Result:
        """Delete everything of the stack, what is protected too.

        The program does not run: it would miss what a destroyed stack of the other site no longer publishes.
        """
        workspace = self._selected().workspace
        workspace.pulumi_command.run(
            ["state", "unprotect", "--all", "--yes", "--stack", self.site], workspace.work_dir, dict(self.environment)
        )
        return self._do("destroy", line)

    def cancel(self) -> None:
        """Remove every lock of the stack, whoever holds it."""
        to_its_end(self._selected().cancel)

    def outputs(self) -> dict[str, Any]:
        workspace = self._selected().workspace
        return {name: output.value for name, output in to_its_end(lambda: workspace.stack_outputs(self.site)).items()}

    def published(self, seconds: float | None = None) -> dict[str, Any]:
        """The outputs of the stack, empty where the stack does not exist. Makes nothing and locks nothing.

        Raises OperationsError where the state backend takes longer than `seconds`.
        """
        opts, directory = self._options(), str(self.project.directory)
        try:
            found = to_its_end(
                lambda: automation.select_stack(self.site, work_dir=directory, opts=opts).outputs(), seconds
            )
        except automation.StackNotFoundError:
            return {}
        return {name: output.value for name, output in found.items()}

    @property
    def notes(self) -> RunNotes:
        """What runs of the stack have left here beside Pulumi's lock."""
        return RunNotes.of(self.environment, self.project.name, self.site)

    def _do(
        self,
        verb: str,
        line: Line | None,
        on_event: Event | None = None,
        seconds: float | None = None,
        **options: Any,
    ) -> Result:
        started = time.monotonic()
        changes: dict[str, int] = {}
        ending = threading.Event()

        def tell(event: automation.EngineEvent) -> None:
            if ending.is_set():  # it tells where in the program it was interrupted, among others
                return
            if event.summary_event:
                for kind, count in event.summary_event.resource_changes.items():
                    changes[str(getattr(kind, "value", kind))] = int(count)
            if on_event:
                on_event(event)

        run = getattr(self._selected(), verb)
        with self.notes.kept(unlocked=lambda error: is_lock(str(error))):
            result = to_its_end(
                lambda: run(color="never", on_output=line, on_event=tell, **options), seconds, ending.set
            )
        return Result(changes, time.monotonic() - started, result.stdout + result.stderr)

    def _options(self) -> automation.LocalWorkspaceOptions:
        # The Automation API looks for it on this process's own PATH.
        if shutil.which("pulumi") is None:
            raise OperationsError(
                "The pulumi CLI is not on PATH. Install Pulumi (https://www.pulumi.com/docs/install/). Without it, "
                "`make setup` builds one for the local cloud alone."
            )
        ignored = {name: value for name, value in TAGS_LEFT_ALONE.items() if name not in os.environ}
        return automation.LocalWorkspaceOptions(env_vars={**ignored, **self.environment})

    def _selected(self) -> automation.Stack:
        return self._chosen(automation.create_or_select_stack)

    def _chosen(self, choose: Callable[..., automation.Stack]) -> automation.Stack:
        if self._stack is None:
            opts, directory = self._options(), str(self.project.directory)
            stack = self._stack = to_its_end(lambda: choose(self.site, work_dir=directory, opts=opts))
            # After each verb the Automation API would run the CLI three times more, for outputs and a history that
            # nobody reads here. `outputs` asks the workspace.
            stack.outputs, stack.info = dict, lambda show_secrets=None: _UNREAD  # type: ignore[method-assign]
        return self._stack
