"""Each site's own environment: a file `.env.<site>` beside Pulumi.yaml, of lines NAME=VALUE."""

import os
import stat
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from operations.errors import OperationsError
from prism import PrismCentral, PrismError, Timeouts
from prism.prism import DomainManagers

_PROBE = Timeouts(connect=4.0, read=8.0, call=10.0)
_NAMES = ("PRISM_ENDPOINT",)


@dataclass(frozen=True)
class Environments:
    """The files of a directory. `without_prism`: the sites that may have no Prism Central yet."""

    directory: Path
    without_prism: Collection[str] = ()

    def file(self, site: str) -> Path:
        return self.directory / f".env.{site}"

    def of(self, site: str) -> Mapping[str, str] | None:
        """The site's variables, None without a file. Raises OperationsError for a file that cannot be used."""
        file = self.file(site)
        if not file.exists():
            return None
        if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise OperationsError(f"{file} holds credentials, and other users may read it. Run: chmod 600 {file}")
        values = dict(_line(file, number, line) for number, line in _lines(file))
        missing = [name for name in _NAMES if site not in self.without_prism and not values.get(name)]
        if missing:
            raise OperationsError(
                f"{file} does not set {', '.join(missing)}. Each site has a Prism Central of its own: add it there."
            )
        return values


def silence(environment: Mapping[str, str]) -> str:
    """Why the site's Prism Central gives no answer; empty where it answers. Asks once, with a short timeout."""
    try:
        next(iter(DomainManagers(PrismCentral.from_environment(environment, _PROBE)).list()), None)
    except PrismError as error:
        return f"{urlsplit(environment.get('PRISM_ENDPOINT', '')).netloc}: {error}"
    return ""


def _lines(file: Path) -> list[tuple[int, str]]:
    lines = enumerate((line.strip() for line in file.read_text().splitlines()), 1)
    return [(number, line) for number, line in lines if line and not line.startswith("#")]


def _line(file: Path, number: int, line: str) -> tuple[str, str]:
    name, sign, value = line.removeprefix("export ").partition("=")
    name, value = name.strip(), value.strip()
    if not sign or not name.isidentifier():
        # Not shown: whatever stands there may be half of a password.
        raise OperationsError(f"{file}, line {number} is not NAME=VALUE. Correct it there.")
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        value = value[1:-1]
    return name, value
