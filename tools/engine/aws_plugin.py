"""The AWS plugin: Pulumi's own, or a bridge to a Terraform AWS provider that is already on this machine."""

import json
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tools.engine import go_build, official, terraform_provider
from tools.engine.cache import Cache, key
from tools.engine.cli import Cli
from tools.engine.errors import EngineError
from tools.engine.process import run
from tools.engine.progress import Progress
from tools.engine.sources import Source
from tools.engine.terraform_provider import TerraformProvider
from tools.engine.versions import BRIDGE_SOURCES, GO_SOURCES, installed

_BINARY = "pulumi-resource-aws"
_DESCRIBE_DEADLINE = 120.0


@dataclass(frozen=True)
class AwsPlugin:
    """An installed AWS plugin, and the PULUMI_HOME that holds it."""

    binary: Path
    version: str
    origin: str
    home: Path
    terraform_provider: Path | None = None


def sources(cache: Cache, cli: Cli) -> list[Source[AwsPlugin]]:
    """Where an AWS plugin may come from, best first."""
    return [
        Source("Pulumi's own plugin", lambda: from_pulumi(cache, cli), official.REMEDY),
        Source(
            "a bridge, built from Go modules, to a Terraform AWS provider on this machine",
            lambda: from_terraform(cache, terraform_provider.find(terraform_provider.directories())),
            f"{terraform_provider.REMEDY} Also {go_build.REMEDY}",
        ),
    ]


def from_pulumi(cache: Cache, cli: Cli) -> AwsPlugin:
    """The official plugin of the SDK's version, in the user's PULUMI_HOME; fetched when it is not there."""
    version = installed("pulumi-aws")
    home = _home_of_user(cache)
    binary = home / "plugins" / f"resource-aws-v{version}" / _BINARY
    if not binary.is_file():
        official.require_reachable()
        with Progress("Installing Pulumi's AWS plugin"):
            run(
                [cli.command, "plugin", "install", "resource", "aws", f"v{version}"],
                deadline=official.INSTALL_DEADLINE,
                extra_env={"PULUMI_SKIP_UPDATE_CHECK": "true", "PULUMI_HOME": str(home)},
            )
    return AwsPlugin(binary, version, "Pulumi", home)


def _home_of_user(cache: Cache) -> Path:
    """The user's PULUMI_HOME, which is not the one that an earlier set-up made and the shell may have exported."""
    exported = os.environ.get("PULUMI_HOME")
    if exported and not Path(exported).resolve().is_relative_to(cache.root.resolve()):
        return Path(exported)
    return Path.home() / ".pulumi"


def from_terraform(cache: Cache, providers: list[TerraformProvider]) -> AwsPlugin:
    """A plugin that bridges the newest of some Terraform AWS providers that works."""
    if not providers:
        raise EngineError("Terraform's plugin directories hold no provider hashicorp/aws 5.x or 6.x")
    bridge = build_bridge(cache)
    problems: list[str] = []
    for provider in providers:
        try:
            return _installed(cache, bridge, provider)
        except EngineError as error:
            problems.append(f"version {provider.version} in {provider.path} does not work: {error}")
    raise EngineError("; ".join(problems))


def build_bridge(cache: Cache) -> Path:
    version = installed("pulumi-aws")
    toolchain = go_build.toolchain(GO_SOURCES)

    def fill(draft: Path) -> None:
        variables = {"main.version": version}
        go_build.build(GO_SOURCES, ["./awsbridge"], draft, variables, "Building the AWS plugin")

    directory = cache.directory(f"built/aws-{key(BRIDGE_SOURCES, [toolchain, version])}", fill)
    return directory / "awsbridge"


def _installed(cache: Cache, bridge: Path, provider: TerraformProvider) -> AwsPlugin:
    """Install the bridge in a PULUMI_HOME of its own, once it has shown that it can serve this provider."""
    version = installed("pulumi-aws")
    executable = _unpacked(cache, provider) if provider.packed else provider.path
    plugin = Path("plugins") / f"resource-aws-v{version}"

    def fill(draft: Path) -> None:
        directory = draft / plugin
        directory.mkdir(parents=True)
        # A hard link rather than a copy, and no symbolic link: the plugin reads the settings beside itself.
        os.link(bridge, directory / _BINARY)
        settings = {"executable": str(executable), "version": provider.version}
        (directory / "terraform-provider.json").write_text(json.dumps(settings), encoding="utf-8")
        run([directory / _BINARY, "describe"], deadline=_DESCRIBE_DEADLINE)

    name = key([bridge], [str(executable), provider.version])
    home = cache.directory(f"home/{name}", fill)
    origin = f"bridge of Terraform's AWS provider {provider.version}"
    return AwsPlugin(home / plugin / _BINARY, version, origin, home, executable)


def _unpacked(cache: Cache, provider: TerraformProvider) -> Path:
    def fill(draft: Path) -> None:
        try:
            with zipfile.ZipFile(provider.path) as archive:
                archive.extractall(draft)
        except (OSError, zipfile.BadZipFile) as error:
            raise EngineError(f"the archive cannot be unpacked: {error}") from error

    directory = cache.directory(f"terraform/aws-{provider.version}", fill)
    for executable in sorted(directory.glob("terraform-provider-aws*")):
        executable.chmod(0o755)
        return executable
    raise EngineError("the archive holds no terraform-provider-aws")
