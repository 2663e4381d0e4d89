"""The token of each request: signed with the API key, valid for five minutes.

By Nutanix's recipe a JSON Web Token is signed (HS512) with base64(HMAC-SHA512(API key, key id)); the API key itself
never leaves this process.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

AUDIENCE = "https://apikeys.nutanix.com"
LIFETIME_SECONDS = 300
"""The longest lifetime that Nutanix recommends."""


def mint(api_key: str, key_id: str, issuer: str, now: float) -> str:
    """A token that is valid from `now`, in seconds since the epoch."""
    header = {"alg": "HS512", "kid": key_id, "typ": "JWT"}
    claims = {
        "aud": AUDIENCE,
        "iat": int(now),
        "exp": int(now) + LIFETIME_SECONDS,
        "iss": issuer,
        "metadata": {"reason": "disaster recovery"},
        "context": {},
    }
    signed = f"{_part(header)}.{_part(claims)}"
    return f"{signed}.{_encoded(signature(api_key, key_id, signed))}"


def signature(api_key: str, key_id: str, signed: str) -> bytes:
    """The signature of a token's first two parts."""
    secret = base64.b64encode(hmac.new(api_key.encode(), key_id.encode(), hashlib.sha512).digest())
    return hmac.new(secret, signed.encode("ascii"), hashlib.sha512).digest()


def _part(content: dict[str, Any]) -> str:
    return _encoded(json.dumps(content, separators=(",", ":")).encode())


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
