"""A working copy: a directory of links to a project's code, with settings files of its own.

A marker file in it names what it is made of. An older copy is replaced by exactly that; a directory without the
marker, or with anything else in it, is somebody's own and is refused as it stands.
"""

import os
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

from operations.errors import OperationsError

MARKER = ".nc2-dr-working-copy"
# Python and Pulumi write these beside the program.
_BYTECODE = "__pycache__"
_SETTINGS = "Pulumi*.yaml"


def make(source: Path, settings: Collection[str], directory: Path) -> None:
    """Link the code of `source` into the directory and copy its settings files, in the place of an older copy.

    Raises OperationsError, with nothing changed, where the directory holds anything that no working copy is made of.
    """
    _remove(directory)
    directory.mkdir(parents=True, exist_ok=True)
    entries = [entry for entry in sorted(source.iterdir()) if entry.name in settings or _is_code(entry)]
    # The marker comes first: what a killed run leaves is known, too.
    (directory / MARKER).write_text("".join(f"{entry.name}\n" for entry in entries))
    for entry in entries:
        if entry.name in settings:
            shutil.copy(entry, directory / entry.name)
        else:
            os.symlink(entry, directory / entry.name, target_is_directory=entry.is_dir())


def _is_code(entry: Path) -> bool:
    return entry.name == ".venv" or (not entry.name.startswith(".") and entry.name != _BYTECODE)


def _remove(directory: Path) -> None:
    """Remove an older copy, and nothing else."""
    strangers = sorted(_strangers(directory))
    if strangers:
        more = f" and {len(strangers) - 3} more" if len(strangers) > 3 else ""
        raise OperationsError(
            f"{directory} holds {', '.join(strangers[:3])}{more}, which no working copy of this project is made of, "
            "so nothing in it was removed. Name another directory, or move its content elsewhere."
        )
    if not directory.exists():
        return
    # The marker goes last: a removal that is interrupted can be run again.
    for entry in sorted(directory.iterdir(), key=lambda entry: entry.name == MARKER):
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _strangers(directory: Path) -> Iterator[str]:
    """The entries of a directory that no working copy has made; the directory itself where it is none."""
    if directory.is_symlink() or (directory.exists() and not directory.is_dir()):
        yield "something that is no directory"
        return
    marker = directory / MARKER
    made = frozenset(marker.read_text().splitlines()) if marker.is_file() else None
    for entry in directory.iterdir() if directory.exists() else ():
        if made is None or not (entry.name == MARKER or _is_made(entry, made)):
            yield entry.name


def _is_made(entry: Path, made: Collection[str]) -> bool:
    if entry.is_symlink():
        return entry.name in made
    return entry.name == _BYTECODE if entry.is_dir() else entry.match(_SETTINGS)
