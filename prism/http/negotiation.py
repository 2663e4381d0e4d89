"""Which version of each namespace to speak: the newest that both sides know.

``OPTIONS /api/<namespace>/unversioned/info`` answers ``{"data": "v4.N"}``. The path then carries the lower of
that and the version this client was written against. The answer is kept for the life of the client.
"""

from __future__ import annotations

import re
import threading
from typing import Any

from prism.errors import NotFoundError, RequestError, ServerError, Subject, UnsupportedError
from prism.http.session import Session

# The versions whose fields this package uses. A namespace not listed here is spoken at v4.0.
_WRITTEN_AGAINST = {
    "networking": 4,
    "vmm": 3,
    "prism": 4,
    "datapolicies": 3,
    "dataprotection": 4,
    "clustermgmt": 3,
}
_VERSION = re.compile(r"^v(\d+)\.(\d+)")


class Negotiation:
    """Answers ``version("networking")`` with, say, ``v4.3``, asking Prism Central once for each namespace."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, str] = {}
        self._lock = threading.Lock()

    def version(self, namespace: str) -> str:
        """The version to put into paths of the namespace."""
        with self._lock:
            if namespace not in self._known:
                self._known[namespace] = _choose(namespace, self._ask(namespace))
            return self._known[namespace]

    def speaks(self, namespace: str, minor: int) -> bool:
        """Whether the namespace is spoken at v4.``minor`` or later."""
        spoken = _VERSION.match(self.version(namespace))
        return spoken is None or int(spoken[2]) >= minor

    def require(self, namespace: str, minor: int, what: str) -> None:
        """Raises UnsupportedError unless the namespace is spoken at v4.``minor`` or later."""
        if not self.speaks(namespace, minor):
            raise UnsupportedError(
                f"{self._session.endpoint} speaks {namespace} {self.version(namespace)}, but {what} need v4.{minor} or "
                "later. "
                "Upgrade Prism Central."
            )

    def _ask(self, namespace: str) -> Any:
        subject = Subject("ask for the API version of", f"namespace {namespace}")
        try:
            return self._session.call(subject, "OPTIONS", f"/api/{namespace}/unversioned/info").data
        except NotFoundError:
            # assumed: a release before version negotiation, and every v4 release serves v4.0.
            return "v4.0"
        except (RequestError, ServerError):
            # What it speaks shows at the first real call.
            return None


def _choose(namespace: str, answer: Any) -> str:
    ours = _WRITTEN_AGAINST.get(namespace, 0)
    theirs = _VERSION.match(answer) if isinstance(answer, str) else None
    if theirs is None or theirs[1] != "4":
        return f"v4.{ours}"
    return f"v4.{min(ours, int(theirs[2]))}"
