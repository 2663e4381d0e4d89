"""Phase 1 (IKE): one proposal a tunnel, of what AWS accepts and RouterOS can."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mikrotik.connection.tunnel_options import TunnelOptions
from mikrotik.routeros.version import Version

# Best first. AWS weighs lists from the weakest value up, so exactly one value is offered of each.
_CIPHERS = {"AES256": "aes-256", "AES128": "aes-128"}
_HASHES = ("SHA2-256", "SHA2-512", "SHA2-384", "SHA1")
GROUPS = (20, 19, 21, 14, 15, 16, 17, 18, 5, 2)
_LEAST_DPD_SECONDS, _MOST_DPD_SECONDS = 1, 3600


@dataclass(frozen=True)
class Phase1:
    """An IPsec profile's values, in RouterOS's words. Times in seconds."""

    ike_version: int
    cipher: str
    hash: str
    group: str
    lifetime: int
    dpd_interval: int
    dpd_failures: int


def phase1(options: TunnelOptions, version: Version, dpd: tuple[int, int], problems: list[str]) -> Phase1 | None:
    """The best phase 1, or None with what to change at AWS added to `problems`.

    `dpd` is the XML's interval and retries; the option DPDTimeoutSeconds, where set, is spread over the retries.
    """
    cipher = _best(
        "Phase1EncryptionAlgorithms", options.phase1_encryption, _CIPHERS, tuple(_CIPHERS), version, problems
    )
    hash_ = _best(
        "Phase1IntegrityAlgorithms", options.phase1_integrity, version.phase1_hashes, _HASHES, version, problems
    )
    group = _best("Phase1DHGroupNumbers", options.phase1_groups, version.phase1_groups, GROUPS, version, problems)
    ike = 2 if "ikev2" in options.ike_versions else 1
    if not {"ikev1", "ikev2"} & set(options.ike_versions):
        problems.append(f"IKEVersions allows only {_listed(options.ike_versions)}; allow ikev2.")
    if options.additional_key_exchanges and "none" not in {name.lower() for name in options.additional_key_exchanges}:
        problems.append(
            f"Phase1AdditionalKeyExchanges and Phase2AdditionalKeyExchanges ask for "
            f"{_listed(options.additional_key_exchanges)}, which RouterOS does not have; remove them."
        )
    if cipher is None or hash_ is None or group is None:
        return None
    interval, retries = dpd
    if options.dpd_timeout_seconds:
        interval = min(max(options.dpd_timeout_seconds // retries, _LEAST_DPD_SECONDS), _MOST_DPD_SECONDS)
    return Phase1(ike, cipher, hash_, group, options.phase1_seconds, interval, retries)


def _best(
    option: str,
    allowed: Sequence[Any],
    known: Mapping[Any, str],
    order: Sequence[Any],
    version: Version,
    problems: list[str],
) -> str | None:
    """RouterOS's word for the first of `order` that both sides have."""
    found = next((known[value] for value in order if value in allowed and value in known), None)
    if found is None:
        can = _listed([value for value in order if value in known])
        problems.append(
            f"{option} allows only {_listed(allowed)}, none of which RouterOS {version.name} has in phase 1; "
            f"add one of {can}."
        )
    return found


def _listed(values: Sequence[Any]) -> str:
    return ", ".join(str(value) for value in values) or "nothing"
