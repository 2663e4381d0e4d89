"""An immediate answer to what moto does not simulate.

moto lets the exception through as an internal error, which clients take for a passing one: the Terraform AWS provider
repeats the call for minutes before it reports anything.
"""

import json
from xml.sax.saxutils import escape

from flask import Flask, Request, Response, request
from moto.moto_server.werkzeug_app import create_backend_app


def create_answering_app(service: str) -> Flask:
    """moto's app of a service, with an answer to the actions it does not know."""
    app = create_backend_app(service)  # type: ignore[arg-type]
    app.register_error_handler(NotImplementedError, lambda error: _answer(request, str(error)))
    return app


def _answer(asked: Request, reason: str) -> Response:
    """Status 501, which clients do not repeat, in the protocol of the request."""
    message = f"The local AWS cannot do this: {reason}."
    if "json" in (asked.content_type or ""):
        body = json.dumps({"__type": "NotImplemented", "message": message})
        return Response(body, 501, content_type="application/x-amz-json-1.1")
    error = f"<Error><Code>NotImplemented</Code><Message>{escape(message)}</Message></Error>"
    body = f"<Response><Errors>{error}</Errors><RequestID>unsimulated</RequestID></Response>"
    return Response(body, 501, content_type="text/xml")
