"""The regions that AWS has, and the partition of each, as the pinned SDK lists them."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

COMMERCIAL = "aws"
ISOLATED = "aws-iso"
"""How the names of the partitions begin that have no connection to the internet."""
_PSEUDO = "-global"


@cache
def _partitions() -> Mapping[str, str]:
    """The partition of each region. A file of botocore's, read without importing what it needs to send requests."""
    listed = json.loads(resources.files("botocore").joinpath("data", "partitions.json").read_text(encoding="utf-8"))
    return {
        region: str(partition["id"])
        for partition in listed["partitions"]
        for region in partition["regions"]
        if not region.endswith(_PSEUDO)
    }


def partition_of(region: str) -> str | None:
    """The partition of a region, such as aws or aws-us-gov; None for a region that AWS does not have."""
    return _partitions().get(region)


def regions_like(region: str) -> tuple[str, ...]:
    """The regions whose names differ from this one in the number alone."""
    place = region.rpartition("-")[0]
    return tuple(sorted(known for known in _partitions() if known.rpartition("-")[0] == place))
