"""Sets of IPv4 addresses as prefixes."""

from collections.abc import Iterable
from ipaddress import IPv4Network, collapse_addresses


def complement(whole: IPv4Network, parts: Iterable[IPv4Network]) -> tuple[IPv4Network, ...]:
    """The fewest prefixes that make up `whole` without `parts`, in order."""
    left = [whole]
    for part in parts:
        left = [piece for kept in left for piece in _without(kept, part)]
    return tuple(sorted(collapse_addresses(left)))


def _without(whole: IPv4Network, part: IPv4Network) -> list[IPv4Network]:
    if whole.subnet_of(part):
        return []
    return list(whole.address_exclude(part)) if part.subnet_of(whole) else [whole]
