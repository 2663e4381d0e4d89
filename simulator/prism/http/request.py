"""A request and its reply, without sockets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.prism.model import Fault


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request, its header names in lower case."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(slots=True)
class Reply:
    """An HTTP reply. `fault` says how its delivery is disturbed."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    fault: Fault | None = None
