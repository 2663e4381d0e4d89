"""Names, addresses and ids in what is told: kept for the user's own eyes, replaced for a file that can be shared.

One thing has one replacement throughout a file, so that what belongs together is still seen to.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

_BEGIN, _END = "\ue000", "\ue001"
_MARKED = re.compile(f"{_BEGIN}(.*?){_END}", re.DOTALL)
_KINDS = (
    ("arn", re.compile(r"\barn:aws[\w-]*:\S+")),
    ("url", re.compile(r"\bhttps?://[^\s'\"]+")),
    ("mail", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    ("id", re.compile(r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b")),
    ("mac", re.compile(r"\b[0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2}){5}\b")),
    ("address", re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?\b")),
    ("address", re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{1,4}:){2,7}[0-9a-fA-F:]*(?:/\d{1,3})?(?![\w:])")),
    ("aws", re.compile(r"\b[a-z]{1,12}(?:-[a-z]{1,12})*-(?:[0-9a-f]{8}|[0-9a-f]{17})\b")),
    ("account", re.compile(r"\b\d{12}\b")),
    ("host", re.compile(r"\b(?:[a-z0-9-]+\.)+(?:com|net|org|io|local|internal|lan|corp|jp|de)\b", re.IGNORECASE)),
)


def named(text: object) -> str:
    """A name of the user's, marked."""
    return f"{_BEGIN}{text}{_END}"


def shown(text: str) -> str:
    """The text for the user's own eyes."""
    return text.replace(_BEGIN, "").replace(_END, "")


class Replacements:
    """What stands for what. `secret` are words that are replaced wherever they stand, such as a user's name."""

    def __init__(self, secret: Iterable[str] = ()) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._last: Counter[str] = Counter()
        self._secret = sorted({word for word in secret if len(word) > 2}, key=len, reverse=True)

    def of(self, value: Any) -> Any:
        """The value with every name, address and id in its texts replaced."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Mapping):
            return {key: self.of(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.of(one) for one in value]
        return value

    def _text(self, text: str) -> str:
        text = _MARKED.sub(lambda found: self._instead("name", found[1]), text)
        for word in self._secret:
            text = text.replace(word, self._instead("name", word))
        for kind, pattern in _KINDS:
            text = pattern.sub(lambda found, kind=kind: self._instead(kind, found[0]), text)  # type: ignore[misc]
        return text

    def _instead(self, kind: str, original: str) -> str:
        key = (kind, original.lower())
        if key not in self._known:
            self._last[kind] += 1
            self._known[key] = f"{kind}-{self._last[kind]}"
        return self._known[key]
