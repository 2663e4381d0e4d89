"""Whose certificates are trusted, and whether Prism Central shows one of theirs."""

from __future__ import annotations

import os
import socket
import ssl
from urllib.parse import urlsplit

from prism.errors import ConfigurationError
from prism.http.environment import Settings

_HANDSHAKE_SECONDS = 3.0


def system_trust() -> bool | str:
    """The CA file or folder of this machine; True, the one that comes with requests, where it has neither."""
    paths = ssl.get_default_verify_paths()
    return os.environ.get("REQUESTS_CA_BUNDLE") or paths.cafile or paths.capath or True


def expect_trusted(settings: Settings) -> None:
    """Shakes hands with Prism Central and sends nothing. Raises ConfigurationError when its certificate is not trusted.

    One that does not answer has shown none: the first request tells of that.
    """
    if not settings.tls_verify:
        return
    url = urlsplit(settings.endpoint)
    try:
        with socket.create_connection((url.hostname, url.port), timeout=_HANDSHAKE_SECONDS) as connection:
            _context(settings.ca_bundle or system_trust()).wrap_socket(connection, server_hostname=url.hostname).close()
    except ssl.SSLCertVerificationError as error:
        trusted = f"PRISM_CA_BUNDLE, '{settings.ca_bundle}'" if settings.ca_bundle else "this machine's own trust"
        raise ConfigurationError(
            f"The certificate of {settings.endpoint} is not trusted by {trusted}: {error.verify_message}. "
            "Set PRISM_CA_BUNDLE to the CA that signed it, or PRISM_ENDPOINT to a name that it holds."
        ) from None
    except OSError:
        return


def _context(trust: bool | str) -> ssl.SSLContext:
    if isinstance(trust, bool):
        return ssl.create_default_context()
    folder = os.path.isdir(trust)
    return ssl.create_default_context(cafile=None if folder else trust, capath=trust if folder else None)
