"""Session cookies: given out with the first authenticated reply, valid by themselves until they expire.

assumed: the name of the cookie, and that it expires a fixed time after it was given out. Cookies are off unless the
world asks for them.
"""

from __future__ import annotations

import secrets
from http.cookies import CookieError, SimpleCookie

from simulator.prism.model.clock import Clock

NAME = "NTNX_IGW_SESSION"


class Sessions:
    """The valid cookies of all sites. Each belongs to one site."""

    def __init__(self, clock: Clock, seconds: float):
        self._clock = clock
        self.seconds = seconds
        self._until: dict[tuple[str, str], float] = {}

    def begin(self, site: str) -> str:
        """Begin a session; returns the value of the Set-Cookie header."""
        token = secrets.token_urlsafe(24)
        self._until[site, token] = self._clock.now() + self.seconds
        return f"{NAME}={token}; Path=/; Secure; HttpOnly"

    def good(self, site: str, header: str) -> bool:
        """Whether a Cookie header holds a session of this site that has not expired."""
        token = _token(header)
        if self._until.get((site, token), 0.0) > self._clock.now():
            return True
        self._until.pop((site, token), None)
        return False

    def end_all(self) -> int:
        """Expire every session; returns how many there were."""
        ended = len(self._until)
        self._until.clear()
        return ended


def _token(header: str) -> str:
    try:
        morsel = SimpleCookie(header).get(NAME)
    except CookieError:
        return ""
    return morsel.value if morsel else ""
