"""Reads an HTTP answer of the v4 API: the envelope's ``data``, or the error it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests

import rest
from plain_text import LONGEST_MESSAGE, one_line
from prism.errors import PrismError, RequestError, ServerError, Subject, from_status


@dataclass(frozen=True)
class Reply:
    """``data`` of the envelope or None, the object's ETag, the number of results, and the whole answer."""

    status: int
    data: Any
    etag: str | None = None
    total: int | None = None
    document: Any = None


def as_reply(subject: Subject, response: requests.Response, hide: Callable[[str], str] = str) -> Reply:
    """The answer as a Reply. Raises the PrismError that fits if the request did not succeed.

    ``hide`` removes secrets from Prism's words.
    """
    status = response.status_code
    try:
        envelope = rest.parsed(response)
    except rest.NestedTooDeepError:
        raise _too_deep(subject, status) from None
    except ValueError:
        envelope = None
    if not 200 <= status < 300:
        detail, code = _said(envelope, hide)
        if 300 <= status < 400:
            where = one_line(hide(response.headers.get("Location", "nowhere")))
            detail = f"Prism Central answered with a redirect to {where}"
        elif not detail and not isinstance(envelope, dict) and response.content:
            detail = f"Prism Central answered with {_excerpt(response, hide)}"
        raise from_status(subject, status, detail, code)
    if status == 204 or not response.content:
        return Reply(status, None)
    if not isinstance(envelope, dict):
        raise ServerError(
            f"Could not {subject}: HTTP {status} came with {_excerpt(response, hide)}, but the API answers with JSON. "
            "Check that PRISM_ENDPOINT is Prism Central itself.",
            status=status,
        )
    return _success(subject, status, envelope, response, hide)


def _success(
    subject: Subject,
    status: int,
    envelope: dict[str, Any],
    response: requests.Response,
    hide: Callable[[str], str],
) -> Reply:
    data = envelope.get("data")
    if isinstance(data, dict) and str(data.get("$objectType", "")).endswith("error.ErrorResponse"):
        detail, code = _said(envelope, hide)
        raise _error_in_a_success(subject, status, detail, code)
    metadata = envelope.get("metadata")
    total = metadata.get("totalAvailableResults") if isinstance(metadata, dict) else None
    etag = response.headers.get("ETag") or response.headers.get("X-Ntnx-Etag")
    return Reply(status, data, etag, total if isinstance(total, int) else None, envelope)


def _error_in_a_success(subject: Subject, status: int, detail: str, code: str | None) -> PrismError:
    shown = f", code {code}" if code else ""
    detail = detail or "Prism Central gives no reason"
    return RequestError(
        f"Could not {subject}: {detail} (HTTP {status}{shown}). Correct the request, then run again.",
        status=status,
        code=code,
    )


def _too_deep(subject: Subject, status: int) -> ServerError:
    return ServerError(
        f"Could not {subject}: HTTP {status} came with JSON that is nested deeper than it can be read. Check that "
        "PRISM_ENDPOINT is Prism Central itself.",
        status=status,
    )


def _excerpt(response: requests.Response, hide: Callable[[str], str]) -> str:
    kind = one_line(response.headers.get("Content-Type", "no content type").split(";")[0])
    # Hidden before it is cut, so that no half of a secret is left.
    return f"{kind} beginning '{one_line(hide(rest.beginning(response, LONGEST_MESSAGE)))[:80]}'"


def _said(envelope: Any, hide: Callable[[str], str]) -> tuple[str, str | None]:
    """Prism's own words and its first code, from any form of its errors. v3 has a ``message_list``."""
    if isinstance(envelope, dict) and isinstance(envelope.get("message_list"), list):
        text, _ = messages(envelope["message_list"], hide)
        reasons = [str(m["reason"]) for m in envelope["message_list"] if isinstance(m, dict) and m.get("reason")]
        return text, one_line(reasons[0]) if reasons else None
    data = envelope.get("data", envelope) if isinstance(envelope, dict) else None
    error = data.get("error") if isinstance(data, dict) else None
    if isinstance(error, dict):
        faults = [f for f in error.get("validationErrorMessages") or [] if isinstance(f, dict)]
        words = [" ".join(str(f[k]) for k in ("attributePath", "message") if f.get(k)) for f in faults]
        return one_line(hide("; ".join(words) or str(error.get("error", "")))), None
    return messages(error, hide)


def messages(listed: Any, hide: Callable[[str], str] = str) -> tuple[str, str | None]:
    """The text and the first code of a list of Prism's AppMessage objects, each on one line and harmless."""
    found = [m for m in listed if isinstance(m, dict)] if isinstance(listed, list) else []
    texts = [text for m in found if (text := str(m.get("message") or "").strip().rstrip("."))]
    codes = [str(m["code"]) for m in found if m.get("code")]
    return one_line(hide("; ".join(texts))), one_line(codes[0]) if codes else None
