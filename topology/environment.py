"""What the environment must hold before the first request to Prism Central; credentials are never shown."""

import math
import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from .errors import Problem


def check_environment(environment: Mapping[str, str]) -> list[Problem]:
    """Everything wrong with the PRISM_* variables, empty when Prism Central can be asked.

    Reads the file that PRISM_CA_BUNDLE names, and nothing else.
    """
    return [
        *_endpoint(environment.get("PRISM_ENDPOINT", "")),
        *_credentials(environment),
        *_ca_bundle(environment.get("PRISM_CA_BUNDLE")),
        *_tls_verify(environment.get("PRISM_TLS_VERIFY")),
        *_rate_limit(environment.get("PRISM_RATE_LIMIT")),
    ]


def _endpoint(endpoint: str) -> Iterator[Problem]:
    expected = "expected the URL of this site's Prism Central, such as https://10.101.3.10:9440"
    if not endpoint:
        yield Problem("PRISM_ENDPOINT", f"is missing: {expected}")
        return
    if "@" in endpoint:
        yield Problem("PRISM_ENDPOINT", f"{expected}, without user and password, which have their own variables")
        return
    try:
        url = urlsplit(endpoint)
        bare = endpoint == endpoint.strip() and url.path in ("", "/") and not url.query and not url.fragment
        well_formed = bare and url.scheme == "https" and bool(url.hostname) and url.port != 0
    except ValueError:
        well_formed = False
    if not well_formed:
        yield Problem.with_value("PRISM_ENDPOINT", endpoint, expected)


def _credentials(environment: Mapping[str, str]) -> Iterator[Problem]:
    if environment.get("PRISM_API_KEY"):
        return
    user, password = environment.get("PRISM_USERNAME"), environment.get("PRISM_PASSWORD")
    if not user and not password:
        expected = "is missing: expected PRISM_USERNAME and PRISM_PASSWORD, or PRISM_API_KEY"
        yield Problem("PRISM_USERNAME", expected)
    elif not user:
        yield Problem("PRISM_USERNAME", "is missing: expected the user that PRISM_PASSWORD belongs to")
    elif not password:
        yield Problem("PRISM_PASSWORD", "is missing: expected the password of PRISM_USERNAME")


def _ca_bundle(path: str | None) -> Iterator[Problem]:
    if path is None:
        return
    expected = "expected a readable PEM file with at least one certificate"
    try:
        certificates = Path(path).read_text("ascii", "replace")
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=certificates)
    except (OSError, ValueError):  # ssl.SSLError is an OSError
        yield Problem.with_value("PRISM_CA_BUNDLE", path, expected)


def _tls_verify(value: str | None) -> Iterator[Problem]:
    if value not in (None, "true", "false"):
        yield Problem.with_value("PRISM_TLS_VERIFY", value, "expected true or false")


def _rate_limit(value: str | None) -> Iterator[Problem]:
    if value is None:
        return
    try:
        rate = float(value)
    except ValueError:
        rate = 0.0
    if not (rate > 0 and math.isfinite(rate)):
        yield Problem.with_value("PRISM_RATE_LIMIT", value, "expected requests per second, a number above 0")
