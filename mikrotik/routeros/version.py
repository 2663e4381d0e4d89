"""RouterOS versions: five families with different commands, and what each can negotiate.

Menus and arguments of 7.x are those that the routers list. 6.x has no such list and follows its manual.
"""

import re
from dataclasses import dataclass

from mikrotik.errors import MikrotikError

_FORM = re.compile(r"v?(\d+)(?:\.(\d+))?(?:\.\d+)?(?:(?:beta|rc)\d+)?(?:\+|-(?:\d+\.)?\d+)?")
_LEAST = {6: 44, 7: 9}

# AWS's number of a Diffie-Hellman group: RouterOS's name. Groups 22-24 and 35-37 have none.
_GROUPS = {
    2: "modp1024",
    5: "modp1536",
    14: "modp2048",
    15: "modp3072",
    16: "modp4096",
    17: "modp6144",
    19: "ecp256",
    20: "ecp384",
    21: "ecp521",
}
_GROUP_18 = {18: "modp8192"}


@dataclass(frozen=True)
class Version:
    """A family. `pattern` matches what /system resource reports on its routers."""

    name: str
    major: int
    pattern: str
    phase1_groups: dict[int, str]
    phase1_hashes: dict[str, str]
    bgp_instance: bool
    address_family: str

    @property
    def several_peers(self) -> bool:
        """Whether one IPsec policy may name two peers, the second as backup."""
        # assumed: not in 6.x. Its manual names one peer. What single releases accept could not be verified.
        return self.major == 7


_HASHES6 = {"SHA1": "sha1", "SHA2-256": "sha256", "SHA2-512": "sha512"}
_HASHES7 = {**_HASHES6, "SHA2-384": "sha384"}
_END = "([^0-9]|$)"

PHASE2_GROUPS = _GROUPS
PHASE2_HASHES = _HASHES6

# Group 18 is in the lists of 7.9 to 7.20 and gone from the later reference, so it is not relied on from 7.22.
VERSIONS = (
    Version("6", 6, rf"^6\.(4[4-9]|[5-9][0-9]){_END}", _GROUPS | _GROUP_18, _HASHES6, False, "address-families"),
    Version("7.9", 7, rf"^7\.(9|1[0-8]){_END}", _GROUPS | _GROUP_18, _HASHES7, False, "address-families"),
    Version("7.19", 7, rf"^7\.19{_END}", _GROUPS | _GROUP_18, _HASHES7, False, "afi"),
    Version("7.20", 7, rf"^7\.2[01]{_END}", _GROUPS | _GROUP_18, _HASHES7, True, "afi"),
    Version("7.22", 7, rf"^7\.(2[2-9]|[3-9][0-9]){_END}", _GROUPS, _HASHES7, True, "afi"),
)
_STARTS = ((7, 22), (7, 20), (7, 19), (7, 9), (6, 44))


def version(text: str) -> Version:
    """The family of a version such as "7.20.1", "7.22+", "7.9-7.18" or "6". Raises MikrotikError for any other."""
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise MikrotikError(
            f"{text!r} is not a RouterOS version. Give it as /system resource print shows it, for example 7.20.1."
        )
    major = int(match[1])
    if match[2] is None and major == 7:
        raise MikrotikError(
            "RouterOS 7 alone is not enough: BGP's commands differ. Give the version, for example 7.20.1."
        )
    minor = 44 if match[2] is None else int(match[2])
    if major not in _LEAST or minor < _LEAST[major]:
        raise MikrotikError(
            f"RouterOS {text} is not supported. Upgrade the router to 6.44 or newer of 6, or 7.9 or newer of 7."
        )
    start = next(start for start in _STARTS if start <= (major, minor))
    return dict(zip(_STARTS, reversed(VERSIONS), strict=True))[start]
