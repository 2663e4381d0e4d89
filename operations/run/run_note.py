"""What a run of a stack leaves beside Pulumi's lock while it works, so that the lock of a killed run is known as such.

Pulumi's lock names a user, a host and a process id. Neither a container of the same host name nor a later process of
the same id can be told from that. The note adds the boot, the PID namespace, the processes with their starts, and a
heartbeat. It is a file of this user on this host; where none can be written, nothing is lost but the certainty.
"""

import fcntl
import hashlib
import json
import os
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from operations.run.host import Host, Process, descendants, now, started

_OFTEN, _RARELY = 0.2, 2.0
_BEGINNING_SECONDS = 10.0
_KEPT_SECONDS = 30 * 86400.0


@dataclass(frozen=True)
class RunNote:
    """One run. `beat` is in seconds since the boot, `began` and `seen` are in seconds of the clock."""

    id: str
    host: Host
    command: Process
    """The process that drives the engine."""
    processes: tuple[Process, ...]
    """The engine, what it has started, and whatever else that command has started."""
    began: float
    seen: float
    beat: float
    ended: bool = False
    """The command has seen the engine's end. It leaves a note where that was no good end."""

    @classmethod
    def begin(cls) -> "RunNote":
        me = os.getpid()
        at = time.time()
        return cls(uuid.uuid4().hex, Host.here(), Process(me, started(me) or ""), (), at, at, now())

    def looked(self) -> "RunNote":
        """With the processes that run now beside those that were seen before, and another heartbeat."""
        found = {(one.pid, one.started): one for one in (*descendants(self.command.pid), *self.processes)}
        return replace(self, processes=tuple(found.values()), seen=time.time(), beat=now())

    def of_engine(self, pid: int) -> tuple[Process, ...]:
        """The engine of this id, and what it has started: a command may drive the engines of two stacks at once."""
        ours = {pid}
        while more := {process.pid for process in self.processes if process.parent in ours} - ours:
            ours |= more
        return tuple(process for process in self.processes if process.pid in ours)

    @classmethod
    def load(cls, text: str) -> "RunNote":
        """Raises ValueError, KeyError or TypeError for anything that `dump` did not write."""
        read = json.loads(text)
        read["host"], read["command"] = Host(**read["host"]), Process(**read["command"])
        read["processes"] = tuple(Process(**one) for one in read["processes"])
        return cls(**read)

    def dump(self) -> str:
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class RunNotes:
    """The notes of one stack in one state backend."""

    directory: Path

    @classmethod
    def of(cls, environment: Mapping[str, str], project: str, stack: str) -> "RunNotes":
        base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
        backend = environment.get("PULUMI_BACKEND_URL") or os.environ.get("PULUMI_BACKEND_URL", "")
        key = hashlib.sha256(f"{backend}\0{project}\0{stack}".encode()).hexdigest()[:16]
        return cls(Path(base) / "nc2-dr" / "runs" / key)

    def all(self) -> list[RunNote]:
        """Every note that can be read."""
        found = []
        for file in sorted(self.directory.glob("*.json")):
            with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
                found.append(RunNote.load(file.read_text()))
        return found

    @contextmanager
    def kept(self, unlocked: Callable[[Exception], bool] = lambda error: False) -> Iterator[None]:
        """Keep a note of the run that is made meanwhile. It goes with a good end, and stays after any other.

        `unlocked` says of an error that the run cannot have left a lock.
        """
        note = RunNote.begin()
        if not self._write(note):
            yield
            return
        self._forget_old()
        end = threading.Event()
        beating = threading.Thread(target=self._beat, args=(note, end), daemon=True)
        beating.start()
        needed = True
        try:
            yield
            needed = False
        except Exception as error:
            needed = not unlocked(error)
            raise
        finally:
            end.set()
            beating.join()
            if not needed:
                self.forget(note)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other command of this host takes a lock of the stack meanwhile. Raises OSError where that is not known."""
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.directory / "taking").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def forget(self, note: RunNote) -> None:
        self._file(note).unlink(missing_ok=True)
        with suppress(OSError):  # another note is there
            self.directory.rmdir()

    def _beat(self, note: RunNote, end: threading.Event) -> None:
        """The engine takes its lock in its first seconds: its process has to be in the note by then."""
        beginning = time.monotonic() + _BEGINNING_SECONDS
        known, written = note.processes, time.monotonic()
        while not end.wait(_OFTEN if time.monotonic() < beginning else _RARELY):
            note = note.looked()
            if note.processes != known or time.monotonic() - written >= _RARELY:
                self._write(note)
                known, written = note.processes, time.monotonic()
        self._write(replace(note, ended=True))

    def _write(self, note: RunNote) -> bool:
        try:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, draft = tempfile.mkstemp(prefix=f".{note.id}.", dir=self.directory)
            with os.fdopen(descriptor, "w") as file:
                file.write(note.dump())
            Path(draft).replace(self._file(note))
        except OSError:
            return False
        return True

    def _file(self, note: RunNote) -> Path:
        return self.directory / f"{note.id}.json"

    def _forget_old(self) -> None:
        for note in self.all():
            if time.time() - note.seen > _KEPT_SECONDS:
                self.forget(note)
