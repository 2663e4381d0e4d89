"""Values as RouterOS writes them: quoted so that a text stays one value."""

import re

_BARE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/,-]*")
_ESCAPED = {'"': '\\"', "\\": "\\\\", "$": "\\$", "?": "\\?", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def quote(text: str) -> str:
    """A quoted string. Everything but plain printable ASCII is written as its UTF-8 bytes in hexadecimal."""
    return '"' + "".join(_character(character) for character in text) + '"'


def value(text: str) -> str:
    """The text without quotes if RouterOS reads it equally, otherwise quoted."""
    return text if _BARE.fullmatch(text) else quote(text)


def duration(seconds: int) -> str:
    """Seconds as RouterOS itself prints them: 28800 is 8h, 3661 is 1h1m1s."""
    parts = []
    for unit, size in (("w", 604800), ("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


def comment_line(text: str) -> str:
    """One comment line of a script. Control characters and line ends in the text cannot end it."""
    return "# " + "".join(character if " " <= character <= "~" else "?" for character in text)


def _character(character: str) -> str:
    if character in _ESCAPED:
        return _ESCAPED[character]
    if " " <= character <= "~":
        return character
    return "".join(f"\\{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
