"""The progress of a build counts what Go reports."""

import io

from tools.engine.go_build import Counter
from tools.engine.progress import Progress


def test_downloads_and_compiled_packages_are_counted_apart() -> None:
    stream = io.StringIO()
    progress = Progress("Building", stream)
    counter = Counter(progress)
    counter.total = 900
    counter.line("go: downloading github.com/a/b v1.0.0")
    assert progress.now == "1 modules downloaded"
    for line in ("github.com/a/b", "# github.com/a/b", "github.com/a/c"):
        counter.line(line)
    assert progress.now == "2 of at most 900 packages compiled"


def test_a_step_tells_its_beginning_and_its_end() -> None:
    stream = io.StringIO()
    with Progress("Building", stream):
        pass
    assert stream.getvalue() == "Building ...\nBuilding: done after 0 s\n"
