"""A change of a settings file as one value: shown as a diff before it is written, and taken back as it was."""

import difflib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from operations.errors import OperationsError


@dataclass(frozen=True)
class SettingsChange:
    """`file` says `before`, and is to say `after`. Nothing is written until `write`."""

    file: Path
    before: str
    after: str

    @property
    def diff(self) -> str:
        """All that changes, as a unified diff; empty for no change."""
        lines = self.before.splitlines(True), self.after.splitlines(True)
        return "".join(difflib.unified_diff(*lines, f"a/{self.file.name}", f"b/{self.file.name}", n=1))

    def write(self) -> None:
        """Whoever reads the file meanwhile finds it whole, before the change or after it."""
        self._put(self.after)

    def undo(self) -> bool:
        """The file is as it was before; False where somebody else has changed it since, which stays."""
        found = text_of(self.file)
        if found == self.after != self.before:
            self._put(self.before)
        return found in (self.before, self.after)

    def _put(self, text: str) -> None:
        file = self.file.resolve()
        draft = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            draft.write_bytes(text.encode())
            shutil.copymode(file, draft)
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)


def text_of(file: Path) -> str:
    """The text with its line ends: `read_text` would change those of a file that Windows wrote.

    Raises OperationsError for a file that is no text.
    """
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise OperationsError(f"{file} is not UTF-8 at byte {error.start}. Save it as UTF-8.") from None
