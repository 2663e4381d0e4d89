"""Settings of VPN tunnels and Direct Connect links, as AWS accepts them."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import BeforeValidator

from topology.errors import describe
from topology.values.expecting import RefusedError, expecting, read_number, whole

_WEAK_GROUPS: dict[str | int, str] = {
    2: "1,024 bits are too few",
    5: "1,536 bits are too few",
    **dict.fromkeys((22, 23, 24), "its subgroup is too small (RFC 8247)"),
}
_BROKEN: dict[str | int, str] = {"SHA1": "it is broken", "MD5": "it is broken"}


def _several(kinds: Iterable[str | int], refused: dict[str | int, str]) -> BeforeValidator:
    """A list of one or more of `kinds`, each once; what is `refused` says why."""
    known = tuple(kinds)
    expected = f"expected a list of one or more of {', '.join(map(str, known))}"

    def read(value: object) -> tuple[str | int, ...]:
        if not isinstance(value, list | tuple) or not value or len(set(map(str, value))) != len(value):
            raise ValueError("no such list")
        for item in value:
            plain = isinstance(item, str | int) and not isinstance(item, bool)
            if plain and item in refused:
                raise RefusedError(f"{expected}; {item} is refused: {refused[item]}")
            if not plain or item not in known:
                raise RefusedError(f"{expected}; {describe(item)} is none of them")
        return tuple(value)

    return expecting(f"{expected}, each once", read)


def _one_of(*numbers: int) -> BeforeValidator:
    def read(value: object) -> int:
        if (number := read_number(value)) not in numbers:
            raise ValueError("another number")
        return number

    return expecting(f"expected {' or '.join(map(str, numbers))}", read)


Vlan = Annotated[int, whole(1, 4094)]
Mtu = Annotated[int, _one_of(1500, 8500)]
Phase1Lifetime = Annotated[int, whole(900, 28800)]
Phase2Lifetime = Annotated[int, whole(900, 3600)]
DpdTimeout = Annotated[int, whole(30)]
Encryption = Annotated[tuple[str, ...], _several(("AES128", "AES256", "AES128-GCM-16", "AES256-GCM-16"), {})]
Integrity = Annotated[tuple[str, ...], _several(("SHA2-256", "SHA2-384", "SHA2-512"), _BROKEN)]
Groups = Annotated[tuple[int, ...], _several(range(14, 22), _WEAK_GROUPS)]
