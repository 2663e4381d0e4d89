"""The body of a request: a JSON object whose attributes have the right types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NoReturn

from simulator.prism.http import attribute_types
from simulator.prism.model import Json, Refusal, SchemaRefusal, cleaned


def parsed(body: bytes, headers: Mapping[str, str]) -> Json:
    """The body without the bookkeeping of the SDKs; {} for an empty one.

    Raises SchemaRefusal (400) and Refusal (415).
    """
    if not body.strip():
        return {}
    kind = headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        raise Refusal(415, "UNSUPPORTED_MEDIA_TYPE", f"The body must be application/json, not {kind}.")
    try:
        value = json.loads(body, parse_constant=_no_number)
        result = cleaned(value)
    except (ValueError, RecursionError):
        raise SchemaRefusal(("", "The body is not valid JSON, or is nested too deep.")) from None
    if not isinstance(value, dict):
        raise SchemaRefusal(("", "The body must be a JSON object."))
    assert isinstance(result, dict)
    attribute_types.check(result)
    return result


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")
