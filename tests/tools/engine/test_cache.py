"""What has its final name in the cache is complete, and a key changes with everything that goes into a build."""

import threading
from pathlib import Path

import pytest

from tools.engine import Cache
from tools.engine.cache import key


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    directory = tmp_path / "sources"
    (directory / "inner").mkdir(parents=True)
    (directory / "go.mod").write_text("module a\n")
    (directory / "inner" / "main.go").write_text("package main\n")
    return directory


def test_a_key_is_the_same_for_the_same_files_wherever_they_lie(sources: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "sources"
    elsewhere.parent.mkdir()
    before = key([sources], ["go1.26"])
    sources.rename(elsewhere)
    assert key([elsewhere], ["go1.26"]) == before


@pytest.mark.parametrize("change", ["content", "new file", "other name", "other version"])
def test_a_key_changes_with_every_input(sources: Path, change: str) -> None:
    before = key([sources], ["go1.26"])
    if change == "content":
        (sources / "go.mod").write_text("module b\n")
    elif change == "new file":
        (sources / "go.sum").write_text("")
    elif change == "other name":
        (sources / "go.mod").rename(sources / "go.work")
    assert key([sources], ["go1.27" if change == "other version" else "go1.26"]) != before


def test_a_directory_is_filled_once(cache: Cache) -> None:
    filled: list[Path] = []

    def fill(draft: Path) -> None:
        filled.append(draft)
        (draft / "binary").write_text("x")

    first = cache.directory("built/a", fill)
    assert cache.directory("built/a", fill) == first == cache.root / "built" / "a"
    assert (first / "binary").read_text() == "x"
    assert len(filled) == 1


def test_a_directory_whose_filling_fails_does_not_appear(cache: Cache) -> None:
    def fill(draft: Path) -> None:
        (draft / "half").write_text("x")
        raise RuntimeError("out of disk")

    with pytest.raises(RuntimeError):
        cache.directory("built/a", fill)
    assert list((cache.root / "built").iterdir()) == []


def test_a_second_set_up_waits_for_the_first(cache: Cache) -> None:
    waiting, done = threading.Event(), threading.Event()

    def second() -> None:
        with cache.locked(waiting.set):
            done.set()

    with cache.locked(lambda: pytest.fail("nobody else holds the lock")):
        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(timeout=10)
        assert not done.is_set()
    thread.join(timeout=10)
    assert done.is_set()
