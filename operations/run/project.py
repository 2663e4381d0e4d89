"""The Pulumi project on disk: its settings files, its sites, and the one line that a failover changes."""

import difflib
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "Pulumi.yaml"
_ACTIVE_REGION = re.compile(r"^(\s*activeRegion:\s*)(\S+)", re.MULTILINE)

_MODE = re.compile(
    r"^([ \t]*failoverMode:(?:[ \t]*|[ \t]*\n(?:[ \t]+(?:type|description):.*\n)*[ \t]+default:[ \t]*))"
    r"(planned|unplanned)\b",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Project:
    """A folder that `pulumi -C` can run: `Pulumi.yaml`, a settings file for each stack, the program."""

    directory: Path

    @classmethod
    def here(cls) -> Self:
        """The project that this code belongs to."""
        return cls(ROOT)

    def working_copy(self, directory: Path) -> "Project":
        """The same program with settings files of its own, so that a flip can be tried without touching this one.

        Code is linked, settings are copied; an older copy is replaced.
        """
        if directory.exists():
            shutil.rmtree(directory)
        directory.mkdir(parents=True)
        settings = self.settings()
        for entry in sorted(self.directory.iterdir()):
            if entry.name in settings:
                shutil.copy(entry, directory / entry.name)
            elif entry.name == ".venv" or not entry.name.startswith("."):
                os.symlink(entry, directory / entry.name, target_is_directory=entry.is_dir())
        return Project(directory)

    def settings(self) -> dict[str, str]:
        """The settings files' texts by file name."""
        return {file.name: file.read_text() for file in sorted(self.directory.glob("Pulumi*.yaml"))}

    @property
    def settings_file(self) -> Path:
        return self.directory / SETTINGS

    @property
    def name(self) -> str:
        """The project's name; state and stack references carry it."""
        return str(_parsed(self.settings_file)["name"])

    def configuration(self, stack: str | None = None) -> dict[str, Any]:
        """The program's configuration as the engine resolves it: project defaults, then the stack's own values.

        A project may write `key: value` or `key: {type:, default:}`; both give the value here.
        """
        values = {
            key: entry["default"] if isinstance(entry, dict) and "default" in entry else entry
            for key, entry in _parsed(self.settings_file)["config"].items()
        }
        if stack is not None:
            file = self.directory / f"Pulumi.{stack}.yaml"
            own = _parsed(file).get("config") or {} if file.exists() else {}
            prefix = f"{self.name}:"
            values |= {key.removeprefix(prefix): value for key, value in own.items() if key.startswith(prefix)}
        return values

    def flip(self, site: str) -> str:
        """Write `activeRegion: <site>` into Pulumi.yaml; answers the change as a unified diff (empty: it said so
        already).

        Raises ValueError when the file has no such line, or more than one.
        """
        before = self.settings_file.read_text()
        after, count = _ACTIVE_REGION.subn(rf"\g<1>{site}", before)
        if count != 1:
            raise ValueError(f"{self.settings_file} has {count} activeRegion lines; a flip needs exactly one.")
        self.settings_file.write_text(after)
        lines = difflib.unified_diff(
            before.splitlines(True), after.splitlines(True), f"a/{SETTINGS}", f"b/{SETTINGS}", n=1
        )
        return "".join(lines)

    def set_mode(self, mode: str) -> None:
        """Write failoverMode into Pulumi.yaml. Raises ValueError where it is not there once, with its default."""
        before = self.settings_file.read_text()
        after, count = _MODE.subn(rf"\g<1>{mode}", before)
        if count != 1:
            raise ValueError(f"{self.settings_file} has {count} defaults of failoverMode; it needs exactly one.")
        self.settings_file.write_text(after)


def _parsed(file: Path) -> dict[str, Any]:
    # libyaml: Python's own parser takes longer than all else that reads the settings.
    return yaml.load(file.read_text(), Loader=yaml.CSafeLoader) or {}
