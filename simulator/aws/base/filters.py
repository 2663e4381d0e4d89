"""The filters of EC2's Describe calls."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from moto.ec2.exceptions import FilterNotImplementedError
from moto.ec2.utils import describe_tag_filter

T = TypeVar("T")
Filters = Mapping[str, list[str]]
"""EC2's filters as moto parses them: name -> accepted values."""


def select(
    items: Iterable[T], filters: Filters | None, readers: Mapping[str, Callable[[T], Any]], operation: str
) -> list[T]:
    """The items that every filter accepts.

    readers: name of a filter -> what it reads of an item. Tag filters are always known. A filter that this simulator
    does not know is refused, because ignoring it would return too much.
    """
    wanted = dict(filters or {})
    tag_filters = {name: wanted.pop(name) for name in list(wanted) if name.startswith("tag:")}
    for name in wanted:
        if name not in readers:
            raise FilterNotImplementedError(name, operation)
    chosen = [item for item in items if all(_reads(readers[name](item), values) for name, values in wanted.items())]
    return describe_tag_filter(tag_filters, chosen) if tag_filters else chosen


def _reads(value: Any, wanted: list[str]) -> bool:
    """Whether a value, or one of several values, is wanted."""
    return any(_text(one) in wanted for one in (value if isinstance(value, list) else [value]))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
