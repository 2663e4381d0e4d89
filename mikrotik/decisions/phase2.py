"""Phase 2 (ESP): the proposal of a tunnel's single pair of security associations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from mikrotik.connection.tunnel_options import TunnelOptions
from mikrotik.decisions.phase1 import GROUPS
from mikrotik.routeros.version import PHASE2_GROUPS, PHASE2_HASHES, Version

# The best first. CBC before GCM, because every RouterOS board with an accelerator has CBC in hardware.
_CBC = {"AES256": "aes-256-cbc", "AES128": "aes-128-cbc"}
_GCM = {"AES256-GCM-16": "aes-256-gcm", "AES128-GCM-16": "aes-128-gcm"}
_HASHES = ("SHA2-256", "SHA2-512", "SHA1")
NO_HASH = ""
"""Beside GCM, which proves integrity itself: a router with 7.24 refuses any value but the empty one, null too."""
NULL_HASH = "null"
"""assumed: what a release wants that refuses the empty value, as MikroTik's manual still prints."""
_INTEGRITY_BYTES = {"sha1": 12, "sha256": 16, "sha512": 32, NO_HASH: 16}
_IP, _UDP, _ESP, _TRAILER = 20, 8, 8, 2
_CBC_BLOCK, _GCM_BLOCK, _GCM_NONCE = 16, 4, 8
_T = TypeVar("_T")


@dataclass(frozen=True)
class Phase2:
    """The values of an IPsec proposal, as RouterOS writes them. The lifetime is in seconds."""

    cipher: str
    hash: str
    group: str
    lifetime: int

    def largest_packet(self, mtu: int, nat_traversal: bool) -> int:
        """The largest inner packet, in bytes, whose encrypted form is not larger than `mtu`."""
        room = mtu - _IP - _ESP - (_UDP if nat_traversal else 0) - _INTEGRITY_BYTES[self.hash]
        nonce, block = (_CBC_BLOCK, _CBC_BLOCK) if self.cipher.endswith("cbc") else (_GCM_NONCE, _GCM_BLOCK)
        return (room - nonce) // block * block - _TRAILER


def phase2(options: Sequence[TunnelOptions], version: Version, problems: list[str]) -> Phase2 | None:
    """The best phase 2 that all these tunnels accept. None if there is none; then `problems` says what to change.

    Of several lifetimes, the shortest counts, because a customer may renew earlier than AWS.
    """
    ciphers = _common(item.phase2_encryption for item in options)
    hashes = [name for name in _HASHES if name in _common(item.phase2_integrity for item in options)]
    groups = _common(item.phase2_groups for item in options)
    cipher = next((_CBC[name] for name in _CBC if name in ciphers and hashes), None)
    # GCM proves integrity itself, so the list of hashes does not matter.
    hash_ = PHASE2_HASHES[hashes[0]] if cipher else NO_HASH
    cipher = cipher or next((_GCM[name] for name in _GCM if name in ciphers), None)
    if cipher is None:
        problems.append(_no_cipher(options, bool(set(_CBC) & ciphers), version))
    group = next((PHASE2_GROUPS[number] for number in GROUPS if number in groups and number in PHASE2_GROUPS), None)
    if group is None:
        problems.append(
            f"Phase2DHGroupNumbers allows only {_listed(item.phase2_groups for item in options)}, none of which "
            f"RouterOS {version.name} has in phase 2; add one of {', '.join(map(str, sorted(PHASE2_GROUPS)))}."
        )
    if cipher is None or group is None:
        return None
    return Phase2(cipher, hash_, group, min(item.phase2_seconds for item in options))


def _no_cipher(options: Sequence[TunnelOptions], only_hash_missing: bool, version: Version) -> str:
    if only_hash_missing:
        return (
            f"Phase2IntegrityAlgorithms allows only {_listed(item.phase2_integrity for item in options)}, none of "
            f"which RouterOS {version.name} has in phase 2; add SHA2-256 or SHA2-512, or add AES256-GCM-16 to "
            "Phase2EncryptionAlgorithms."
        )
    return (
        f"Phase2EncryptionAlgorithms allows only {_listed(item.phase2_encryption for item in options)}, none of which "
        f"RouterOS {version.name} has in phase 2; add one of {', '.join([*_CBC, *_GCM])}."
    )


def _common(lists: Iterable[Sequence[_T]]) -> set[_T]:
    first, *rest = (set(items) for items in lists)
    return first.intersection(*rest)


def _listed(lists: Iterable[Sequence[object]]) -> str:
    return " / ".join(dict.fromkeys(", ".join(map(str, items)) or "nothing" for items in lists))
