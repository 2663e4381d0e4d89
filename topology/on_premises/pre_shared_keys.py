"""Pre-shared keys of a site's VPN tunnels: AWS generates them, unless they are given as one encrypted value."""

import json
import re
from collections.abc import Collection

from topology.errors import Problem

KEY = "vpnPreSharedKeys"
_ALPHABET = re.compile(r"[1-9A-Za-z._][0-9A-Za-z._]{7,63}")
_EXPECTED = (
    "expected a list of two different keys, one for each tunnel, each of 8 to 64 letters, digits, periods and "
    "underscores that do not begin with 0"
)


def read_pre_shared_keys(value: object, encrypted: Collection[str]) -> tuple[tuple[str, ...], list[Problem]]:
    """The keys, none if AWS generates them, and their problems. No problem shows a key."""
    if value is None or _is_ciphertext(value):
        return (), []
    if KEY not in encrypted:
        how = f'pulumi config set --secret {KEY} \'["...", "..."]\''
        return (), [Problem(KEY, f"is written in the clear: expected an encrypted value ({how}); replace these keys")]
    try:
        keys = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        keys = None
    if not isinstance(keys, list | tuple) or len(keys) != 2 or keys[0] == keys[1] or not all(map(_is_key, keys)):
        return (), [Problem(KEY, f"{_EXPECTED} (it is encrypted and not shown)")]
    return tuple(keys), []


def _is_key(key: object) -> bool:
    return isinstance(key, str) and _ALPHABET.fullmatch(key) is not None


def _is_ciphertext(value: object) -> bool:
    """Whether the settings file was read without decrypting it, as `python -m operations` does."""
    return isinstance(value, dict) and set(value) == {"secure"}
