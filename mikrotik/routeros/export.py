"""The text of RouterOS's `/export`, read back into entries."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mikrotik.errors import MikrotikError

_CONTINUED = re.compile(r"\\\r?\n[ \t]*")
_VERSION = re.compile(r"^#.* by RouterOS (\S+)", re.MULTILINE)
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<name>[A-Za-z0-9!][A-Za-z0-9_.-]*)=(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^\s"\[]*))
      | (?P<selection>\[[^\]]*\])
      | (?P<word>[^\s"=\[\]]+)
    )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\([0-9A-F]{2}|.)", re.DOTALL)
_CHARACTERS = {"n": "\n", "r": "\r", "t": "\t", "_": " ", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


@dataclass(frozen=True)
class Entry:
    """One `add`, or one `set` of an entry that always exists."""

    menu: str
    verb: str
    arguments: Mapping[str, str]


@dataclass(frozen=True)
class Export:
    """A router's entries in the order of evaluation. `version` is None if the export has no head."""

    version: str | None
    entries: tuple[Entry, ...]

    def of(self, menu: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.menu == menu and entry.verb == "add"]


def parse(text: str) -> Export:
    """Reads an export of any verbosity. Raises MikrotikError with the line if the text is not an export."""
    found = _VERSION.search(text)
    entries: list[Entry] = []
    menu = ""
    for number, line in enumerate(_CONTINUED.sub("", text.lstrip("\ufeff")).splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("/"):
            path, line = _path(line)
            menu = path
            if not line:
                continue
        if not menu:
            raise MikrotikError(f"Command {number} of the export has no menu. Give the whole text of /export.")
        entries.append(_entry(menu, line, number))
    if not entries:
        raise MikrotikError("The export has no entries. Give the whole text of /export.")
    return Export(found[1] if found else None, tuple(entries))


def _path(line: str) -> tuple[str, str]:
    """The menu and the rest of the line, which `/export terse` writes on one line."""
    match = re.search(r"\s(add|set|remove|unset|print)(\s|$)", line)
    path, rest = (line[: match.start()], line[match.start() :]) if match else (line, "")
    return "/" + " ".join(path.replace("/", " ").split()), rest.strip()


def _entry(menu: str, line: str, number: int) -> Entry:
    verb, _, rest = line.partition(" ")
    arguments: dict[str, str] = {}
    at = 0
    rest = rest.rstrip()
    while at < len(rest):
        match = _TOKEN.match(rest, at)
        if match is None:
            # The text is not shown, because an export may hold keys.
            raise MikrotikError(f"Command {number} of the export ({menu}) cannot be read at its {at + 1}th character.")
        at = match.end()
        if match["name"]:
            arguments[match["name"]] = _unescaped(match["quoted"]) if match["quoted"] is not None else match["bare"]
        elif match["word"]:
            arguments[match["word"]] = "yes"
    return Entry(menu, verb, arguments)


def _unescaped(text: str) -> str:
    """The text without escapes. Bytes in hexadecimal are decoded together as UTF-8."""

    def replaced(match: re.Match[str]) -> str:
        code = match[1]
        return chr(int(code, 16)) if len(code) == 2 else _CHARACTERS.get(code, code)

    plain = _ESCAPE.sub(replaced, text)
    try:
        return plain.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return plain
