"""The Pulumi project on disk: what its settings files say for each stack, and one writer of Pulumi.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from operations.errors import OperationsError
from operations.run import settings, working_copy
from operations.run.settings_change import SettingsChange, text_of
from topology import ConfigurationError, SiteModel, build

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "Pulumi.yaml"


@dataclass(frozen=True)
class Project:
    """A folder that `pulumi -C` can run: `Pulumi.yaml`, a settings file for each stack, the program."""

    directory: Path
    drafted: str | None = None
    """What Pulumi.yaml is to say, as long as that is looked at and not written; None for what the file says."""

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

    def change(self, values: Mapping[str, object]) -> SettingsChange:
        """The change of Pulumi.yaml that gives each path its value. Writes nothing.

        A path is a key of the configuration, such as `activeRegion`, or a place inside of its value, such as
        `sites.osaka.compute.activeNodes`. Raises OperationsError where this is not possible, and where a stack's own
        file has another value, which would win.
        """
        before = after = text_of(self.settings_file)
        for path, value in values.items():
            self._expect_no_other(path.partition(".")[0], value)
            after = settings.with_value(after, path, value, str(self.settings_file))
        return SettingsChange(self.settings_file, before, after)

    def draft(self, change: SettingsChange) -> "Project":
        """This project as it will be once the change is written."""
        return replace(self, drafted=change.after)

    def set(self, path: str, value: object) -> str:
        """Write one value into Pulumi.yaml, as `change` does; answers the change as a unified diff."""
        return self._write(self.change({path: value}))

    def unset(self, key: str) -> str:
        """Take a key of the configuration out of Pulumi.yaml; answers the change as a unified diff."""
        before = text_of(self.settings_file)
        return self._write(
            SettingsChange(self.settings_file, before, settings.without(before, key, str(self.settings_file)))
        )

    def _write(self, change: SettingsChange) -> str:
        change.write()
        return change.diff

    def _expect_no_other(self, key: str, value: object) -> None:
        for file in self.directory.glob("Pulumi.*.yaml"):
            own = self._own(file.name.split(".")[1])
            if key in own and own[key] != value:
                raise OperationsError(
                    f"{file} sets {key} as well, and a stack's own value wins. Remove {key} there, then run this again."
                )

    def _own(self, stack: str) -> dict[str, Any]:
        """The configuration that the stack's own file sets."""
        prefix = f"{self.name}:"
        own = _section(self.stack_settings(stack), self.stack_file(stack))
        return {key.removeprefix(prefix): value for key, value in own.items() if key.startswith(prefix)}

    def _read(self, file: Path) -> dict[str, Any]:
        drafted = self.drafted if file == self.settings_file else None
        return settings.read(text_of(file) if drafted is None else drafted, str(file))


def _section(values: Mapping[str, Any], file: Path) -> dict[str, Any]:
    section = values.get(settings.SECTION) or {}
    if not isinstance(section, dict):
        raise OperationsError(f"{settings.SECTION} in {file} should be a mapping of keys to values.")
    return {str(key): value for key, value in section.items()}
