"""The body of an answer, read within bounds: its size, its size when inflated, and the time that it may take."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator
from typing import Any

import requests
import urllib3.exceptions

LARGEST = 16 * 2**20
"""Bytes of an answer. A page of a hundred VMs has less than one megabyte."""
ENCODINGS = "gzip, deflate"
_CHUNK = 64 * 2**10
# zlib finds out by itself whether gzip or deflate was sent.
_EITHER = 32 + zlib.MAX_WBITS


class UnusableAnswerError(requests.RequestException):
    """An answer that is not read to its end. Another try would not help. ``str`` follows the server's name."""


class UnfinishedAnswerError(requests.ReadTimeout):
    """An answer that began and did not end in time."""


class NestedTooDeepError(ValueError):
    """JSON that is nested deeper than it can be read."""


def read_within_bounds(response: requests.Response) -> None:
    """Reads the body, so that ``content`` holds all of it. Raises requests.RequestException, and closes then."""
    try:
        body = b"".join(_bounded(_inflated(response)))
    except BaseException:
        response.raw.close()
        raise
    response.raw = io.BytesIO(body)


def parsed(response: requests.Response) -> Any:
    """The JSON of the body. Raises ValueError for anything else, and NestedTooDeepError."""
    try:
        return json.loads(response.content)
    except RecursionError:
        raise NestedTooDeepError("nested too deep") from None


def beginning(response: requests.Response, length: int) -> str:
    """The first characters of the body, as far as they are text."""
    return " ".join(response.content[: 4 * length].decode("utf-8", "replace").split())[:length]


def _bounded(chunks: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > LARGEST:
            raise UnusableAnswerError(f"sent an answer of more than {LARGEST // 2**20} MiB")
        yield chunk


def _inflated(response: requests.Response) -> Iterator[bytes]:
    """The body without its encoding, in pieces that are small whatever was sent."""
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower() or "identity"
    if encoding == "identity":
        yield from _received(response)
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise UnusableAnswerError("sent an answer in an encoding that nobody asked for")
    inflater = zlib.decompressobj(_EITHER)
    for chunk in _received(response):
        left = chunk
        while left and not inflater.eof:
            try:
                piece = inflater.decompress(left, _CHUNK)
            except zlib.error:
                raise UnusableAnswerError(f"sent an answer that is not {encoding} though it says so") from None
            left = inflater.unconsumed_tail
            yield piece


def _received(response: requests.Response) -> Iterator[bytes]:
    """The bytes as they come, with the exceptions that requests would raise."""
    try:
        yield from response.raw.stream(_CHUNK, decode_content=False)
    except urllib3.exceptions.ReadTimeoutError as error:
        raise UnfinishedAnswerError(error) from None
    except urllib3.exceptions.ProtocolError as error:
        raise requests.exceptions.ChunkedEncodingError(error) from None
    except urllib3.exceptions.SSLError as error:
        raise requests.exceptions.SSLError(error) from None
