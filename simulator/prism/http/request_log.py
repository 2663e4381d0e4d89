"""The log of requests: one JSON object per line with site, method, path, status and milliseconds.

A request that was refused is written with its body, without the secrets in it, and with the reasons. Orders of the
control API are left out.
"""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simulator.prism.http.request import Reply, Request

_LONGEST = 64 * 2**10
_SECRETS = "password|secretAccessKey|accessKeyId|accountKey|apiKey|token|secret|privateKey"
# The text need not be JSON, and it may end inside of a secret.
_SECRET = re.compile(rf'("(?:{_SECRETS})"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|\\?$)', re.IGNORECASE | re.DOTALL)


class RequestLog:
    """A file that only its owner can read; what an earlier run wrote stays. Each line is written at once."""

    def __init__(self, path: Path):
        self._file = open(path, "a", opener=lambda name, flags: os.open(name, flags, 0o600))  # noqa: SIM115

    def note(self, site: str, request: Request, reply: Reply, seconds: float) -> None:
        """Write what was asked and how it was answered. Status 0 = not at all; `fault` says why."""
        path = f"{request.path}?{request.query}" if request.query else request.path
        line: dict[str, Any] = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "site": site,
            "method": request.method,
            "path": path,
            "status": reply.status,
            "ms": round(seconds * 1000, 2),
        }
        if reply.fault is not None:
            line["fault"] = reply.fault.kind
        if reply.status >= 400:
            line |= {"refusal": _reasons(reply.body), "body": _shown(request.body)}
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _shown(body: bytes) -> str:
    whole = _SECRET.sub(r'\1"***"', body.decode(errors="replace"))
    return whole if len(whole) <= _LONGEST else f"{whole[:_LONGEST]}... ({len(whole)} characters)"


def _reasons(answer: Any) -> list[str]:
    """The messages of a refusal, of v4 or of v3."""
    if not isinstance(answer, dict):
        return []
    error = answer.get("data", {}).get("error", answer.get("message_list", []))
    if isinstance(error, list):
        return [str(one["message"]) for one in error]
    return [f"{one['attributePath']}: {one['message']}" for one in error["validationErrorMessages"]]
