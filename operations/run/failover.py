"""The failover as one command: the line in Pulumi.yaml, a preview, a question, both stacks."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from operations.errors import OperationsError
from operations.run.orchestration import Orchestration
from operations.run.order import order
from operations.run.project import Project
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
        """1 where something is left to do; `command` is what an operator types to go on.

        Pulumi.yaml is as it was before where nothing has run: the next `pulumi up` must not do what was not agreed to.
        """
        before = self.project.settings_file.read_bytes()
        try:
            self._write()
            orchestration = self._orchestration(stacks_of, command)
            orchestration.preview()
            agreed = not self.ask or _agreed(orchestration.target)
        except BaseException:
            self._restore(before)
            raise
        if not agreed:
            self._restore(before)
            return 1
        left = orchestration.run()
        _say(orchestration.summary())
        return 1 if left else 0

    def _orchestration(self, stacks_of: StacksOf, command: str) -> Orchestration:
        target, _ = order(self.project)
        again = " ".join([command, target, *([] if self.ask else ["--yes"])])
        stacks = stacks_of(self.project, target)
        return Orchestration(target, stacks, _say, again, without_prism=_zero_compute_sites(self.project))

    def _write(self) -> None:
        sites = self.project.sites()
        if self.site and self.site not in sites:
            # No suggestion: a near miss would fail over to the wrong site.
            raise OperationsError(f"There is no site {self.site!r}. The sites are {' and '.join(sites)}.")
        if self.mode:
            self.project.set("failoverMode", self.mode)
        if self.site:
            changed = self.project.set("activeRegion", self.site)
            _say(changed or f"{self.project.settings_file.name} makes {self.site} active already.")

    def _restore(self, before: bytes) -> None:
        self.project.settings_file.write_bytes(before)
        _say(f"Nothing was run. {self.project.settings_file.name} is as it was.")


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


def _agreed(target: str) -> bool:
    if not sys.stdin.isatty():
        raise OperationsError("Nobody is there to be asked. Add --yes to go on without a question.")
    return input(f"Make {target} active? Type its name to go on: ").strip() == target


def _say(line: str) -> None:
    print(line, flush=True)
