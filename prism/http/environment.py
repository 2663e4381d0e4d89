"""Prism Central's address and credentials, read from the environment and checked before the first request.

PRISM_ENDPOINT      https://host:port of this site's Prism Central
PRISM_USERNAME, PRISM_PASSWORD   basic authentication, or
PRISM_API_KEY       the key of a service account
PRISM_CA_BUNDLE     path of a PEM file with the CA to trust (default: the system's trust)
PRISM_TLS_VERIFY    "false" turns certificate checks off, with a warning
PRISM_RATE_LIMIT    requests per second, default 30 (the published limit of the smallest Prism Central)
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from prism.errors import ConfigurationError
from rest import Names

DEFAULT_RATE_LIMIT = 30.0
NAMES = Names("Prism Central", "PRISM_ENDPOINT", "PRISM_CA_BUNDLE", "PRISM_TLS_VERIFY")

T = TypeVar("T")


@dataclass(frozen=True)
class Credentials:
    """A user with a password, or an API key. The secrets are kept out of ``repr``."""

    username: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)


@dataclass(frozen=True)
class Settings:
    """The values of the environment. ``ca_bundle`` is a path, or None for the system's trust."""

    endpoint: str
    credentials: Credentials
    ca_bundle: str | None
    tls_verify: bool
    rate_limit: float


def read_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Reads and checks the variables above. Raises ConfigurationError with one sentence per wrong variable."""
    env = os.environ if environment is None else environment
    problems: list[str] = []

    def checked(read: Callable[[], T]) -> T | None:
        try:
            return read()
        except ConfigurationError as error:
            problems.append(str(error))
            return None

    endpoint = checked(lambda: parse_endpoint(env.get("PRISM_ENDPOINT", "")))
    credentials = checked(lambda: _credentials(env))
    ca_bundle = checked(lambda: _ca_bundle(env.get("PRISM_CA_BUNDLE", "")))
    tls_verify = checked(lambda: _tls_verify(env.get("PRISM_TLS_VERIFY", "")))
    rate_limit = checked(lambda: _rate_limit(env.get("PRISM_RATE_LIMIT", "")))
    if problems or endpoint is None or credentials is None or tls_verify is None or rate_limit is None:
        raise ConfigurationError("\n".join(problems))
    return Settings(endpoint, credentials, ca_bundle, tls_verify, rate_limit)


def parse_endpoint(value: str) -> str:
    """``https://host:port``. Raises ConfigurationError."""
    expected = "Set it to the address of this site's Prism Central, such as https://host:9440"
    if not value.strip():
        raise ConfigurationError(f"PRISM_ENDPOINT is not set. {expected}.")
    try:
        parts = urlsplit(value.strip())
        port = parts.port
    except ValueError as error:
        raise ConfigurationError(f"PRISM_ENDPOINT is not an address ({error}). {expected}.") from None
    if parts.username or parts.password:
        raise ConfigurationError(
            f"PRISM_ENDPOINT holds a user or a password. Use PRISM_USERNAME and PRISM_PASSWORD for those. {expected}."
        )
    if parts.scheme != "https" or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ConfigurationError(f"PRISM_ENDPOINT is '{value.strip()}'. {expected}.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"https://{host}:{9440 if port is None else port}"


def _credentials(env: Mapping[str, str]) -> Credentials:
    api_key, username, password = (env.get(name, "") for name in ("PRISM_API_KEY", "PRISM_USERNAME", "PRISM_PASSWORD"))
    if api_key:
        if api_key != api_key.strip() or not api_key.isascii():
            raise ConfigurationError("PRISM_API_KEY has blanks around it or characters that no key has. Copy it again.")
        return Credentials(api_key=api_key)
    missing = [name for name, value in (("PRISM_USERNAME", username), ("PRISM_PASSWORD", password)) if not value]
    if missing:
        absent = f"{' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} not set"
        raise ConfigurationError(f"{absent}. Set PRISM_USERNAME and PRISM_PASSWORD, or PRISM_API_KEY.")
    return Credentials(username=username, password=password)


def _ca_bundle(path: str) -> str | None:
    if not path:
        return None
    if not Path(path).is_file():
        raise ConfigurationError(f"PRISM_CA_BUNDLE names '{path}', which is not a file. Set it to a PEM file.")
    try:
        # An empty file, or a key alone, loads without an error, and then nothing is trusted.
        if not ssl.create_default_context(cafile=path).cert_store_stats()["x509"]:
            raise ssl.SSLError("no certificate")
    except (ssl.SSLError, OSError) as error:
        raise ConfigurationError(
            f"PRISM_CA_BUNDLE names '{path}', which holds no readable PEM certificate "
            f"({type(error).__name__}). Set it to the CA that signed Prism Central's certificate."
        ) from None
    return path


def _tls_verify(value: str) -> bool:
    if value.lower() in ("", "true", "1", "yes"):
        return True
    if value.lower() in ("false", "0", "no"):
        return False
    raise ConfigurationError(f"PRISM_TLS_VERIFY is '{value}'. Set it to true or false.")


def _rate_limit(value: str) -> float:
    if not value:
        return DEFAULT_RATE_LIMIT
    try:
        rate = float(value)
    except ValueError:
        rate = 0.0
    if not 0 < rate < float("inf"):
        raise ConfigurationError(
            f"PRISM_RATE_LIMIT is '{value}'. Set it to a number of requests per second, such as 30."
        )
    return rate
