"""Both stacks converged by one command: the site that is to be active first, then the other, as far as each can be run.

Nothing is kept beside Pulumi's own state: what is done, a run finds done, so a command that was killed is run again.
"""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from pulumi.automation import CommandError, EngineEvent

from operations.run.environments import silence
from operations.run.lock import Lock, Verdict, is_lock, locks, sentence, verdict
from operations.run.progress import Progress
from operations.run.stack import Result, Stack

Say = Callable[[str], None]
_ROUNDS = 4
_PATIENCE = 3600.0
_LOOK = 2.0


@dataclass
class Orchestration:
    """`stacks` by site, None for one whose environment is not known here; `again` is the command to go on with."""

    target: str
    stacks: Mapping[str, Stack | None]
    say: Say
    again: str
    silence: Callable[[Mapping[str, str]], str] = silence
    without_prism: Collection[str] = ()
    """Sites that may rightly have no Prism Central to answer."""
    left: dict[str, str] = field(default_factory=dict)
    pending: dict[str, list[str]] = field(default_factory=dict)

    def preview(self) -> None:
        """Show what an up of the target would do. Raises CommandError where it would fail."""
        stack = self._required()
        self.say(f"Preview of {self.target}")
        result = self._unlocked(stack, lambda: self._told(stack, stack.preview, preview=True))
        self.say(f"{self.target}: would make these changes: {result}")
        self.say(f"{'-' * 72}\nNothing has been changed yet.")

    def run(self) -> dict[str, str]:
        """Up the target, then the other, until neither waits for the other; answers what is left, by site.

        Raises CommandError where the target fails. The other site's failure is left for later: the target serves.
        """
        required = self._required()
        for _ in range(_ROUNDS):
            self._up(required)
            for site, stack in self.stacks.items():
                if site != self.target and self._unfinished():
                    self._other(site, stack)
            if self.left or not self._unfinished():
                break
        for site, waits in self.pending.items():
            if waits and site not in self.left:
                self.left[site] = f"it waits for {', '.join(waits)}"
        return self.left

    def summary(self) -> str:
        """What is left for whom, with the command that does it."""
        if not self.left:
            return f"Both stacks have converged; {self.target} is active."
        lines = [f"{self.target} is active. Left to do:"]
        for site, why in self.left.items():
            lines.append(f"  {site}: {why}")
        lines.append(f"Once that is over, the same command goes on where it stopped:\n  {self.again}")
        return "\n".join(lines)

    def _unfinished(self) -> bool:
        """Whether a stack has not run yet, or waits for the other."""
        return self.pending.keys() != self.stacks.keys() or any(self.pending.values())

    def _required(self) -> Stack:
        stack = self.stacks[self.target]
        if stack is None:
            raise ValueError(
                f"The environment of {self.target} is not known here, and it is {self.target} that takes over. Write "
                f"its PRISM_ENDPOINT and credentials into .env.{self.target}."
            )
        return stack

    def _other(self, site: str, stack: Stack | None) -> None:
        if stack is None:
            self.left[site] = f"its environment is not known here (.env.{site})"
            return
        why = "" if site in self.without_prism else self.silence(stack.environment)
        if why:
            self.say(f"{site}: gives no answer, so it is left for later")
            self.left[site] = f"gives no answer ({why.rstrip('.')}). Before it is used again, it must stand down"
            return
        try:
            self._up(stack)
        except (CommandError, RuntimeError) as error:
            self.say(f"{site}: its run failed; {self.target} is not affected")
            self.left[site] = f"its run failed: {_last_words(str(error))}"

    def _up(self, stack: Stack) -> None:
        stack.init()
        self.say(f"{stack.site}: pulumi up")
        result = self._unlocked(stack, lambda: self._told(stack, stack.up))
        self.pending[stack.site] = list(stack.outputs().get("pending", []))
        self.say(f"{stack.site}: {result}")

    def _told(self, stack: Stack, verb: Callable[..., Result], *, preview: bool = False) -> Result:
        progress = Progress(stack.site, preview)

        def tell(event: EngineEvent) -> None:
            line = progress.line(event)
            if line:
                self.say(line)

        return verb(on_event=tell)

    def _unlocked(self, stack: Stack, act: Callable[[], Result]) -> Result:
        """Do it; where an earlier run of ours has left a lock, first wait for its end, or take the lock away."""
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                return act()
            except CommandError as error:
                if not is_lock(str(error)):
                    raise
                held = locks(str(error))
            decided = verdict(held)
            if decided is Verdict.STRANGER or time.monotonic() > deadline:
                raise RuntimeError(sentence(stack.site, held))
            if decided is Verdict.FREE:
                self.say(f"{stack.site}: a run that was killed here has left its lock ({held[0]}); taking it away")
                stack.cancel()
            else:
                self.say(f"{stack.site}: an earlier run still works ({held[0]}); waiting for its end")
                self._wait_for(held, deadline)

    def _wait_for(self, held: list[Lock], deadline: float) -> None:
        while verdict(held) is Verdict.BUSY and time.monotonic() < deadline:
            time.sleep(_LOOK)


def _last_words(text: str) -> str:
    """The engine's own error, from all that a failed command printed."""
    errors = [line.strip() for line in text.splitlines() if line.strip().startswith("error:")]
    return (errors[-1] if errors else text.strip().splitlines()[-1]).removeprefix("error:").strip()
