"""The console's own words for an error, in each form that its clients read. assumed: no other is used.

{"error": {"code": ..., "message": ...}}    the community's Terraform provider
{"errors": [{"detail": ...}, ...]}          the published deployer
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_WORDS = ("detail", "message", "title", "description")


def said_in(answer: Any) -> str:
    """The sentences of an answer, joined; empty where it is of no known form."""
    if not isinstance(answer, Mapping):
        return ""
    errors = answer.get("errors") or answer.get("error")
    sentences = [_sentence(error) for error in (errors if isinstance(errors, list) else [errors])]
    return "; ".join(sentence for sentence in sentences if sentence)


def _sentence(error: Any) -> str:
    if isinstance(error, str):
        return error.strip().rstrip(".")
    if not isinstance(error, Mapping):
        return ""
    words = next((str(error[name]) for name in _WORDS if error.get(name)), "").strip().rstrip(".")
    code = str(error.get("code") or "").strip()
    return f"{words} ({code})" if words and code else words or code
