"""The options that EC2 accepts for one VPN tunnel, and those it chooses.

Ranges and alphabets are those that EC2 documents for VpnTunnelOptionsSpecification. An option that nobody asked for
stays absent, because EC2 does not list its defaults either.
"""

import re
from collections.abc import Callable, Mapping
from ipaddress import IPv4Network, ip_network
from typing import Any

from moto.ec2.exceptions import InvalidParameterCombination, InvalidParameterValue
from moto.moto_api._internal import mock_random as random

Options = dict[str, Any]

_INSIDE = IPv4Network("169.254.0.0/16")
_RESERVED = {*(f"169.254.{third}.0/30" for third in range(6)), "169.254.169.252/30"}
_KEY_LENGTH = 32
_KEY_ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._"
_KEY = re.compile(r"[1-9A-Za-z._][0-9A-Za-z._]{7,63}")
_RANGES = {
    "Phase1LifetimeSeconds": (900, 28800),
    "Phase2LifetimeSeconds": (900, 3600),
    "RekeyFuzzPercentage": (0, 100),
    "ReplayWindowSize": (64, 2048),
}
_LEAST_DPD_TIMEOUT_SECONDS = 30
_LEAST_REKEY_MARGIN_SECONDS = 60
_ENCRYPTION = {"AES128", "AES256", "AES128-GCM-16", "AES256-GCM-16"}
_INTEGRITY = {"SHA1", "SHA2-256", "SHA2-384", "SHA2-512"}
_CHOICES: dict[str, set[Any]] = {
    "DpdTimeoutAction": {"clear", "none", "restart"},
    "StartupAction": {"add", "start"},
    "IkeVersions": {"ikev1", "ikev2"},
    "Phase1EncryptionAlgorithms": _ENCRYPTION,
    "Phase2EncryptionAlgorithms": _ENCRYPTION,
    "Phase1IntegrityAlgorithms": _INTEGRITY,
    "Phase2IntegrityAlgorithms": _INTEGRITY,
    "Phase1DHGroupNumbers": {2, *range(14, 25), 35},
    "Phase2DHGroupNumbers": {2, 5, *range(14, 25), 35, 36, 37},
}
_ANSWERED_AS = {
    "DPDTimeoutAction": "DpdTimeoutAction",
    "DPDTimeoutSeconds": "DpdTimeoutSeconds",
    "IKEVersions": "IkeVersions",
}
"""Requests and answers spell these names differently."""


def parse(asked: Mapping[str, Any]) -> Options:
    """The checked options of a request, by the names that EC2 answers with. Raises InvalidParameterValue."""
    options = {_ANSWERED_AS.get(name, name): value for name, value in asked.items()}
    if options.get("TunnelInsideIpv6Cidr"):
        raise InvalidParameterCombination("An ipv6 inside cidr is not allowed for VPNs using an ipv4 inside ip version")
    for name, check in _CHECKS.items():
        if name in options:
            check(name, options[name])
    return options


def check_together(options: Options) -> None:
    """Check the options of one tunnel against one another. Raises InvalidParameterValue."""
    phase1, phase2 = options.get("Phase1LifetimeSeconds", 28800), options.get("Phase2LifetimeSeconds", 3600)
    if phase2 >= phase1:
        raise _invalid("Phase2LifetimeSeconds", f"It must be less than Phase1LifetimeSeconds ({phase1})")
    margin, most = options.get("RekeyMarginTimeSeconds"), phase2 // 2
    if margin is not None and not _LEAST_REKEY_MARGIN_SECONDS <= margin <= most:
        bounds = f"{_LEAST_REKEY_MARGIN_SECONDS} and half of Phase2LifetimeSeconds ({most})"
        raise _invalid("RekeyMarginTimeSeconds", f"It must be between {bounds}")


def random_inside_cidr(taken: set[str]) -> str:
    """A /30 for the inside of a tunnel, neither reserved nor taken."""
    blocks = _INSIDE.num_addresses // 4
    while True:
        cidr = f"{_INSIDE[4 * random.randrange(blocks)]}/30"
        if cidr not in _RESERVED and cidr not in taken:
            return cidr


def random_pre_shared_key() -> str:
    """A key with EC2's length and alphabet. It never starts with a zero."""
    key = "".join(random.choice(_KEY_ALPHABET) for _ in range(_KEY_LENGTH))
    return key if _KEY.fullmatch(key) else random_pre_shared_key()


def _check_inside_cidr(name: str, cidr: str) -> None:
    try:
        block = ip_network(cidr)
    except ValueError:
        raise _invalid(name, f"{cidr} is not a CIDR block") from None
    if not isinstance(block, IPv4Network) or block.prefixlen != 30 or not block.subnet_of(_INSIDE):
        raise _invalid(name, f"{cidr} is not a size /30 CIDR block from the {_INSIDE} range")
    if cidr in _RESERVED:
        raise _invalid(name, f"{cidr} is reserved and cannot be used")


def _check_key(name: str, key: str) -> None:
    if not _KEY.fullmatch(key):
        # The message never contains the key itself.
        raise _invalid(
            name,
            "It must have 8 to 64 characters, only alphanumeric ones, periods and underscores, "
            "and cannot start with zero (0)",
        )


def _check_range(name: str, value: int) -> None:
    least, most = _RANGES[name]
    if not least <= value <= most:
        raise _invalid(name, f"{value} is not between {least} and {most}")


def _check_dpd_timeout(name: str, value: int) -> None:
    if value < _LEAST_DPD_TIMEOUT_SECONDS:
        raise _invalid(name, f"{value} is less than {_LEAST_DPD_TIMEOUT_SECONDS}")


def _check_choice(name: str, value: Any) -> None:
    chosen = [item["Value"] for item in value] if isinstance(value, list) else [value]
    for item in chosen:
        if item not in _CHOICES[name]:
            raise _invalid(name, f"{item} is none of {', '.join(str(known) for known in sorted(_CHOICES[name]))}")


_CHECKS: dict[str, Callable[[str, Any], None]] = {
    "TunnelInsideCidr": _check_inside_cidr,
    "PreSharedKey": _check_key,
    "DpdTimeoutSeconds": _check_dpd_timeout,
    **dict.fromkeys(_RANGES, _check_range),
    **dict.fromkeys(_CHOICES, _check_choice),
}


def _invalid(name: str, why: str) -> InvalidParameterValue:
    # assumed: the second sentence. EC2 says the first for a pre-shared key.
    return InvalidParameterValue(f"Value for parameter {name} is invalid. {why}.")
