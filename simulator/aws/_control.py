"""The control API `/simulator/v1/`: what lies around AWS. Plain JSON, no authentication.

GET /simulator/v1/surroundings                   all that was said
PUT /simulator/v1/targets                        {"172.30.1.34": "down", "172.30.1.35:443": 503}
PUT /simulator/v1/tunnels                        {"198.18.4.7": "up"}
PUT /simulator/v1/announcements                  {"vpn-0123": ["192.168.0.0/16"]}
PUT /simulator/v1/regions                        {"ap-northeast-1": "down"}
PUT /simulator/v1/machines                       {"tokyo": {"region": "ap-northeast-1", "endpoint": "https://...", ...}}
"""

import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from .surroundings import SURROUNDINGS

PREFIX = "/simulator/v1/"


def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """A WSGI application; a request that makes no sense gets 400 and a sentence."""
    method, what = environ["REQUEST_METHOD"], environ["PATH_INFO"].removeprefix(PREFIX)
    status, body = HTTPStatus.OK, {}
    if method == "PUT":
        try:
            SURROUNDINGS.say(what, json.loads(environ["wsgi.input"].read()))
        except (ValueError, AttributeError) as error:
            status, body = HTTPStatus.BAD_REQUEST, {"error": f"{what}: {error}"}
    elif (method, what) != ("GET", "surroundings"):
        status, body = HTTPStatus.NOT_FOUND, {"error": f"There is no {method} {environ['PATH_INFO']}."}
    content = json.dumps(body or SURROUNDINGS.to_dict()).encode()
    start_response(
        f"{status.value} {status.phrase}",
        [("Content-Type", "application/json"), ("Content-Length", str(len(content)))],
    )
    return [content]
