"""The links of a reply: to itself, and from a page of a list to the other pages.

assumed: `self` includes the query; the pages are `first`, `prev`, `next` and `last`.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from simulator.prism.http.request import Request
from simulator.prism.model import Json
from simulator.prism.odata import Page


def links(request: Request, page: Page | None = None) -> list[Json]:
    """The ApiLink objects."""
    base = f"https://{request.headers.get('host', 'localhost')}{request.path}"
    found = [_link("self", f"{base}?{request.query}" if request.query else base)]
    if page is not None and page.size is not None:
        last = max(page.total - 1, 0) // page.size
        others = {"first": 0, "prev": page.number - 1, "next": page.number + 1, "last": last}
        found += [_link(rel, _at(base, request.query, n)) for rel, n in others.items() if 0 <= n <= last]
    return found


def _at(base: str, query: str, number: int) -> str:
    return f"{base}?{urlencode(dict(parse_qsl(query)) | {'$page': number})}"


def _link(rel: str, href: str) -> Json:
    return {"$objectType": "common.v1.response.ApiLink", "$reserved": {"$fv": "v1.r0"}, "href": href, "rel": rel}
