"""Whether Prism Central shows a certificate that is trusted, found out before the first request."""

from __future__ import annotations

import os
import socket
import ssl
from urllib.parse import urlsplit

from prism.errors import ConfigurationError
from prism.http.environment import NAMES, Settings
from rest import in_a_disaster, system_trust

_HANDSHAKE_SECONDS = 3.0
_NOT_YET_VALID, _EXPIRED = 9, 10
"""OpenSSL's X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED."""


def expect_trusted(settings: Settings) -> None:
    """Shakes hands with Prism Central and sends nothing. Raises ConfigurationError if its certificate is not trusted.

    A Prism Central that does not answer shows no certificate. The first request will tell of that.
    """
    if not settings.tls_verify:
        return
    url = urlsplit(settings.endpoint)
    try:
        with socket.create_connection((url.hostname, url.port), timeout=_HANDSHAKE_SECONDS) as connection:
            _context(settings.ca_bundle or system_trust()).wrap_socket(connection, server_hostname=url.hostname).close()
    except ssl.SSLCertVerificationError as error:
        raise ConfigurationError(_untrusted(settings, error)) from None
    except OSError:
        return


def _untrusted(settings: Settings, error: ssl.SSLCertVerificationError) -> str:
    if error.verify_code == _EXPIRED:
        return f"The certificate of {settings.endpoint} has expired. Renew it.{in_a_disaster(NAMES)}"
    if error.verify_code == _NOT_YET_VALID:
        return f"The certificate of {settings.endpoint} is not valid yet. Check the clock of this machine."
    trusted = f"PRISM_CA_BUNDLE, '{settings.ca_bundle}'" if settings.ca_bundle else "the system's trust"
    return (
        f"The certificate of {settings.endpoint} is not trusted by {trusted}: {error.verify_message}. Set "
        "PRISM_CA_BUNDLE to the CA that signed it, or PRISM_ENDPOINT to a name in the certificate."
    )


def _context(trust: bool | str) -> ssl.SSLContext:
    if isinstance(trust, bool):
        return ssl.create_default_context()
    folder = os.path.isdir(trust)
    return ssl.create_default_context(cafile=None if folder else trust, capath=trust if folder else None)
