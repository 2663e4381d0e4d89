"""One entry as `/export` prints it."""

import re

from mikrotik.routeros.defaults import defaults


def exported(menu: str, entry: dict[str, str], hide_keys: bool) -> str:
    words = ["add"]
    parent = ""
    for name in sorted(entry):
        value = entry[name]
        if name == ".id" or (hide_keys and name == "secret"):
            continue
        if value in defaults(menu, name) and name != "action":
            continue
        before, dot, field = name.rpartition(".")
        # RouterOS 7 names the parent with the first of its fields alone: local.address=... .role=ebgp.
        shown = f".{field}" if dot and before == parent else name
        parent = before if dot else parent
        words.append(name if (name, value) == ("blackhole", "yes") else f"{shown}={_exported_value(value)}")
    return " ".join(words)


def _exported_value(value: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9_.:,/*-]+", value):
        return value
    table = {'"': '\\"', "\\": "\\\\", "$": "\\$", "?": "\\?", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(table.get(character, character) for character in value) + '"'


def wrapped(line: str) -> str:
    pieces = []
    while len(line) > 78:
        cut = 76
        # An escape is never torn apart.
        while line[cut - 1] == "\\" or line[cut] == " ":
            cut -= 1
        pieces.append(line[:cut] + "\\")
        line = line[cut:]
    return "\n    ".join([*pieces, line])
