"""Ids in the form that AWS gives them."""

from moto.moto_api._internal import mock_random as random


def random_hex(length: int) -> str:
    """Lower-case hexadecimal digits, like those at the end of AWS's ids."""
    return "".join(random.choice("0123456789abcdef") for _ in range(length))
