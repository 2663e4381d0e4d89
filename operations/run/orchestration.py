"""Both stacks converged by one command: the target site first, then the other, as far as each can be run.

Nothing is kept beside Pulumi's own state. A run finds what is done already, so a command that was killed is run again.
"""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from pulumi.automation import CommandError

from operations.errors import OperationsError
from operations.run.engine_progress import watch
from operations.run.host import Host, now
from operations.run.site_environments import silence
from operations.run.stack import Result, Stack
from operations.run.stack_lock import Judgement, Lock, Onlooker, Verdict, is_lock, judge, locks, sentence
from providers.base import DONE_IN_PART

Say = Callable[[str], None]
_ROUNDS = 4
_LOCK_SECONDS = 3600.0
_PAUSE_SECONDS = 2.0
_SENTENCES = ("In ", "At ")
"""How each sentence about a route of others begins."""
_PREVIEW_SECONDS = 120.0
"""For the preview of the other stack, whose AWS may not answer."""


@dataclass
class Orchestration:
    """`stacks` by site, None for a site whose environment is not known here; `again` is the command to go on with."""

    target: str
    stacks: Mapping[str, Stack | None]
    say: Say
    again: str
    silence: Callable[[Mapping[str, str]], str] = silence
    without_prism: Collection[str] = ()
    """The sites that may have no Prism Central yet."""
    left: dict[str, str] = field(default_factory=dict)
    pending: dict[str, list[str]] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    """Of the sites in `left`, those whose run failed. The others wait for something."""

    def expect_ready(self) -> None:
        """Raises OperationsError where the target cannot be run from here. Changes nothing."""
        if not self._required().exists():
            raise OperationsError(
                f"The state backend has no stack {self.target}, so nothing there can take over. Look whether "
                f"PULUMI_BACKEND_URL is the right one and `pulumi stack ls` shows both stacks."
            )

    def preview(self) -> None:
        """Print what an up of each stack will do, and that nothing is done yet.

        Raises CommandError where the target's up would fail. The other stack's preview stops nothing.
        """
        stack = self._required()
        self.say(f"Preview of {self.target}")
        result = self._unlocked(stack, lambda: stack.preview(on_event=watch(stack.site, self.say, preview=True)))
        self.say(f"{self.target} will change: {result}")
        for site, other in self.stacks.items():
            if site != self.target:
                self._preview_of_other(site, other)
        self.say(f"{'-' * 60}\nNothing has been changed yet.")

    def run(self) -> dict[str, str]:
        """Up the target, then the other, until neither waits for the other; answers what is left to do, by site.

        Raises CommandError where the target fails. A failure of the other site is left for later: the target serves.
        So is what failed of a run that is done otherwise, such as a floating IP: the other site must stand down.
        """
        required = self._required()
        for _ in range(_ROUNDS):
            self._take_over(required)
            for site, stack in self.stacks.items():
                if site != self.target and self._unfinished():
                    self._other(site, stack)
            if self.left or not self._unfinished():
                break
        for site, waits in self.pending.items():
            if waits and site not in self.left:
                self.left[site] = f"waits for {', '.join(waits)}"
        return self.left

    def summary(self) -> str:
        """What is left to do at which site, and the command that does it."""
        if not self.left:
            return f"Both stacks have converged; {self.target} is active."
        lines = [f"{self.target} is active. Left to do:"]
        lines += [f"  {site}: {why}" for site, why in self.left.items()]
        return "\n".join([*lines, f"Then run the same command again. It goes on where it stopped:\n  {self.again}"])

    def interrupted(self) -> str:
        """What goes on after a Ctrl-C, and the command that goes on from there."""
        return (
            "Interrupted. A job of the recovery plan that has begun goes on in Prism Central. "
            f"Run the same command again; it goes on where this run stopped:\n  {self.again}"
        )

    def _preview_of_other(self, site: str, stack: Stack | None) -> None:
        why = self._why_not(site, stack)
        if stack is None or why:
            self.say(f"{site} will be left for later: {why}")
            return
        self.say(f"Preview of {site}, which follows {self.target}")
        events = watch(site, self.say, preview=True)
        try:
            self.say(f"{site} will change: {stack.preview(on_event=events, seconds=_PREVIEW_SECONDS)}")
        except (CommandError, OperationsError) as error:
            self.say(f"{site}: its preview failed: {_last_error(str(error))} {self.target} is not affected.")

    def _why_not(self, site: str, stack: Stack | None) -> str:
        """Why a stack cannot be run now; empty where it can."""
        if stack is None:
            return f"its environment is not known here. Write .env.{site}"
        why = "" if site in self.without_prism else self.silence(stack.environment)
        return f"gives no answer ({why.rstrip('.')}). It must stand down before it is used again" if why else ""

    def _unfinished(self) -> bool:
        """Whether a stack has not run yet, or waits for the other."""
        return self.pending.keys() != self.stacks.keys() or any(self.pending.values())

    def _required(self) -> Stack:
        stack = self.stacks[self.target]
        if stack is None:
            raise OperationsError(
                f"{self.target} takes over, and its environment is not known here. Write the PRISM_ENDPOINT and the "
                f"credentials of {self.target} into .env.{self.target}."
            )
        return stack

    def _take_over(self, stack: Stack) -> None:
        try:
            self._up(stack)
        except CommandError as error:
            told = _published_in_part(str(error))
            if not told:
                raise
            self.say(f"{stack.site}: its run has published the failover, but {told}")
            self.left[stack.site] = told
            self.failed.add(stack.site)

    def _other(self, site: str, stack: Stack | None) -> None:
        why = self._why_not(site, stack)
        if stack is None or why:
            self.say(f"{site} is left for later: {why}")
            self.left[site] = why
            return
        try:
            self._up(stack)
        except (CommandError, OperationsError) as error:
            self.say(f"{site}: its run failed. {self.target} is not affected")
            self.left[site] = f"its run failed: {_published_in_part(str(error)) or _last_error(str(error))}"
            self.failed.add(site)

    def _up(self, stack: Stack) -> None:
        stack.init()
        self.say(f"{stack.site}: pulumi up")
        result = self._unlocked(stack, lambda: stack.up(on_event=watch(stack.site, self.say)))
        self.pending[stack.site] = list(stack.outputs().get("pending", []))
        self.say(f"{stack.site}: {result}")

    def _unlocked(self, stack: Stack, act: Callable[[], Result]) -> Result:
        """Do it. Where an earlier run of this user has left a lock, wait for that run's end or remove the lock."""
        deadline = time.monotonic() + _LOCK_SECONDS
        while True:
            try:
                return act()
            except CommandError as error:
                if not is_lock(str(error)):
                    raise
                held = locks(str(error))
            found = _judged(stack, held)
            if found.verdict is Verdict.ASK or time.monotonic() > deadline:
                raise OperationsError(sentence(stack.site, held, found.why))
            if found.verdict is Verdict.FREE:
                self._take(stack, held)
            else:
                self.say(f"{stack.site}: waiting for an earlier run that is still working ({held[0]}): {found.why}")
                while _judged(stack, held).verdict is Verdict.BUSY and time.monotonic() < deadline:
                    time.sleep(_PAUSE_SECONDS)

    def _take(self, stack: Stack, held: list[Lock]) -> None:
        """Remove the lock of a dead run, once: `pulumi cancel` removes every lock, that of a new run as well."""
        with stack.notes.alone():
            found = _judged(stack, held)
            if found.verdict is not Verdict.FREE:
                return
            self.say(f"{stack.site}: removing the lock of a run that was killed here ({held[0]})")
            if found.left:
                ended = sum(process.end() for process in found.left)
                self.say(f"{stack.site}: ended {ended} processes that the run had left")
            stack.cancel()
            for note in found.notes:
                stack.notes.forget(note)


def _judged(stack: Stack, held: list[Lock]) -> Judgement:
    return judge(held, stack.notes.all(), Onlooker(Host.here(), now()))


def _published_in_part(text: str) -> str:
    """What is told of a run that is done and published, and red all the same; empty for any other."""
    lines = [line.strip() for line in text.splitlines()]
    for words in DONE_IN_PART:
        for at, line in enumerate(lines):
            if words in line:
                more = takewhile(lambda one: one.startswith(_SENTENCES), lines[at + 1 :])
                return "\n    ".join([line[line.index(words) :], *more])
    return ""


def _last_error(text: str) -> str:
    """The engine's own error, from all that a failed command printed."""
    errors = [line.strip() for line in text.splitlines() if line.strip().startswith("error:")]
    return (errors[-1] if errors else text.strip().splitlines()[-1]).removeprefix("error:").strip()
