"""Which versions belong together: the installed SDKs decide the AWS plugin, go.mod decides the built CLI."""

import re
from importlib import metadata
from pathlib import Path

from tools.engine.errors import EngineError

GO_SOURCES = Path(__file__).parent / "go"
_SHARED = (GO_SOURCES / "go.mod", GO_SOURCES / "go.sum")
# What each built part is made of: a changed token map leaves the CLI as it is.
CLI_SOURCES = (*_SHARED, GO_SOURCES / "tools.go", GO_SOURCES / "pythonhost")
BRIDGE_SOURCES = (*_SHARED, GO_SOURCES / "awsbridge")
CLI_MODULE = "github.com/pulumi/pulumi/pkg/v3"
SDK_MODULE = "github.com/pulumi/pulumi/sdk/v3"

# The oldest CLI that was run with the SDKs of requirements/: it is the one engine/go builds. Pulumi promises that
# a newer CLI serves an older SDK, not the other way round, so nothing older is trusted without having been tried.
MINIMUM_CLI = "3.220.0"


def installed(package: str) -> str:
    """The version of an installed Python package; EngineError when it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError as missing:
        raise EngineError(
            f"The Python package {package} is not installed in this interpreter's environment. "
            "Install the project's requirements and run again."
        ) from missing


def required_by_go_mod(module: str, directory: Path = GO_SOURCES) -> str:
    """The version, without its leading v, that go.mod in a directory requires of a module."""
    text = (directory / "go.mod").read_text(encoding="utf-8")
    found = re.search(rf"^\s*(?:require\s+)?{re.escape(module)} v(\S+)", text, re.MULTILINE)
    if found is None:
        raise EngineError(f"{directory / 'go.mod'} does not require {module}.")
    return found[1]


def ordering(version: str) -> tuple[int, ...]:
    """A key that sorts versions such as 3.220.0, v3.9 and 5.100.0-rc1; what follows a hyphen is ignored."""
    numbers = re.match(r"v?(\d+(?:\.\d+)*)", version.strip())
    if numbers is None:
        raise EngineError(f"{version.strip()!r} is not a version number.")
    parts = [int(number) for number in numbers[1].split(".")]
    return tuple(parts + [0] * (3 - len(parts)))
