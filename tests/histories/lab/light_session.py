"""What the client uses of ``requests.Session``, without what that spends on proxies, redirects and merging of settings.

Part of the histories runs with the real one, over HTTPS, and must give the same logs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import requests
from requests.adapters import BaseAdapter
from requests.cookies import RequestsCookieJar
from requests.structures import CaseInsensitiveDict


class LightSession:
    """Sends requests by the adapter that is mounted."""

    trust_env = False
    auth: Callable[[requests.PreparedRequest], requests.PreparedRequest]

    def __init__(self) -> None:
        self.proxies: dict[str, str] = {}
        self.cookies = RequestsCookieJar()
        self._adapter: BaseAdapter = BaseAdapter()

    def mount(self, prefix: str, adapter: BaseAdapter) -> None:
        """There is one adapter for everything."""
        self._adapter = adapter

    def close(self) -> None:
        """There is nothing to close."""

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        data: str | None = None,
        headers: Mapping[str, str],
        **options: Any,
    ) -> requests.Response:
        """As ``requests.Session`` does, with the cookies that came before."""
        request = requests.PreparedRequest()
        request.method, request.body = method, data
        request.url = f"{url}?{urlencode(params)}" if params else url
        request.headers = CaseInsensitiveDict(headers)
        if len(self.cookies):
            request.headers["Cookie"] = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies)
        response = self._adapter.send(self.auth(request))
        given = response.headers.get("Set-Cookie")
        if given:
            name, _, value = given.partition(";")[0].partition("=")
            self.cookies.set(name, value)
        return response
