"""Pulumi's own downloads: whether they can be reached at all, found out in seconds."""

import sys
from functools import cache

from tools.engine.errors import EngineError
from tools.engine.process import ProcessFailed, run

HOST = "https://get.pulumi.com"
REMEDY = f"open the network (or set HTTPS_PROXY) to {HOST} and to https://github.com."
INSTALL_DEADLINE = 600.0
_PROBE_DEADLINE = 8.0
# Where the network is closed the installer hangs for minutes, so this asks first; an answer of any status will do. It
# is a process of its own because a name server that does not answer holds a thread beyond any timeout of Python's.
_PROBE = """
import sys, urllib.error, urllib.request
try:
    urllib.request.urlopen(urllib.request.Request(sys.argv[1], method="HEAD"), timeout=5).close()
except urllib.error.HTTPError:
    pass
except OSError as error:
    sys.exit(str(getattr(error, "reason", error)))
"""


def require_reachable() -> None:
    """Raise EngineError unless Pulumi's download host answers within a few seconds."""
    problem = network_problem()
    if problem:
        raise EngineError(f"{HOST} cannot be reached ({problem})")


@cache
def network_problem() -> str:
    try:
        run([sys.executable, "-c", _PROBE, HOST], deadline=_PROBE_DEADLINE)
    except ProcessFailed as error:
        return str(error).rpartition(": ")[2]
    return ""
