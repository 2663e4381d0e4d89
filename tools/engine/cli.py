"""The Pulumi CLI: the user's own, the official one, or one built from Go modules."""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from tools.engine import go_build, language_host, official
from tools.engine.cache import Cache, key
from tools.engine.errors import EngineError
from tools.engine.process import run
from tools.engine.sources import Source
from tools.engine.versions import (
    CLI_MODULE,
    CLI_SOURCES,
    GO_SOURCES,
    MINIMUM_CLI,
    SDK_MODULE,
    installed,
    ordering,
    required_by_go_mod,
)

_VERSION_DEADLINE = 30.0
_QUIET = {"PULUMI_SKIP_UPDATE_CHECK": "true"}
_INSTALL = """
import sys
from pulumi.automation import PulumiCommand
from semver import VersionInfo
PulumiCommand.install(root=sys.argv[1], version=VersionInfo.parse(sys.argv[2]))
"""


@dataclass(frozen=True)
class Cli:
    """A Pulumi CLI: its executable, its version and where it came from."""

    command: Path
    version: str
    origin: str

    @property
    def ours(self) -> bool:
        """Whether set-up put it into the cache, with its language host beside it."""
        return self.origin != "PATH"


def sources(cache: Cache) -> list[Source[Cli]]:
    """Where a CLI may come from, best first."""
    return [
        Source(
            "a pulumi command on PATH",
            lambda: on_path(cache),
            f"install Pulumi {MINIMUM_CLI} or later (https://www.pulumi.com/docs/install/).",
        ),
        Source("the official installer", lambda: from_installer(cache), official.REMEDY),
        Source("a build from Go modules", lambda: from_go(cache), go_build.REMEDY),
    ]


def on_path(cache: Cache) -> Cli:
    """The user's own CLI, if it is new enough and can run Python programs."""
    ours = cache.root.resolve()
    outside = [entry for entry in os.get_exec_path() if not Path(entry).resolve().is_relative_to(ours)]
    found = shutil.which("pulumi", path=os.pathsep.join(outside))
    if found is None:
        raise EngineError("there is none")
    version = version_of(Path(found))
    if ordering(version) < ordering(MINIMUM_CLI):
        raise EngineError(f"{found} is version {version}, and {MINIMUM_CLI} or later is needed")
    language_host.require_beside(Path(found))
    return Cli(Path(found), version, "PATH")


def from_installer(cache: Cache) -> Cli:
    """The official CLI of the installed SDK's version, by Pulumi's Automation API."""
    version = installed("pulumi")
    command = cache.root / "official" / f"pulumi-{version}" / "bin" / "pulumi"
    if not command.is_file():
        official.require_reachable()
        cache.directory(
            f"official/pulumi-{version}",
            lambda draft: _install(draft, version),
        )
    return Cli(command, version_of(command), "official installer")


def from_go(cache: Cache) -> Cli:
    """A CLI of the version that engine/go/go.mod names, with its language host, built once and kept."""
    version = required_by_go_mod(CLI_MODULE)
    toolchain = go_build.toolchain(GO_SOURCES)

    def fill(draft: Path) -> None:
        go_build.build(
            GO_SOURCES,
            [f"{CLI_MODULE}/cmd/pulumi"],
            draft,
            {f"{SDK_MODULE}/go/common/version.Version": f"v{version}"},
            "Building the Pulumi CLI (minutes the first time)",
        )
        language_host.build(draft)

    directory = cache.directory(f"built/cli-{key(CLI_SOURCES, [toolchain])}", fill)
    return Cli(directory / "pulumi", version_of(directory / "pulumi"), f"built with {toolchain}")


def version_of(command: Path) -> str:
    """The version that a CLI prints, without the leading v."""
    return run([command, "version"], deadline=_VERSION_DEADLINE, extra_env=_QUIET).strip().removeprefix("v")


def _install(root: Path, version: str) -> None:
    run([sys.executable, "-c", _INSTALL, root, version], deadline=official.INSTALL_DEADLINE)
