"""Ctrl-C while an engine works: the engine is asked to end, then ended, within seconds, and nothing of it stays.

The engine's plugins have process groups of their own, which the terminal's signal does not reach, and a dynamic
provider outlives its engine. They hold the terminal until they end. What they have asked for in Prism Central or AWS
goes on there, and the next run adopts it. Where the system has no /proc, the engine has the terminal's signal alone.
"""

import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager, suppress
from contextvars import copy_context
from pathlib import Path
from typing import Any, TypeVar

from operations.errors import OperationsError
from operations.exit_code import ExitCode
from operations.run.host import Process, descendants

T = TypeVar("T")
EXIT_CODE = int(ExitCode.INTERRUPTED)
PATIENCE = (5.0, 2.0)
"""Seconds for an engine to finish its steps, and then, without its plugins, to keep its state and to end.

Pulumi cancels at the first signal and lets steps end. At a second one it ends at once, with its lock kept and with what
its steps make in AWS known to nobody (its cancellation scope: "may lead to orphaned resources"). So it gets one.
"""
_LAST = 2.0
_PAUSE, _LOOK = 0.05, 0.5


def to_its_end(work: Callable[[], T], seconds: float | None = None, ending: Callable[[], None] = lambda: None) -> T:
    """What `work` answers, which drives an engine. Where it is interrupted, the engine has ended before that is raised.

    Raises OperationsError, with the engine ended likewise, where the work takes longer than `seconds`. `ending` is
    called before an engine is ended: what it says from then on is of no use to anybody.
    """
    if threading.current_thread() is not threading.main_thread():
        return work()  # no signal is told to such a thread
    done: Future[T] = Future()
    threading.Thread(target=copy_context().run, args=(_do, work, done), daemon=True).start()
    seen: set[Process] = set()
    deadline = None if seconds is None else time.monotonic() + seconds
    try:
        while not wait([done], _left(deadline)).done:
            # An engine may end before it is looked at again. What it has started stays.
            seen |= _started()
            if deadline is not None and time.monotonic() >= deadline:
                ending()
                _end_engines(done.done, seen)
                raise OperationsError(f"There was no end within {seconds:.0f} s.")
    except KeyboardInterrupt:
        ending()
        _end_engines(done.done, seen)
        raise
    return done.result()


def _left(deadline: float | None) -> float:
    return _LOOK if deadline is None else max(0.0, min(_LOOK, deadline - time.monotonic()))


def _end_engines(ended: Callable[[], bool], seen: set[Process]) -> None:
    """End every engine that this process has started, with all that these have started. Another Ctrl-C is ignored."""
    # The engine's events break off with it, which is no news.
    warnings.filterwarnings("ignore", message="Error in event stream")
    with undisturbed():
        seen = seen | _started()
        if any(process.lives for process in seen):
            with suppress(OSError):  # the terminal may be gone
                print("Ending the engine; this takes a few seconds.", file=sys.stderr, flush=True)
        if not _is_of_the_terminal():
            _ask_to_end()
        # What an engine has started may hold its output open, and the work with it.
        gone = _until(lambda: ended() or not _engines(), PATIENCE[0])
        seen |= _started()
        if not gone:
            # Without its plugins an engine keeps its state and gives its lock back.
            _end(seen - set(_engines()))
            _until(lambda: ended() or not _engines(), PATIENCE[1])
        _end(seen | _started())
        _until(ended, _LAST)


def _end(processes: set[Process]) -> None:
    for process in processes:
        process.end()


@contextmanager
def undisturbed() -> Iterator[None]:
    """What is done here is not interrupted by another Ctrl-C, nor by the end of the terminal."""
    with _handled(signal.SIG_IGN, signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        yield


@contextmanager
def every_signal_interrupts() -> Iterator[None]:
    """A SIGTERM, and a terminal that is closed, are what Ctrl-C is."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with _handled(interrupt, signal.SIGTERM, signal.SIGHUP):
        yield


@contextmanager
def _handled(handler: Any, *numbers: signal.Signals) -> Iterator[None]:
    """One that is ignored already, as SIGHUP is under `nohup`, stays so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in numbers}
    ours = [number for number, was in before.items() if was is not signal.SIG_IGN and was is not None]
    for number in ours:
        signal.signal(number, handler)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, before[number])


def _do(work: Callable[[], T], done: "Future[T]") -> None:
    try:
        done.set_result(work())
    except BaseException as error:
        done.set_exception(error)


def _is_of_the_terminal() -> bool:
    """Whether a Ctrl-C at the terminal is told to the engines, too, which are of this process's group."""
    try:
        with Path("/dev/tty").open() as terminal:
            return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
    except OSError:
        return False


def _ask_to_end() -> None:
    for engine in _engines():
        with suppress(ProcessLookupError):
            os.kill(engine.pid, signal.SIGINT)


def _started() -> set[Process]:
    """The engines and what they have started: once an engine has ended, nobody can tell whose child that was."""
    return {process for engine in _engines() for process in (engine, *descendants(engine.pid))}


def _engines() -> list[Process]:
    me = os.getpid()
    return [process for process in descendants(me) if process.parent == me and _is_pulumi(process.pid)]


def _is_pulumi(pid: int) -> bool:
    """Whether the process is `pulumi` or a script of that name: a local cloud started here is a child of ours, too."""
    try:
        words = (Path("/proc") / str(pid) / "cmdline").read_bytes().split(b"\0")[:2]
    except OSError:
        return False
    return any(word.rpartition(b"/")[2] == b"pulumi" for word in words)


def _until(ended: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not ended():
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE)
    return True
