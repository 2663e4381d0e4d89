"""The version of each namespace to speak: the newest that both sides know.

``OPTIONS /api/<namespace>/unversioned/info`` answers ``{"data": "v4.N"}``. Paths carry the lower of that version and
the one this client was written for. The answer is kept for the life of the client.
"""

from __future__ import annotations

import re
import threading
from typing import Any

from prism.errors import NotFoundError, RequestError, ServerError, Subject, UnsupportedError
from prism.http.session import Session

# The versions whose fields this package uses. For any other namespace, it is v4.0.
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
    """Knows the version of each namespace, such as v4.3. Asks Prism Central once per namespace."""

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
        """Whether Prism Central speaks the namespace at v4.``minor`` or later."""
        spoken = _VERSION.match(self.version(namespace))
        return spoken is None or int(spoken[2]) >= minor

    def require(self, namespace: str, minor: int, what: str) -> None:
        """Raises UnsupportedError unless Prism Central speaks the namespace at v4.``minor`` or later."""
        if not self.speaks(namespace, minor):
            raise UnsupportedError(
                f"{self._session.endpoint} speaks {namespace} {self.version(namespace)}, but {what} need v4.{minor} or "
                "later. Upgrade Prism Central."
            )

    def _ask(self, namespace: str) -> Any:
        subject = Subject("ask for the API version of", f"namespace {namespace}")
        try:
            return self._session.call(subject, "OPTIONS", f"/api/{namespace}/unversioned/info").data
        except NotFoundError:
            # assumed: a release before version negotiation, and every v4 release serves v4.0.
            return "v4.0"
        except (RequestError, ServerError):
            # The first real call will show which version is spoken.
            return None


def _choose(namespace: str, answer: Any) -> str:
    ours = _WRITTEN_AGAINST.get(namespace, 0)
    theirs = _VERSION.match(answer) if isinstance(answer, str) else None
    if theirs is None or theirs[1] != "4":
        return f"v4.{ours}"
    return f"v4.{min(ours, int(theirs[2]))}"
