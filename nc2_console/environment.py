"""The console's address and key, read from the environment.

    NC2_API_KEY, NC2_KEY_ID    a My Nutanix API key of scope NC2 and its id; both, or none to do without the console
    NC2_CONSOLE_ENDPOINT       default https://cloud.nutanix.com
    NC2_ISSUER                 a UUID that tokens name as their issuer; default: a new one per process
    NC2_ORGANIZATION_ID        needed if the key sees several organizations
    NC2_CLOUD_ACCOUNT_ID       needed if the organization has several AWS accounts
    NC2_CA_BUNDLE              PEM file; default: the system's trust

The names of key, key id and issuer are those of Nutanix's samples.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from nc2_console.errors import ConsoleConfigurationError
from rest import Names

DEFAULT_ENDPOINT = "https://cloud.nutanix.com"
NAMES = Names("the NC2 console", "NC2_CONSOLE_ENDPOINT", "NC2_CA_BUNDLE")
_ISSUER = str(uuid.uuid4())


@dataclass(frozen=True)
class Settings:
    """The values of the environment. The key is never shown."""

    endpoint: str
    key_id: str
    issuer: str
    organization_id: str | None
    cloud_account_id: str | None
    ca_bundle: str | None
    api_key: str = field(repr=False)


def read_environment(environment: Mapping[str, str] | None = None) -> Settings | None:
    """The settings; None without a key. Raises ConsoleConfigurationError."""
    env = os.environ if environment is None else environment
    api_key, key_id = env.get("NC2_API_KEY", ""), env.get("NC2_KEY_ID", "")
    if not api_key and not key_id:
        return None
    if not api_key or not key_id:
        missing = "NC2_KEY_ID" if api_key else "NC2_API_KEY"
        raise ConsoleConfigurationError(
            f"{missing} is not set. Set both NC2_API_KEY and NC2_KEY_ID, or neither to work without the NC2 console."
        )
    return Settings(
        endpoint=_endpoint(env.get("NC2_CONSOLE_ENDPOINT", "") or DEFAULT_ENDPOINT),
        key_id=key_id,
        issuer=env.get("NC2_ISSUER", "") or _ISSUER,
        organization_id=env.get("NC2_ORGANIZATION_ID") or None,
        cloud_account_id=env.get("NC2_CLOUD_ACCOUNT_ID") or None,
        ca_bundle=_ca_bundle(env.get("NC2_CA_BUNDLE", "")),
        api_key=api_key,
    )


def _endpoint(value: str) -> str:
    parts = urlsplit(value.strip())
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.path.strip("/") or parts.query:
        raise ConsoleConfigurationError(
            f"NC2_CONSOLE_ENDPOINT is not an address. Set it to an address such as {DEFAULT_ENDPOINT}."
        )
    return f"https://{parts.netloc}"


def _ca_bundle(path: str) -> str | None:
    if path and not Path(path).is_file():
        raise ConsoleConfigurationError(f"NC2_CA_BUNDLE names '{path}', which is not a file. Set it to a PEM file.")
    return path or None
