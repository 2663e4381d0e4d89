"""The failover as one command: checks, the change of Pulumi.yaml, a preview, a question, both stacks."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from operations.errors import OperationsError
from operations.exit_code import ExitCode
from operations.run.interruption import EXIT_CODE, every_signal_interrupts, undisturbed
from operations.run.orchestration import Orchestration
from operations.run.order import order
from operations.run.project import Project
from operations.run.settings_change import SettingsChange
from operations.run.site_environments import Environments
from operations.run.stack import Stack

StacksOf = Callable[[Project, str], Mapping[str, Stack | None]]
"""Both stacks by site, the one of the target (the second argument) first; None for one that cannot be run here."""


@dataclass(frozen=True)
class Failover:
    """`site` is the one to make active and `mode` the failoverMode; None leaves what Pulumi.yaml says."""

    project: Project
    site: str | None = None
    mode: str | None = None
    ask: bool = True

    def run(self, stacks_of: StacksOf, command: str) -> int:
        """The exit code: done, failed (a no, too), waiting for the other site, or interrupted.

        `command` is what an operator types to go on. Pulumi.yaml is written once everything that can be looked at
        before is in order, and is as it was before where nothing has run: the next `pulumi up` must not do what was
        not agreed to.
        """
        with every_signal_interrupts():
            try:
                change = self._change()
                orchestration = self._orchestration(self.project.draft(change), stacks_of, command)
                _say(change.diff or f"{change.file.name} makes {orchestration.target} active already.")
            except KeyboardInterrupt:
                return self._nothing_was_run(EXIT_CODE)
            except Exception:
                self._nothing_was_run(1)
                raise
            return self._agreed(change, orchestration) or self._ran(orchestration)

    def _change(self) -> SettingsChange:
        sites = self.project.sites()
        if self.site and self.site not in sites:
            # No suggestion: a near miss would fail over to the wrong site.
            raise OperationsError(f"There is no site {self.site!r}. The sites are {' and '.join(sites)}.")
        wanted = {"activeRegion": self.site, "failoverMode": self.mode}
        return self.project.change({key: value for key, value in wanted.items() if value})

    def _orchestration(self, project: Project, stacks_of: StacksOf, command: str) -> Orchestration:
        """Raises OperationsError and ConfigurationError for whatever would stop it, before anything is written."""
        target, _ = order(project)
        again = " ".join([command, target, *([] if self.ask else ["--yes"])])
        stacks = stacks_of(project, target)
        made = Orchestration(target, stacks, _say, again, without_prism=_zero_compute_sites(project))
        made.expect_ready()
        return made

    def _agreed(self, change: SettingsChange, orchestration: Orchestration) -> int:
        """0 to go on. The file is written for the preview, which reads it, and stays for a yes alone."""
        try:
            change.write()
            orchestration.preview()
            if not self.ask or _asked(orchestration.target):
                return 0
        except KeyboardInterrupt:
            return self._nothing_was_run(EXIT_CODE, change)
        except BaseException:
            self._nothing_was_run(1, change)
            raise
        return self._nothing_was_run(1, change)

    def _nothing_was_run(self, code: int, change: SettingsChange | None = None) -> int:
        with undisturbed():
            file = self.project.settings_file.name
            if change is None or change.undo():
                _say(f"Nothing was run; {file} is as it was.")
            else:
                _say(f"Nothing was run. {file} was changed by somebody else meanwhile: look at its activeRegion.")
        return code

    def _ran(self, orchestration: Orchestration) -> int:
        try:
            left = orchestration.run()
        except KeyboardInterrupt:
            _say(orchestration.interrupted())
            return EXIT_CODE
        _say(orchestration.summary())
        if orchestration.failed:
            return ExitCode.FAILED
        return ExitCode.WAITS if left else ExitCode.DONE


def stacks_of_files(project: Project, target: str) -> dict[str, Stack | None]:
    """Both stacks with the environments of their files, None for a missing file.

    Raises OperationsError for a file that cannot be used.
    """
    # A stack's own variables are laid over this process's: what the shell has of one site must not reach the other's.
    for name in [name for name in os.environ if name.startswith("PRISM_")]:
        del os.environ[name]
    environments = Environments(project.directory, _zero_compute_sites(project))
    given = {site: environments.of(site) for site in dict.fromkeys((target, *project.sites()))}
    return {site: None if found is None else Stack(site, project, found) for site, found in given.items()}


def _zero_compute_sites(project: Project) -> frozenset[str]:
    """The sites that have no cluster while they stand by, and so perhaps no Prism Central."""
    sites = project.model(project.sites()[0]).sites.values()
    return frozenset(site.name for site in sites if site.zero_compute)


def _asked(target: str) -> bool:
    if not sys.stdin.isatty():
        raise OperationsError("Nobody is there to be asked. Add --yes to go on without a question.")
    try:
        return input(f"Make {target} active? Type its name to go on: ").strip() == target
    except EOFError:  # Ctrl-D is no yes
        print()
        return False


def _say(line: str) -> None:
    print(line, flush=True)
