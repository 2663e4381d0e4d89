"""A saved file, read whatever encoding the tool wrote that saved it."""

from pathlib import Path

from mikrotik.errors import MikrotikError

_PACKED = {
    b"\x1f\x8b": "gunzip",
    b"PK\x03\x04": "unzip",
    b"BZh": "bunzip2",
    b"\xfd7zXZ": "unxz",
    b"(\xb5/\xfd": "unzstd",
}


def read_bytes(path: Path) -> bytes:
    """The content, turned into UTF-8 if the file is in UTF-16, as Windows PowerShell writes.

    Raises MikrotikError for a file that cannot be read or is compressed.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise MikrotikError(f"{path} cannot be read: {error.strerror}.") from None
    for beginning, command in _PACKED.items():
        if content.startswith(beginning):
            raise MikrotikError(f"{path.name} is compressed. Unpack it ({command} {path.name}) and give what is in it.")
    encoding = _wide(content)
    if encoding is None:
        return content.removeprefix(b"\xef\xbb\xbf")
    try:
        return content.decode(encoding).encode()
    except UnicodeError:
        raise MikrotikError(f"{path.name} begins as UTF-16 and does not go on so. Save it again, in UTF-8.") from None


def read_text(path: Path) -> str:
    """The content as a text. A byte that is no UTF-8 becomes a replacement character."""
    return read_bytes(path).decode(errors="replace")


def _wide(content: bytes) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if content[1:2] == b"\0" and content[:1] != b"\0":
        return "utf-16-le"
    return "utf-16-be" if content[:1] == b"\0" and content[1:2] != b"\0" else None
