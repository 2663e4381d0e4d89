"""Pre-shared keys: what is one, what only stands in for one, and those that are given beside the XML."""

import json
import re
from collections.abc import Mapping
from ipaddress import IPv4Address

from mikrotik.errors import MikrotikError
from mikrotik.secret import Secret

Keys = Mapping[IPv4Address, Secret]
"""The key of each tunnel, by AWS's outside address."""
_KEY = re.compile(r"[\x21-\x7e]{1,128}")
_BRACKETS = ("<>", "[]", "()", "{}")
_REFERENCES = ("${", "{{", "arn:", "s2svpn!")
_WORDS = frozenset(
    {
        *("changeme", "example", "hidden", "key", "masked", "mykey", "none", "null", "omitted", "placeholder"),
        *("presharedkey", "presharedkeyhere", "psk", "redacted", "removed", "sanitized", "secret", "sensitive"),
        *("sensitivevalue", "snip", "stripped", "undefined", "yourkey", "yourpresharedkey"),
    }
)
_WHAT = (
    "is not a key: it is masked or a placeholder, or it has characters beyond printable ASCII. With a key in Secrets "
    "Manager, or with a certificate, the XML has no key"
)


def key(text: str) -> Secret:
    """The text as a key. Raises MikrotikError, without the text, for what cannot be one."""
    if not _KEY.fullmatch(text) or is_placeholder(text):
        raise MikrotikError(_WHAT)
    return Secret(text)


def is_placeholder(text: str) -> bool:
    """Whether a text stands where a key was: a word for it, a mask, a bracketed word or a reference.

    EC2 itself answers REDACTED for a key in Secrets Manager.
    """
    inner = text.strip("\"'")
    bracketed = len(inner) > 1 and inner[0] + inner[-1] in _BRACKETS
    word = re.sub(r"[^a-z]", "", inner.casefold())
    mask = len(set(inner.casefold())) <= 1
    return mask or bracketed or inner.startswith(_REFERENCES) or (word in _WORDS and not re.search(r"\d", inner))


def given_keys(text: str, name: str) -> Keys:
    """The keys of a text: a JSON object with one key per outside address, as Secrets Manager holds it.

    assumed: the secret of a VPN connection is such an object. Raises MikrotikError, without a key, for another text.
    """
    try:
        parsed = json.loads(text)
        return {IPv4Address(address): key(value) for address, value in parsed.items()}
    except MikrotikError as error:
        raise MikrotikError(f"{name}: a value {error}.") from None
    except (ValueError, AttributeError, TypeError):
        raise MikrotikError(
            f"{name} is not a JSON object with one key per outside address of AWS, such as "
            '{"203.0.113.21": "...", "203.0.113.88": "..."}.'
        ) from None


def how_to_give(arn: str) -> str:
    """Where the keys are and how to give them, for a connection whose description has none."""
    region = arn.split(":")[3] if arn.count(":") > 4 else ""
    place = f" --region {region}" if region else ""
    where = f"the keys are in Secrets Manager, in the secret {arn}" if arn else "the keys may be in Secrets Manager"
    name = arn or "PreSharedKeyArn of describe-vpn-connections"
    return (
        f"{where}. Save them: aws secretsmanager get-secret-value{place} --secret-id '{name}' --query SecretString "
        "--output text > keys.json, and give that file: --keys keys.json"
    )
