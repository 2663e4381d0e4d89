"""The control API `/simulator/v1/`: the surroundings of AWS, and the number of calls. Plain JSON, no authentication.

GET /simulator/v1/surroundings                   everything that was set
GET /simulator/v1/calls                          how many requests were answered, by service
GET /simulator/v1/snapshot                       all objects, for `python -m simulator.aws --snapshot`
PUT /simulator/v1/targets                        {"172.30.1.34": "down", "172.30.1.35:443": 503}
PUT /simulator/v1/tunnels                        {"198.18.4.7": "up"}
PUT /simulator/v1/announcements                  {"vpn-0123": ["192.168.0.0/16"]}
PUT /simulator/v1/regions                        {"ap-northeast-1": "down"}
PUT /simulator/v1/endpoints                      {"ap-northeast-1": "down"}
PUT /simulator/v1/machines                       {"tokyo": {"region": "ap-northeast-1", "endpoint": "https://...", ...}}
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from simulator.aws import snapshot
from simulator.aws.base import SURROUNDINGS

PREFIX = "/simulator/v1/"
CALLS: Counter[str] = Counter()
_SERVICE = re.compile(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/")


def count(environ: dict[str, Any]) -> None:
    """Count a request by the service that its signature names."""
    signed = _SERVICE.search(environ.get("HTTP_AUTHORIZATION", ""))
    CALLS[signed.group(1) if signed else "unsigned"] += 1


def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """A WSGI application. A malformed request gets 400 and a message."""
    method, what = environ["REQUEST_METHOD"], environ["PATH_INFO"].removeprefix(PREFIX)
    status = HTTPStatus.OK
    try:
        if method == "PUT":
            SURROUNDINGS.say(what, json.loads(environ["wsgi.input"].read()))
            said: Any = SURROUNDINGS.to_dict()
        elif method == "GET" and what in _READ:
            said = _READ[what]()
        else:
            status, said = HTTPStatus.NOT_FOUND, {"error": f"There is no {method} {environ['PATH_INFO']}."}
    except (ValueError, AttributeError) as error:
        status, said = HTTPStatus.BAD_REQUEST, {"error": f"{what}: {error}"}
    kind, content = ("octet-stream", said) if isinstance(said, bytes) else ("json", json.dumps(said).encode())
    start_response(
        f"{status.value} {status.phrase}",
        [("Content-Type", f"application/{kind}"), ("Content-Length", str(len(content)))],
    )
    return [content]


_READ: dict[str, Callable[[], Any]] = {
    "surroundings": SURROUNDINGS.to_dict,
    "calls": lambda: dict(CALLS),
    "snapshot": snapshot.dump,
}
