"""XML from a file or an API, read without the dangerous parts of XML.

No document type, so no entities but XML's own five, and nothing external. UTF-8 only. Limited in size, depth and number
of elements.
"""

from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from mikrotik.errors import MikrotikError

_MOST_BYTES = 1_000_000
_MOST_ELEMENTS = 2_000
_DEEPEST = 16


def parse(content: bytes) -> Element:
    """The root element. Raises MikrotikError unless the XML is small, plain, well-formed and UTF-8."""
    if len(content) > _MOST_BYTES:
        raise MikrotikError(
            f"The XML has {len(content)} bytes; a VPN connection's has a few thousand. It was not read."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise MikrotikError("The XML is not in UTF-8. Save it in UTF-8, as AWS returns it.") from None
    return _Reader().read(text)


class _Reader:
    """One reading. It stops at the first element that is too much or of the wrong kind."""

    def __init__(self) -> None:
        self._tree = TreeBuilder()
        self._depth = 0
        self._count = 0
        parser = expat.ParserCreate(encoding="utf-8")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._tree.data
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = lambda *_: _forbidden("a document type (DOCTYPE)")
        parser.EntityDeclHandler = lambda *_: _forbidden("an entity declaration")
        parser.ExternalEntityRefHandler = lambda *_: _forbidden("a reference to an external entity")
        parser.ProcessingInstructionHandler = lambda *_: _forbidden("a processing instruction")
        parser.buffer_text = True
        self._parser = parser

    def read(self, text: str) -> Element:
        try:
            self._parser.Parse(text.encode(), True)
        except expat.ExpatError as error:
            # The message names the place, never the content, which holds keys.
            where = f"line {error.lineno}, column {error.offset}"
            raise MikrotikError(
                f"The XML is not well formed at {where}: {expat.ErrorString(error.code)}. Download it again."
            ) from None
        return self._tree.close()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > _DEEPEST or self._count > _MOST_ELEMENTS:
            raise MikrotikError("The XML has far more or deeper elements than a VPN connection's. It was not read.")
        self._tree.start(tag, attributes)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        self._tree.end(tag)

    @staticmethod
    def _declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "utf8"):
            raise MikrotikError(f"The XML says its encoding is {encoding[:20]!r}; AWS writes UTF-8. Download it again.")


def _forbidden(what: str) -> NoReturn:
    raise MikrotikError(f"The XML holds {what}, which AWS never writes. It was not read. Download it again.")
