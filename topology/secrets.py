"""Secrets do not belong in the configuration, encrypted or not: the engine would copy them into the state."""

import re
from collections.abc import Iterator

from topology.errors import Problem

_PRE_SHARED_KEYS = (
    "AWS generates the keys of a VPN tunnel; put keys of your own, encrypted, into vpnPreSharedKeys "
    "(pulumi config set --secret)"
)
# The first entry found in a key decides; longer entries stand before the entries that they contain.
_BELONGS = (
    ("presharedkey", _PRE_SHARED_KEYS),
    ("psk", _PRE_SHARED_KEYS),
    ("secretaccesskey", "it belongs in the environment variable AWS_SECRET_ACCESS_KEY"),
    ("accesskey", "it belongs in the environment variable AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY"),
    ("sessiontoken", "it belongs in the environment variable AWS_SESSION_TOKEN"),
    ("passphrase", "it belongs in the environment variable PULUMI_CONFIG_PASSPHRASE"),
    ("password", "it belongs in the environment variable PRISM_PASSWORD"),
    ("passwd", "it belongs in the environment variable PRISM_PASSWORD"),
    ("apikey", "it belongs in the environment variable PRISM_API_KEY"),
    ("token", "it belongs in the environment variable PRISM_API_KEY"),
    ("secret", "it belongs in the environment variable PRISM_PASSWORD or PRISM_API_KEY"),
    ("credential", "it belongs in the environment variable PRISM_PASSWORD or PRISM_API_KEY"),
    ("privatekey", "it belongs in the environment variable PRISM_PASSWORD or PRISM_API_KEY"),
)


def home_of_secret(key: str) -> str | None:
    """Where the value belongs, if the key looks like the name of a secret; else None."""
    bare = re.sub(r"[^a-z]", "", key.casefold())
    return next((where for part, where in _BELONGS if part in bare), None)


def without_secrets(value: object, path: str, found: list[Problem]) -> object:
    """The value without secrets. Each key that looks like one becomes a problem in `found`; its value is never kept."""
    if isinstance(value, dict):
        return dict(_innocent_items(value, path, found))
    if isinstance(value, list | tuple):
        return [without_secrets(item, f"{path}[{number}]", found) for number, item in enumerate(value)]
    return value


def _innocent_items(mapping: dict[object, object], path: str, found: list[Problem]) -> Iterator[tuple[object, object]]:
    for key, item in mapping.items():
        inner = f"{path}.{key}" if path else str(key)
        # A site may be called what it likes: the names of sites are the only keys that are not ours.
        where = home_of_secret(str(key)) if path != "sites" else None
        if where is not None:
            problem = f"is refused: the configuration holds no secrets, not even encrypted ones; {where}"
            found.append(Problem(inner, problem))
        else:
            yield key, without_secrets(item, inner, found)
