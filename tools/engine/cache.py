"""The per-user cache that holds what set-up built, fetched and chose."""

import fcntl
import hashlib
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_KEY_LENGTH = 16


@dataclass(frozen=True)
class Cache:
    """A directory of finished things: whatever has its final name there is complete."""

    root: Path

    @classmethod
    def of_user(cls) -> "Cache":
        """The cache of the current user, under XDG_CACHE_HOME or ~/.cache."""
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
        return cls(Path(base) / "nc2-dr" / "engine")

    @contextmanager
    def locked(self, on_wait: Callable[[], None]) -> Iterator[None]:
        """Hold the cache against other set-ups; `on_wait` is called first when another one holds it."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("w", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                on_wait()
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def directory(self, name: str, fill: Callable[[Path], None]) -> Path:
        """The directory of a name, made by `fill` if it is not there; it appears whole or not at all."""
        final = self.root / name
        if final.is_dir():
            return final
        final.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{final.name}-", dir=final.parent))
        try:
            fill(draft)
            draft.chmod(0o755)
            draft.rename(final)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return final

    def file(self, name: str, text: str) -> Path:
        """Write a small text file; a reader sees the old content or the new."""
        final = self.root / name
        final.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(prefix=f".{final.name}-", dir=final.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(draft).replace(final)
        return final


def architecture() -> tuple[str, str]:
    """Operating system and processor as Go and Terraform call them, such as ("linux", "amd64")."""
    machine = platform.machine().lower()
    return sys.platform, {"x86_64": "amd64", "aarch64": "arm64"}.get(machine, machine)


def key(paths: Iterable[Path], parts: Iterable[str]) -> str:
    """A key of files, or of all files under directories, by name and content, and of some strings."""
    digest = hashlib.sha256()
    for root in paths:
        for path in sorted(path for path in (root, *root.rglob("*")) if path.is_file()):
            digest.update(f"{path.relative_to(root.parent)}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    for part in (*architecture(), *parts):
        digest.update(f"\0{part}".encode())
    return digest.hexdigest()[:_KEY_LENGTH]
