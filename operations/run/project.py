"""The Pulumi project on disk: what its settings files say for each stack, and one writer of Pulumi.yaml."""

import difflib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from operations.errors import OperationsError
from operations.run import settings, working_copy
from topology import ConfigurationError, SiteModel, build

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "Pulumi.yaml"


@dataclass(frozen=True)
class Project:
    """A folder that `pulumi -C` can run: `Pulumi.yaml`, a settings file for each stack, the program."""

    directory: Path

    @classmethod
    def here(cls) -> Self:
        """The project that this code belongs to."""
        return cls(ROOT)

    def working_copy(self, directory: Path) -> "Project":
        """The same program with settings files of its own, so that a failover can be tried without touching this one.

        Code is linked, settings are copied; an older copy is replaced. Raises OperationsError for a directory that
        holds anything else.
        """
        working_copy.make(self.directory, self.settings().keys(), directory)
        return Project(directory)

    def settings(self) -> dict[str, str]:
        """The settings files' texts by file name."""
        return {file.name: file.read_text() for file in sorted(self.directory.glob("Pulumi*.yaml"))}

    @property
    def settings_file(self) -> Path:
        return self.directory / SETTINGS

    def stack_file(self, stack: str) -> Path:
        """The stack's own settings file, whether it is there or not."""
        return self.directory / f"Pulumi.{stack}.yaml"

    @property
    def name(self) -> str:
        """The project's name; state and stack references carry it. Raises OperationsError where the file has none."""
        name = self._read(self.settings_file).get("name")
        if not name:
            raise OperationsError(f"name is missing in {self.settings_file}. Add the project's name there.")
        return str(name)

    def configuration(self, stack: str | None = None) -> dict[str, Any]:
        """The program's configuration as the engine resolves it: the project's values, then the stack's own.

        The value of an encrypted key is `{secure: ciphertext}`. Raises OperationsError for a file that is no YAML.
        """
        entries = _section(self._read(self.settings_file), self.settings_file)
        given = {key: settings.declared(entry) for key, entry in entries.items()}
        values = {key: value for key, value in given.items() if value is not None}
        return values | (self._own(stack) if stack is not None else {})

    def stack_settings(self, stack: str) -> dict[str, Any]:
        """The stack's settings file, the provider of its secrets among them; empty where there is no file."""
        file = self.stack_file(stack)
        return self._read(file) if file.exists() else {}

    def sites(self) -> tuple[str, str]:
        """The names of both sites. Raises OperationsError where the project does not configure two."""
        sites = self.configuration().get("sites")
        if sites is None:
            raise OperationsError(f"sites is missing in {self.settings_file}. Add both sites there.")
        names = [str(name) for name in sites] if isinstance(sites, Mapping) else []
        if len(names) != 2:
            raise OperationsError(f"sites in {self.settings_file} names {len(names)} sites: write exactly two there.")
        return names[0], names[1]

    def model(self, site: str) -> SiteModel:
        """The site's model, from the settings files as they are now.

        Raises ConfigurationError with every problem found, and the files that were read.
        """
        try:
            return build(self.configuration(site), site, self.name)
        except ConfigurationError as error:
            files = [file for file in (self.settings_file, self.stack_file(site)) if file.exists()]
            where = f"The configuration of stack {site} in {' and '.join(map(str, files))}"
            raise ConfigurationError(error.problems, where) from None

    def set(self, path: str, value: object) -> str:
        """Write `value` at `path` into Pulumi.yaml; answers the change as a unified diff, empty for no change.

        `path` is a key of the configuration, such as `activeRegion`, or a place inside of its value, such as
        `sites.osaka.compute.activeNodes`. Raises OperationsError where this is not possible, and where a stack's own
        file has another value, which would win.
        """
        key = path.partition(".")[0]
        for file in self.directory.glob("Pulumi.*.yaml"):
            own = self._own(file.name.split(".")[1])
            if key in own and own[key] != value:
                raise OperationsError(
                    f"{file} sets {key} as well, and a stack's own value wins. Remove {key} there, then run this again."
                )
        return self._write(settings.with_value(self._text, path, value, str(self.settings_file)))

    def unset(self, key: str) -> str:
        """Take a key of the configuration out of Pulumi.yaml; answers the change as a unified diff."""
        return self._write(settings.without(self._text, key, str(self.settings_file)))

    @property
    def _text(self) -> str:
        # Not read_text: it would change the line ends of a file that Windows wrote.
        return self.settings_file.read_bytes().decode()

    def _write(self, after: str) -> str:
        """Whoever reads the file meanwhile finds it whole, before the change or after it."""
        before, file = self._text, self.settings_file.resolve()
        draft = file.with_name(f".{file.name}.{os.getpid()}")
        draft.write_bytes(after.encode())
        shutil.copymode(file, draft)
        draft.replace(file)
        lines = before.splitlines(True), after.splitlines(True)
        return "".join(difflib.unified_diff(*lines, f"a/{SETTINGS}", f"b/{SETTINGS}", n=1))

    def _own(self, stack: str) -> dict[str, Any]:
        """The configuration that the stack's own file sets."""
        prefix = f"{self.name}:"
        own = _section(self.stack_settings(stack), self.stack_file(stack))
        return {key.removeprefix(prefix): value for key, value in own.items() if key.startswith(prefix)}

    def _read(self, file: Path) -> dict[str, Any]:
        return settings.read(file.read_text(), str(file))


def _section(values: Mapping[str, Any], file: Path) -> dict[str, Any]:
    section = values.get(settings.SECTION) or {}
    if not isinstance(section, dict):
        raise OperationsError(f"{settings.SECTION} in {file} should be a mapping of keys to values.")
    return {str(key): value for key, value in section.items()}
