"""Showing how far a long step is and how long it has taken."""

import sys
import threading
import time
from types import TracebackType
from typing import TextIO

_LINE_EVERY = 15.0
_REDRAW_EVERY = 1.0


class Progress:
    """A context manager for one step: a line, redrawn on a terminal and repeated every 15 s elsewhere."""

    def __init__(self, step: str, stream: TextIO | None = None) -> None:
        self._step = step
        self._stream = stream if stream is not None else sys.stderr
        self.now = ""
        self._started = time.monotonic()
        self._finished = threading.Event()
        self._thread = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> "Progress":
        self._started = time.monotonic()
        self._write(f"{self._step} ...", "\n")
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._finished.set()
        self._thread.join()
        outcome = "done" if kind is None else "failed"
        self._write(f"{self._step}: {outcome} after {self._elapsed()}", "\n")

    def detail(self, text: str) -> None:
        """What the step is doing now, such as "120 of 900 packages"."""
        self.now = text

    def _tick(self) -> None:
        terminal = self._stream.isatty()
        while not self._finished.wait(_REDRAW_EVERY if terminal else _LINE_EVERY):
            text = f"{self._step}: {self._elapsed()}" + (f", {self.now}" if self.now else "")
            self._write(text, "" if terminal else "\n")

    def _elapsed(self) -> str:
        return f"{time.monotonic() - self._started:.0f} s"

    def _write(self, text: str, end: str) -> None:
        clear = "\r\x1b[K" if self._stream.isatty() else ""
        self._stream.write(f"{clear}{text}{end}")
        self._stream.flush()
