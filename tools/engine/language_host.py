"""The Python language host, which lets a CLI run Python programs."""

import shutil
from pathlib import Path

from tools.engine import go_build
from tools.engine.errors import EngineError
from tools.engine.versions import GO_SOURCES, SDK_MODULE, required_by_go_mod

# Pulumi publishes the language host as a Go module only up to the SDK version that pythonhost/go.mod names. It
# starts the program through the executor script, which is taken from the newer SDK that the CLI is built with.
_MODULE = GO_SOURCES / "pythonhost"
_COMMAND = "pulumi-language-python"
_SCRIPTS = ("cmd/pulumi-language-python-exec", "dist/pulumi-resource-pulumi-python")


def require_beside(cli: Path) -> None:
    """Raise EngineError unless a CLI finds the hosts of Python programs and of Python dynamic providers."""
    for command in (_COMMAND, "pulumi-resource-pulumi-python"):
        if not (cli.resolve().parent / command).is_file() and shutil.which(command) is None:
            raise EngineError(f"{cli} has no {command} beside it or on PATH, which Python programs need")


def build(directory: Path) -> None:
    """Put the language host and its scripts into a directory."""
    version = required_by_go_mod(SDK_MODULE, _MODULE)
    go_build.build(
        _MODULE,
        [f"{SDK_MODULE}/python/cmd/{_COMMAND}"],
        directory,
        {f"{SDK_MODULE}/go/common/version.Version": f"v{version}"},
        "Building the Python language host",
    )
    scripts = go_build.module_directory(GO_SOURCES, SDK_MODULE) / "python"
    for script in _SCRIPTS:
        copy = directory / Path(script).name
        shutil.copyfile(scripts / script, copy)
        copy.chmod(0o755)
