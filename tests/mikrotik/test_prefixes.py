"""What must not enter the tunnels is exactly the rest of the selector."""

from ipaddress import IPv4Network

from hypothesis import given
from hypothesis import strategies as st

from mikrotik.decisions.prefixes import complement

WHOLE = IPv4Network("10.0.0.0/24")
NETWORK = st.builds(
    lambda address, length: IPv4Network((int(WHOLE.network_address) - 64 + address, length), strict=False),
    st.integers(0, 383),
    st.integers(25, 32),
)


@given(st.lists(NETWORK, max_size=6))
def test_the_complement_and_the_parts_make_up_the_whole_and_share_nothing(parts: list[IPv4Network]) -> None:
    rest = complement(WHOLE, parts)
    inside = {address for prefix in rest for address in prefix}
    assert inside == set(WHOLE) - {address for part in parts for address in part}
    assert sum(prefix.num_addresses for prefix in rest) == len(inside)
    assert list(rest) == sorted(rest)


def test_nothing_is_left_of_a_whole_that_is_a_part() -> None:
    assert complement(WHOLE, [IPv4Network("10.0.0.0/8")]) == ()
    assert complement(WHOLE, []) == (WHOLE,)
