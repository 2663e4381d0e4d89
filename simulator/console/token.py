"""The claims of a token that is signed with HS512 by base64(HMAC-SHA512(API key, key id))."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any


def claims_of(token: str, api_key: str, key_id: str) -> dict[str, Any] | None:
    """The claims; None for a malformed token, another key id or a wrong signature."""
    signed, _, given = token.rpartition(".")
    head, _, body = signed.partition(".")
    secret = base64.b64encode(hmac.digest(api_key.encode(), key_id.encode(), hashlib.sha512))
    try:
        header, claims = json.loads(_decoded(head)), json.loads(_decoded(body))
        good = hmac.compare_digest(_decoded(given), hmac.digest(secret, signed.encode(), hashlib.sha512))
    except ValueError:
        return None
    fits = isinstance(header, dict) and (header.get("alg"), header.get("kid")) == ("HS512", key_id)
    return claims if good and fits and isinstance(claims, dict) else None


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
