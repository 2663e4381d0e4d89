"""What every story has: a local cloud, stacks to up, lines to print, and claims that are held against what is found."""

import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, TypeVar

from pulumi.automation import CommandError

from local_cloud import Converged, LocalProject, Moment, from_nothing, leads_to
from operations.run import Project, Result, Stack
from text_table import table

Say = Callable[[str], None]
T = TypeVar("T")
_KINDS = ("info:", "warning:", "error:")


@dataclass
class Scenario(ABC):
    """One run of a story. `problems` holds a sentence for everything that was not as claimed."""

    claim: ClassVar[str]
    """What holds when there are no problems."""
    shown: ClassVar[Sequence[str]] = ()
    """The words of the engine's messages that a reader wants to see; empty for all."""

    local: LocalProject
    say: Say
    problems: list[str] = field(default_factory=list)
    phases: list[tuple[str, float]] = field(default_factory=list)

    @classmethod
    @abstractmethod
    def configure(cls, project: Project) -> None:
        """Write what the story needs into the working copy's Pulumi.yaml."""

    @abstractmethod
    def play(self) -> None:
        """Everything in order, from the local cloud's start on."""

    @classmethod
    def tell(cls, directory: Path, say: Say, *, keep: bool = False, start: Moment | None = None) -> list[str]:
        """Play it in `directory`, which is made anew; answers the problems, none when every claim holds.

        The settings files are copied there, and the project's own stay as they are. `keep` leaves the local cloud
        running for a look. `start`: a moment that comes from a snapshot, in place of nothing.
        """
        original = Project.here().settings()
        project = Project.here().working_copy(directory / "project")
        cls.configure(project)
        scenario = cls(LocalProject.at(project, directory / "cloud"), say)
        scenario.local.cloud.down()
        try:
            scenario._start(start)
            scenario.play()
            scenario._say_phases()
        finally:
            if not keep:
                scenario.local.cloud.down()
        scenario.expect("the project's own settings files", Project.here().settings(), original)
        return scenario.problems

    def _start(self, moment: Moment | None) -> None:
        if moment is None:
            self.phase("local cloud", lambda: self.local.start(self.say))
        else:
            snapshot = Converged().snapshot(self.local.project, moment, self.say)
            self.phase(f"local cloud with its {moment}", lambda: self.local.restore(snapshot, self.say))

    @property
    def home(self) -> str:
        return self.local.sites()[0]

    @property
    def away(self) -> str:
        """The other site, which takes over."""
        return self.local.sites()[1]

    def stack(self, site: str) -> Stack:
        """The site's stack in the site's own environment."""
        return self.local.stack(site)

    def converge(self) -> None:
        """Bring both stacks up from nothing."""
        stacks = [self.stack(self.away), self.stack(self.home)]
        self.phase("both stacks from nothing", lambda: from_nothing(stacks, self._report))

    def set(self, key: str, value: object) -> None:
        """The one line that an operator writes, and its change as printed."""
        self.say(self.local.project.set(key, value).rstrip())

    def preview(self, site: str, *, whole: bool = False) -> None:
        """Print what an up would do; `whole`: with a line for each resource."""
        result = self.phase(f"preview of {site}", self.stack(site).preview)
        if whole:
            # What the engine prints while it works is said again, once and in order, under "Diagnostics".
            lines = [line for line in result.text.splitlines() if line.strip() and not line.startswith("@")]
            self._quote(line for line in lines if " running info: " not in line)
        else:
            self.show(result.text)

    def up(self, site: str, what: str, stack: Stack | None = None) -> Result:
        """Up the site's stack; `what` this brings, for the reader."""
        stack = stack or self.stack(site)
        result = self.phase(f"up {site}: {what}", stack.up)
        self._report(stack, result)
        self.show(result.text)
        return result

    def up_stops(self, site: str, what: str, where: str, stack: Stack | None = None) -> str:
        """Up a stack that has to stop with a message in which the pattern `where` is; answers what it said."""
        said = "nothing, it ended well"
        try:
            self.up(site, what, stack)
        except CommandError as error:
            said = str(error)
            self.show(said)
        if not re.search(where, said):
            self.problems.append(f"{site}'s up should stop with '{where}'; it said: {said}")
        return said

    def preview_refused(self, site: str, where: str) -> None:
        """A preview that has to be refused with a message in which the pattern `where` is."""
        try:
            self.stack(site).preview()
        except CommandError as error:
            self.say("  refused at preview:")
            self.show(str(error))
            if re.search(where, str(error)):
                return
        self.problems.append(f"The preview of {site} should be refused with '{where}'.")

    def expect_no_change(self, site: str) -> None:
        """A further up finds nothing to do."""
        result = self.stack(site).up()
        self._report(self.stack(site), result)
        if result.changed:
            self.problems.append(f"A further up of {site} should change nothing; it changed: {result}.")

    def expect(self, what: str, found: object, wanted: object) -> None:
        """Note a problem unless `found` is what was claimed."""
        if found != wanted:
            self.problems.append(f"{what}: expected {wanted}, found {found}.")

    def leads_to(self, site: str, prefix: str) -> str:
        """Where the site's transit gateway leads a prefix of the workload."""
        table_id = str(self.stack(site).outputs()["transitGatewayRouteTableId"])
        return leads_to(self.local.aws("ec2", site), table_id, prefix)

    def phase(self, name: str, work: Callable[[], T]) -> T:
        """Do it, and note how long it took."""
        started = time.monotonic()
        try:
            return work()
        finally:
            self.phases.append((name, time.monotonic() - started))

    def heading(self, text: str) -> None:
        self.say(f"\n=== {text} ===")

    def show(self, text: str) -> None:
        """Print what the program and its resources said, each message once."""
        lines = [" ".join(line.split()) for line in text.splitlines()]
        told = [line for line in dict.fromkeys(lines) if line.startswith(_KINDS)]
        self._quote(line for line in told if not self.shown or any(words in line for words in self.shown))

    def _quote(self, lines: Iterable[str]) -> None:
        quoted = [f"  | {line}" for line in lines]
        if quoted:
            self.say("\n".join(quoted))

    def _report(self, stack: Stack, result: Result) -> None:
        self.say(f"  pulumi up --stack {stack.site}: {result}")

    def _say_phases(self) -> None:
        self.say("\n" + table(("phase", "seconds"), [(name, f"{took:.1f}") for name, took in self.phases]))
