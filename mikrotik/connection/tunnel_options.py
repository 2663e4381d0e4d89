"""What the customer may propose for one tunnel, by the tunnel's options.

Source: EC2 VpnConnection.Options.TunnelOptions[]. An option that is left out has AWS's default: every value AWS offers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mikrotik.connection.customer_gateway_configuration import TunnelConfiguration

_CIPHERS = ("AES128", "AES256", "AES128-GCM-16", "AES256-GCM-16")
_HASHES = ("SHA1", "SHA2-256", "SHA2-384", "SHA2-512")
_GROUPS1 = (2, *range(14, 25), 35)
_GROUPS2 = (2, 5, *range(14, 25), 35, 36, 37)
_XML_DEFAULTS = {
    "ike/authentication_protocol": "sha1",
    "ike/encryption_protocol": "aes-128-cbc",
    "ike/perfect_forward_secrecy": "group2",
    "ipsec/authentication_protocol": "hmac-sha1-96",
    "ipsec/encryption_protocol": "aes-128-cbc",
    "ipsec/perfect_forward_secrecy": "group2",
}
_XML_CIPHERS = {"aes-128": "AES128", "aes-256": "AES256"}


@dataclass(frozen=True)
class TunnelOptions:
    """The values that AWS accepts, by option. Times are in seconds."""

    ike_versions: tuple[str, ...] = ("ikev1", "ikev2")
    phase1_encryption: tuple[str, ...] = _CIPHERS
    phase1_integrity: tuple[str, ...] = _HASHES
    phase1_groups: tuple[int, ...] = _GROUPS1
    phase2_encryption: tuple[str, ...] = _CIPHERS
    phase2_integrity: tuple[str, ...] = _HASHES
    phase2_groups: tuple[int, ...] = _GROUPS2
    phase1_seconds: int = 28800
    phase2_seconds: int = 3600
    dpd_timeout_seconds: int | None = None
    additional_key_exchanges: tuple[str, ...] = ()
    aws_starts: bool = False


def described(options: Mapping[str, Any]) -> TunnelOptions:
    """The options of a tunnel as DescribeVpnConnections lists it. The names of create requests work, too."""
    defaults = TunnelOptions()

    def values(name: str, default: tuple[Any, ...], *other: str) -> tuple[Any, ...]:
        listed = next((options[key] for key in (name, *other) if options.get(key)), None)
        return default if listed is None else tuple(_value(item) for item in listed)

    extra = values("Phase1AdditionalKeyExchanges", ()) + values("Phase2AdditionalKeyExchanges", ())
    return TunnelOptions(
        ike_versions=values("IkeVersions", defaults.ike_versions, "IKEVersions"),
        phase1_encryption=values("Phase1EncryptionAlgorithms", defaults.phase1_encryption),
        phase1_integrity=values("Phase1IntegrityAlgorithms", defaults.phase1_integrity),
        phase1_groups=_numbers(values("Phase1DHGroupNumbers", defaults.phase1_groups)),
        phase2_encryption=values("Phase2EncryptionAlgorithms", defaults.phase2_encryption),
        phase2_integrity=values("Phase2IntegrityAlgorithms", defaults.phase2_integrity),
        phase2_groups=_numbers(values("Phase2DHGroupNumbers", defaults.phase2_groups)),
        phase1_seconds=int(options.get("Phase1LifetimeSeconds") or defaults.phase1_seconds),
        phase2_seconds=int(options.get("Phase2LifetimeSeconds") or defaults.phase2_seconds),
        dpd_timeout_seconds=options.get("DpdTimeoutSeconds") or options.get("DPDTimeoutSeconds"),
        additional_key_exchanges=tuple(str(item) for item in extra),
        aws_starts=options.get("StartupAction") == "start",
    )


def of_xml(tunnel: TunnelConfiguration) -> TunnelOptions:
    """From the XML alone. Where it names the fixed proposal that AWS writes into every XML, nothing is known of the
    options and AWS's defaults are taken; where it names something else, that and nothing else."""
    named = {path: text.lower() for path, text in tunnel.proposal.items()}
    if all(named[path] in ("", value) for path, value in _XML_DEFAULTS.items()):
        return TunnelOptions(
            phase1_seconds=_seconds(named["ike/lifetime"], 28800),
            phase2_seconds=_seconds(named["ipsec/lifetime"], 3600),
        )
    return TunnelOptions(
        phase1_encryption=(_xml_cipher(named["ike/encryption_protocol"]),),
        phase1_integrity=(_xml_hash(named["ike/authentication_protocol"]),),
        phase1_groups=(_xml_group(named["ike/perfect_forward_secrecy"]),),
        phase2_encryption=(_xml_cipher(named["ipsec/encryption_protocol"]),),
        phase2_integrity=(_xml_hash(named["ipsec/authentication_protocol"]),),
        phase2_groups=(_xml_group(named["ipsec/perfect_forward_secrecy"]),),
        phase1_seconds=_seconds(named["ike/lifetime"], 28800),
        phase2_seconds=_seconds(named["ipsec/lifetime"], 3600),
    )


def _value(item: Any) -> Any:
    return item["Value"] if isinstance(item, Mapping) else item


def _numbers(items: tuple[Any, ...]) -> tuple[int, ...]:
    return tuple(int(item) for item in items)


def _seconds(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() else default


def _xml_cipher(text: str) -> str:
    suffix = "-GCM-16" if "gcm" in text else ""
    return next((name + suffix for prefix, name in _XML_CIPHERS.items() if text.startswith(prefix)), text or "nothing")


def _xml_hash(text: str) -> str:
    sizes = {"256": "SHA2-256", "384": "SHA2-384", "512": "SHA2-512"}
    found = [name for size, name in sizes.items() if f"sha{size}" in text or f"sha2-{size}" in text]
    return found[0] if found else "SHA1" if "sha1" in text else text or "nothing"


def _xml_group(text: str) -> int:
    digits = text.removeprefix("group")
    return int(digits) if digits.isascii() and digits.isdigit() else 0
