"""A client for the v4 REST API of Nutanix Prism Central.

Underscore modules are machinery; every other module is one kind of thing. ``PrismCentral`` is the entrance
and ``PrismError`` the root of all it raises.
"""

from collections.abc import Mapping

from prism.client import PrismCentral
from prism.errors import PrismError
from prism.http.environment import Credentials, read_environment
from prism.http.session import Timeouts
from prism.http.trust import expect_trusted

__all__ = ["Credentials", "PrismCentral", "PrismError", "Timeouts", "check_environment"]


def check_environment(environment: Mapping[str, str] | None = None) -> None:
    """Whether the environment names a Prism Central that can be trusted, found out without a request to it.

    Raises a PrismError with a sentence for everything that is wrong; credentials are never shown.
    """
    expect_trusted(read_environment(environment))
