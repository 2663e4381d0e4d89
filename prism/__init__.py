"""A client for the v4 REST API of Nutanix Prism Central.

Underscore modules are machinery; every other module is one kind of thing. ``PrismCentral`` is the entrance
and ``PrismError`` the root of all it raises.
"""

from prism._central import PrismCentral
from prism._environment import Credentials
from prism._errors import PrismError
from prism._session import Timeouts

__all__ = ["Credentials", "PrismCentral", "PrismError", "Timeouts"]
