"""Fields of the XML, read by path and converted, with one sentence per missing or wrong field."""

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from mikrotik.errors import MikrotikError


class Fields:
    """Reads the fields of one tunnel by path, and collects the problems."""

    def __init__(self, element: Element, where: str, problems: list[str]) -> None:
        self._element, self._where, self._problems = element, where, problems

    def __call__(self, path: str, convert: Callable[[str], Any], needed: bool = True) -> Any:
        found = self._element.findall(path)
        text = (found[0].text or "").strip() if len(found) == 1 else ""
        if not text:
            if needed or found:
                self._problems.append(f"{self._where}: {path} is {'given more than once' if found[1:] else 'missing'}.")
            return None
        try:
            return convert(text)
        except (ValueError, MikrotikError) as error:
            # Never the text itself, which may be a key.
            reason = str(error) if isinstance(error, MikrotikError) else "is not an IPv4 address or a whole number"
            self._problems.append(f"{self._where}: {path} {reason}.")
            return None


def between(least: int, most: int) -> Callable[[str], int]:
    def convert(text: str) -> int:
        number = int(text) if text.isascii() and text.isdigit() else -1
        if not least <= number <= most:
            raise MikrotikError(f"is not a whole number between {least} and {most}")
        return number

    return convert


asn = between(1, 4294967294)
prefix_length = between(1, 32)
