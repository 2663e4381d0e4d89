"""A region whose endpoints do not answer answers nobody, by whatever way a request comes, but an onlooker.

The local AWS is one server for all regions. A request names its region in its signature (Signature Version 4:
`Credential=KEY/DATE/REGION/SERVICE/aws4_request`).
"""

import re
from collections.abc import Iterable
from typing import Any

from simulator.aws.base import SURROUNDINGS

ONLOOKER = "onlooker"
"""The access key of whoever looks at the whole local cloud from outside, which nobody in it can: a demo, a test."""
_SCOPE = re.compile(r"Credential=([^/]+)/\d{8}/([^/]+)/")
_BODY = (
    b'<?xml version="1.0" encoding="UTF-8"?><Response><Errors><Error><Code>ServiceUnavailable</Code><Message>The '
    b"service is unavailable. Please try again shortly.</Message></Error></Errors></Response>"
)


def is_lost(environ: dict[str, Any]) -> bool:
    """Whether a request is to a region whose endpoints are down."""
    scope = _SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
    return scope is not None and scope[1] != ONLOOKER and not SURROUNDINGS.endpoints_are_up(scope[2])


def answer(start_response: Any) -> Iterable[bytes]:
    """What a client sees of it at best."""
    start_response("503 Service Unavailable", [("Content-Type", "text/xml"), ("Content-Length", str(len(_BODY)))])
    return [_BODY]
