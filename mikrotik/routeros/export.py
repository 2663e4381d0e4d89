"""The text of RouterOS's `/export`, read back into entries."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mikrotik.errors import MikrotikError

_CONTINUED = re.compile(r"\\\r?\n[ \t]*")
_VERSION = re.compile(r"^#.* by RouterOS (\S+)", re.MULTILINE)
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<name>[A-Za-z0-9!.][A-Za-z0-9_.-]*)=(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^\s"\[]*))
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
class Unread:
    """A line that cannot be read: its number among the commands, and its character. `line` may hold keys."""

    number: int
    character: int
    menu: str
    line: str = field(repr=False)

    def __str__(self) -> str:
        return f"Command {self.number} of the export ({self.menu}) cannot be read at character {self.character}"


@dataclass(frozen=True)
class Export:
    """A router's entries in the order of evaluation. `version` is None if the export has no head.

    `unread` are the lines that cannot be read. Whether one of them matters, only who knows the configuration can say.
    """

    version: str | None
    entries: tuple[Entry, ...]
    unread: tuple[Unread, ...] = ()

    def of(self, menu: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.menu == menu and entry.verb == "add"]


def parse(text: str) -> Export:
    """Reads an export of any verbosity, past the lines that cannot be read. Raises MikrotikError if it has no entry."""
    found = _VERSION.search(text)
    entries: list[Entry] = []
    unread: list[Unread] = []
    menu = ""
    for number, line in enumerate(_CONTINUED.sub("", text.lstrip("\ufeff")).splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("/"):
            menu, line = _path(line)
        if line and menu:
            one = _entry(menu, line, number)
            if isinstance(one, Entry):
                entries.append(one)
            else:
                unread.append(one)
    if not menu:
        raise MikrotikError("The export names no menu, such as /ip ipsec peer. Give the whole text of /export.")
    if not entries:
        why = f" {unread[0]}." if unread else ""
        raise MikrotikError(f"The export has no entries.{why} Give the whole text of /export.")
    return Export(found[1] if found else None, tuple(entries), tuple(unread))


def _path(line: str) -> tuple[str, str]:
    """The menu and the rest of the line, which `/export terse` writes on one line."""
    match = re.search(r"\s(add|set|remove|unset|print)(\s|$)", line)
    path, rest = (line[: match.start()], line[match.start() :]) if match else (line, "")
    return "/" + " ".join(path.replace("/", " ").split()), rest.strip()


def _entry(menu: str, line: str, number: int) -> Entry | Unread:
    verb, _, rest = line.partition(" ")
    arguments: dict[str, str] = {}
    at, parent = 0, ""
    rest = rest.rstrip()
    while at < len(rest):
        match = _TOKEN.match(rest, at)
        if match is None:
            return Unread(number, len(verb) + at + 2, menu, line)
        at = match.end()
        name = match["name"] or match["word"]
        if not name:
            continue
        parent, name = _full(parent, name)
        if match["name"]:
            arguments[name] = _unescaped(match["quoted"]) if match["quoted"] is not None else match["bare"]
        else:
            arguments[name] = "yes"
    return Entry(menu, verb, arguments)


def _full(parent: str, name: str) -> tuple[str, str]:
    """RouterOS 7 prints the first of a parent's fields with its whole name and the others without the parent.

    Source: MikroTik's own manual for 7, `local.address=... .role=ebgp multihop=yes ... remote.address=... .as=65001`.
    """
    if name.startswith("."):
        return parent, parent + name
    before, dot, _ = name.rpartition(".")
    return (before if dot else parent), name


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
