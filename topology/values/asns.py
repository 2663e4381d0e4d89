"""Autonomous system numbers: private ones of our own, and those of on-premises."""

from typing import Annotated

from topology.values.expecting import RefusedError, expecting, read_number

_RESERVED = {
    0: "it is reserved",
    7224: "AWS keeps it for itself",
    9059: "AWS keeps it for itself",
    10124: "AWS keeps it for itself",
    17943: "AWS keeps it for itself",
    23456: "it stands for ASNs of 32 bits",
    65535: "it is reserved",
    4294967295: "it is reserved",
}
_ON_PREMISES = "expected the ASN of on-premises, 1 to 4294967294"


def _read_private(value: object) -> int:
    number = read_number(value)
    if not (64512 <= number <= 65534 or 4200000000 <= number <= 4294967294):
        raise ValueError("not private")
    return number


def _read_on_premises(value: object) -> int:
    number = read_number(value)
    if not 0 <= number < 2**32:
        raise ValueError("no ASN")
    if number in _RESERVED:
        raise RefusedError(f"{_ON_PREMISES}, but not this one: {_RESERVED[number]}")
    return number


Asn = Annotated[int, expecting("expected a private ASN, 64512 to 65534 or 4200000000 to 4294967294", _read_private)]
OnPremisesAsn = Annotated[int, expecting(_ON_PREMISES, _read_on_premises)]
