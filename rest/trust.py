"""Which certificate authorities are trusted."""

from __future__ import annotations

import os
import ssl


def system_trust() -> bool | str:
    """The CA file or folder of this machine; True, the one that requests brings, if the machine has neither."""
    paths = ssl.get_default_verify_paths()
    return os.environ.get("REQUESTS_CA_BUNDLE") or paths.cafile or paths.capath or True
