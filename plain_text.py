"""Texts of others, made harmless, and long messages, made short. A leaf: whoever writes for people may use it.

Names and messages of Prism Central, AWS and the NC2 console reach a terminal, a CI log, a comment and a report. There a
control character moves the cursor, a line break begins a line of its own, `::error::` or `##[error]` is a command of
GitHub's runner, and three backquotes close a code block.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

LONGEST_NAME = 300
LONGEST_MESSAGE = 2000
SHOWN = 10
"""How many of many a message shows."""
_FILES = Path(".local/messages")
# assumed: GitHub's runner takes `::name` at the beginning of a line, after blanks, and `##[name]` anywhere in it.
_COMMAND = re.compile(r"^(\s*)::(?=[A-Za-z])")
_OLD_COMMAND = "##["
_FENCE = re.compile(r"`{3,}")


def plain(text: str, longest: int = LONGEST_NAME) -> str:
    """The text on one line and without effect: `\\n` is shown as `<U+000A>`. An ordinary text stays as it is.

    For names. Whoever compares names compares them as they are.
    """
    if len(text) > longest:
        text = f"{text[:longest]}... ({len(text)} characters)"
    if not text.isprintable():
        text = "".join(one if one.isprintable() else f"<U+{ord(one):04X}>" for one in text)
    text = _COMMAND.sub(r"\1: :", text).replace(_OLD_COMMAND, "# #[")
    return _FENCE.sub(lambda found: "'" * len(found[0]), text)


def one_line(text: str, longest: int = LONGEST_MESSAGE) -> str:
    """A message of others on one line: line breaks and tabs become blanks, and the rest as in `plain`."""
    return plain(" ".join(text.split()), longest)


def harmless(text: str) -> str:
    """A message of several lines of our own: its lines stay, and each is made harmless."""
    return "\n".join(plain(line, len(line)) for line in text.split("\n"))


def shortened(parts: Sequence[str], separator: str = "; ", shown: int = SHOWN) -> str:
    """The first of the parts, how many more there are, and the file that holds them all. A few parts are all shown.

    The file is readable by its owner alone.
    """
    if len(parts) <= shown:
        return separator.join(parts)
    more = f"and {len(parts) - shown} more"
    return separator.join([*parts[:shown], f"{more}; all {len(parts)} are in {_kept(parts)}"])


def _kept(parts: Sequence[str]) -> str:
    """The path of a file with one part per line, beside the reports, or else with the temporary files.

    Its name is made from what it holds, so that the same message told again makes no second file.
    """
    content = "".join(f"{part}\n" for part in parts).encode("utf-8", "backslashreplace")
    name = f"{hashlib.sha256(content).hexdigest()[:16]}.txt"
    for folder in (_FILES, Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(folder / name, content)
        except OSError:
            continue
        return str((folder / name).absolute())
    return "no file: none could be written"


def _write(file: Path, content: bytes) -> None:
    """Writes a file for its owner alone. Never writes into one that is there; one of ours holds the same."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if file.is_symlink() or file.read_bytes() != content:
            raise
        return
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
