"""Names: of sites, of what Prism Central holds, of tables and tags."""

import re
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, ValidationInfo

from topology.values.expecting import RefusedError, expecting, matching, read_text

_CATEGORY_FORBIDDEN = "$/,!\"#%'()*+:;=?\\|[]^&"
_TAG_SIGNS = "_ . : / = + - @"
_TAG = re.compile(r"[\w .:/=+@-]+")
SITE_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")

TAGS_OF_NC2 = ("nutanix",)
"""assumed: how the keys begin that NC2 sets on subnets, interfaces and security groups of ours. Runs tell the AWS
plugin to leave them alone (TF_AWS_IGNORE_TAGS_KEY_PREFIXES), so one of our own would differ in every preview."""


def _name(limit: int, forbidden_first: str = "") -> BeforeValidator:
    def read(value: object) -> str:
        text = read_text(value)
        if not 0 < len(text) <= limit or text != text.strip() or not text.isprintable():
            raise ValueError("not a name")
        if text[0] in forbidden_first:
            raise RefusedError(f"expected a name whose first character is none of {forbidden_first}")
        return text

    return expecting(f"expected a name of 1 to {limit} characters, without blanks before or after it", read)


def _read_site_name(value: object, info: ValidationInfo) -> str:
    """One of the sites; the context maps each site's name to its region, for those who write the region.

    Nothing is suggested: a wrong guess would be a failover to the wrong site.
    """
    sites: dict[str, str] = (info.context or {}).get("sites", {})
    if not isinstance(value, str):
        raise ValueError("expected the name of a site")
    if not sites or value in sites:
        return value
    located = [name for name, region in sites.items() if region == value.strip().casefold()]
    place = f"; {value.strip()} is the region of {located[0]}" if len(located) == 1 else ""
    raise ValueError(f"expected the name of a site, {' or '.join(sites)}{place}")


def _read_tags(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError("not a mapping")
    for key, text in value.items():
        if not isinstance(key, str) or not _TAG.fullmatch(key) or len(key) > 128:
            raise RefusedError(f"expected tag keys of 1 to 128 letters, digits, blanks and {_TAG_SIGNS}")
        if key == "Name" or key.casefold().startswith("aws:"):
            raise RefusedError("expected other tags than Name, which this project sets, and aws:..., which AWS keeps")
        if key.startswith(TAGS_OF_NC2):
            raise RefusedError("expected other tags than nutanix..., which NC2 sets itself and this run leaves alone")
        if not isinstance(text, str) or not _TAG.fullmatch(text or " ") or len(text) > 256:
            raise RefusedError(f"expected values of up to 256 letters, digits, blanks and {_TAG_SIGNS}, in quotes")
    return dict(value)


SiteName = Annotated[str, BeforeValidator(_read_site_name)]
V = TypeVar("V")
BySite = dict[SiteName, V]
"""One value for each site, by its name."""
NamePrefix = Annotated[
    str,
    matching(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", "expected 1 to 100 letters, digits, dots, hyphens or underscores"),
]
TableName = Annotated[
    str, matching(r"[A-Za-z0-9_.-]{3,255}", "expected a table's name of 3 to 255 letters, digits, dots, - and _")
]
TierName = Annotated[
    str, matching(r"[a-z][a-z0-9-]{0,31}", "expected a name of up to 32 lower-case letters, digits and hyphens")
]
Tags = Annotated[dict[str, str], expecting("expected a mapping of tags", _read_tags)]
TagValue = Annotated[str, _name(256)]
VmName = Annotated[str, _name(80)]
ClusterName = Annotated[str, _name(75)]
NetworkName = Annotated[str, _name(128)]
PlanName = Annotated[str, _name(256)]
KeyName = Annotated[str, _name(255)]
CategoryWord = Annotated[str, _name(64, forbidden_first=_CATEGORY_FORBIDDEN)]
