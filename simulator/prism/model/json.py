"""JSON objects as Prism Central writes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]

_LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp()

# The official SDKs send these keys inside every object of every body. They mean nothing to the server.
_ENVELOPE_KEYS = frozenset({"$reserved", "$unknownFields"})
# The Go client repeats the type of a one-of beside it, under this name.
_BESIDE_ONE_OF = re.compile(r"^\$(\w+)ItemDiscriminator$")


def cleaned(value: Any) -> Any:
    """A body without the SDKs' bookkeeping keys and without nulls (a null means "not given").

    A type that stands beside a one-of counts where the one-of itself names none.
    """
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    if not isinstance(value, dict):
        return value
    beside = {found[1]: value[key] for key in value if (found := _BESIDE_ONE_OF.match(key))}
    kept = {k: cleaned(v) for k, v in value.items() if k not in _ENVELOPE_KEYS and v is not None}
    for name, kind in beside.items():
        kept.pop(f"${name}ItemDiscriminator", None)
        if isinstance(kind, str) and isinstance(kept.get(name), dict):
            kept[name].setdefault("$objectType", kind)
    return kept


def timestamp(seconds: float) -> str:
    """RFC 3339 in UTC with milliseconds, from seconds since the epoch. What no calendar holds is its last moment."""
    moment = datetime.fromtimestamp(min(seconds, _LAST), UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def seconds_of(text: str) -> float:
    """Seconds since the epoch of an RFC 3339 timestamp; raises ValueError for any other text."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def reference(ext_id: str) -> Json:
    """The `{extId}` object with which Prism Central refers to another entity."""
    return {"extId": ext_id}
