"""HTTPS in front of a world: from a request to a reply, the control API, and the listeners of the sites."""

from simulator.prism.http import control, routes
from simulator.prism.http.api import Api
from simulator.prism.http.certificates import Certificates
from simulator.prism.http.connection import LONGEST_BODY, LONGEST_HEAD, Connection
from simulator.prism.http.listener import Listener
from simulator.prism.http.request import Reply, Request
from simulator.prism.http.response_types import response_type
from simulator.prism.http.server import Running, serve

__all__ = [
    "LONGEST_BODY",
    "LONGEST_HEAD",
    "Api",
    "Certificates",
    "Connection",
    "Listener",
    "Reply",
    "Request",
    "Running",
    "control",
    "response_type",
    "routes",
    "serve",
]
