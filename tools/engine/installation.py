"""What set-up chose, remembered so that later runs need neither network nor compiler."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tools.engine.aws_plugin import AwsPlugin
from tools.engine.cache import Cache, key
from tools.engine.cli import Cli
from tools.engine.sources import Refusal
from tools.engine.versions import BRIDGE_SOURCES, CLI_SOURCES, installed


@dataclass(frozen=True)
class Installation:
    """A CLI and an AWS plugin that work together, and the better sources that were refused on the way."""

    cli: Cli
    aws_plugin: AwsPlugin
    refusals: tuple[Refusal, ...] = ()

    def missing(self) -> list[Path]:
        """The files that are gone since set-up."""
        files = [self.cli.command, self.aws_plugin.binary, self.aws_plugin.terraform_provider]
        return [path for path in files if path is not None and not path.is_file()]


def load(cache: Cache) -> Installation | None:
    """The installation that was set up for this checkout and these SDKs; None when there is none."""
    path = cache.root / _name()
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return _from_json(content)
    except (OSError, ValueError, KeyError, TypeError):
        # A record that cannot be read is worth no more than no record: set-up writes a new one.
        return None


def save(cache: Cache, installation: Installation) -> None:
    """Remember an installation."""
    cache.file(_name(), json.dumps(_to_json(installation), indent=2) + "\n")


def _name() -> str:
    versions = [installed("pulumi"), installed("pulumi-aws")]
    return f"installations/{key([*CLI_SOURCES, *BRIDGE_SOURCES], versions)}.json"


def _to_json(installation: Installation) -> dict[str, Any]:
    cli, plugin = installation.cli, installation.aws_plugin
    return {
        "cli": {"command": str(cli.command), "version": cli.version, "origin": cli.origin},
        "aws_plugin": {
            "binary": str(plugin.binary),
            "version": plugin.version,
            "origin": plugin.origin,
            "home": str(plugin.home),
            "terraform_provider": str(plugin.terraform_provider) if plugin.terraform_provider else None,
        },
        "refusals": [asdict(refusal) for refusal in installation.refusals],
    }


def _from_json(content: dict[str, Any]) -> Installation:
    cli, plugin = content["cli"], content["aws_plugin"]
    return Installation(
        Cli(Path(cli["command"]), cli["version"], cli["origin"]),
        AwsPlugin(
            Path(plugin["binary"]),
            plugin["version"],
            plugin["origin"],
            Path(plugin["home"]),
            Path(plugin["terraform_provider"]) if plugin["terraform_provider"] else None,
        ),
        tuple(Refusal(refusal["source"], refusal["reason"]) for refusal in content["refusals"]),
    )
