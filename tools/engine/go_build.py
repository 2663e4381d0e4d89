"""Building commands from Go modules, which need nothing but Go and a module proxy or warm Go caches."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.engine.errors import EngineError
from tools.engine.process import run
from tools.engine.progress import Progress

REMEDY = (
    "install Go (https://go.dev/dl/), as new as engine/go/go.mod asks for, and let it reach a module proxy (GOPROXY)."
)
_QUERY_DEADLINE = 60.0
_DOWNLOAD_DEADLINE = 900.0
_BUILD_DEADLINE = 3600.0
# A go.work of the user around this directory would change what is built.
_ENVIRONMENT = {"GOWORK": "off"}


def toolchain(module: Path) -> str:
    """The version of Go that would build a module, such as go1.26.1; EngineError when none can."""
    command = [_go(), "env", "GOVERSION"]
    return run(command, deadline=_QUERY_DEADLINE, directory=module, extra_env=_ENVIRONMENT).strip()


def module_directory(module: Path, dependency: str) -> Path:
    """Where Go keeps the sources of a dependency of a module."""
    return Path(_list(module, ["-m", "-f", "{{.Dir}}", dependency], None).strip())


def build(module: Path, packages: Sequence[str], output: Path, variables: Mapping[str, str], step: str) -> None:
    """Build commands of a module into a directory, setting string variables by the linker; shows the progress."""
    link = " ".join(["-s", "-w", *(f"-X {name}={value}" for name, value in variables.items())])
    flags = ["-v", "-trimpath", "-buildvcs=false", "-ldflags", link, "-o", f"{output}/"]
    command = [_go(), "build", *flags, *packages]
    with Progress(step) as progress:
        counter = Counter(progress)
        counter.total = len(_list(module, ["-deps", *packages], counter).splitlines())
        run(
            command,
            deadline=_BUILD_DEADLINE,
            directory=module,
            extra_env=_ENVIRONMENT,
            on_line=counter.line,
        )


class Counter:
    """Counts what Go reports: a module it downloads or, with -v, a package that its cache lacks."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._downloaded = 0
        self._compiled = 0
        self.total = 0

    def line(self, text: str) -> None:
        if text.startswith("go: downloading "):
            self._downloaded += 1
            self._progress.detail(f"{self._downloaded} modules downloaded")
        elif not text.startswith(("go:", "#")):
            self._compiled += 1
            self._progress.detail(f"{self._compiled} of at most {self.total} packages compiled")


def _list(module: Path, arguments: Sequence[str], counter: Counter | None) -> str:
    return run(
        [_go(), "list", *arguments],
        deadline=_DOWNLOAD_DEADLINE,
        directory=module,
        extra_env=_ENVIRONMENT,
        on_line=counter.line if counter else None,
    )


def _go() -> str:
    found = shutil.which("go")
    if found is None:
        raise EngineError("there is no go command on PATH")
    return found
