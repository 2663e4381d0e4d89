"""A client for the v4 REST API of Nutanix Prism Central.

    from prism import PrismCentral
    from prism.vmm import Vms

    client = PrismCentral.from_environment()
    for vm in Vms(client).list():
        print(vm.name, vm.power_state)

This face has the client, the errors, and what every kind of object shares. The kinds are in one package per
namespace of the API: ``clustermgmt``, ``datapolicies``, ``dataprotection``, ``networking``, ``prism``, ``vmm``.
Nothing else is for other packages: ``http`` sends the requests, and ``v3`` stands in for v4 on an old Prism Central.
"""

from collections.abc import Mapping

from prism.address import IpAddress, IpSubnet, Ipv4Address, Ipv4Subnet
from prism.client import PrismCentral
from prism.collection import Collection
from prism.errors import (
    AmbiguousNameError,
    AuthenticationError,
    ConfigurationError,
    ConflictError,
    NotFoundError,
    PreconditionError,
    PrismError,
    RequestError,
    ServerError,
    Subject,
    TaskFailedError,
    TaskTimeoutError,
    ThrottledError,
    UnreachableError,
    UnsupportedError,
)
from prism.http.environment import DEFAULT_RATE_LIMIT, Credentials, Settings, read_environment
from prism.http.rate_limit import RateLimit
from prism.http.session import Timeouts
from prism.http.trust import expect_trusted
from prism.listing import PAGE
from prism.model import Entity, Model, Reference
from prism.query import equals
from prism.waiting import Pauses

NAMESPACES = ("clustermgmt", "datapolicies", "dataprotection", "networking", "prism", "vmm")
"""The packages of the kinds, one per namespace of the API."""

__all__ = [
    "DEFAULT_RATE_LIMIT",
    "NAMESPACES",
    "PAGE",
    "AmbiguousNameError",
    "AuthenticationError",
    "Collection",
    "ConfigurationError",
    "ConflictError",
    "Credentials",
    "Entity",
    "IpAddress",
    "IpSubnet",
    "Ipv4Address",
    "Ipv4Subnet",
    "Model",
    "NotFoundError",
    "Pauses",
    "PreconditionError",
    "PrismCentral",
    "PrismError",
    "RateLimit",
    "Reference",
    "RequestError",
    "ServerError",
    "Settings",
    "Subject",
    "TaskFailedError",
    "TaskTimeoutError",
    "ThrottledError",
    "Timeouts",
    "UnreachableError",
    "UnsupportedError",
    "check_environment",
    "equals",
    "read_environment",
]


def check_environment(environment: Mapping[str, str] | None = None) -> None:
    """Checks that the environment names a Prism Central with a trusted certificate. No request is sent.

    Raises PrismError with one sentence per mistake. Credentials are never shown.
    """
    expect_trusted(read_environment(environment))
