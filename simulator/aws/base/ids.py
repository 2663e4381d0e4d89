"""Ids in the form that AWS gives them."""

from moto.moto_api._internal import mock_random as random


def random_hex(length: int) -> str:
    """Lower-case hexadecimal digits, as AWS's ids end."""
    return "".join(random.choice("0123456789abcdef") for _ in range(length))
