"""What discovery writes: Pulumi.yaml with a comment beside each value, and a file for each stack. Pure."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from operations.discover.discovery import Discovery
from operations.discover.draft import nested
from operations.discover.finding import Outcome

_HEAD = """\
# Written by `python -m operations discover`. Each comment says where the value was seen.
# Nothing was changed. Read the report beside this file before you run pulumi preview.
name: {project}
description: Disaster recovery of {sites}, as code
runtime:
  name: python
config:
"""
_WRAPPED = ("sites", "overlay", "protection")
_DESCRIPTIONS = {
    "sites": "Both sites' public facts; a stack is named after its site",
    "overlay": "The Flow Virtual Networking VPC that both sites hold with the same prefixes",
    "protection": "What is protected, how often, and the plan that recovers it",
}


def settings_files(found: Discovery, project: str) -> dict[str, str]:
    """The text of each file by its name."""
    lines = [_HEAD.format(project=project, sites=" and ".join(found.sites)).rstrip("\n")]
    for key, value in nested(found.values).items():
        if key in _WRAPPED:
            head = f"  {key}:\n    type: object\n    description: {_DESCRIPTIONS[key]}\n    default:"
            lines.append(head)
            lines += _lines(value, key, found.seen, 6)
        else:
            lines.append(f"  {key}: {json.dumps(value)}{_comment(found.seen.get(key))}")
    todo = [one for one in found.findings if one.outcome is Outcome.UNDECIDED]
    if todo:
        lines.append("  # To be decided by you:")
        lines += [f"  #   {_one_line(f'{one.site} {one.thing}: {one.said} {one.todo}'.strip())}" for one in todo]
    files = {"Pulumi.yaml": "\n".join(lines) + "\n"}
    return {**files, **{f"Pulumi.{site}.yaml": "config: {}\n" for site in found.sites}}


def _lines(value: Mapping[str, Any], path: str, seen: Mapping[str, str], indent: int) -> Iterator[str]:
    for key, inner in value.items():
        here = f"{path}.{key}"
        if isinstance(inner, Mapping) and inner and here not in seen:
            yield f"{' ' * indent}{key}:"
            yield from _lines(inner, here, seen, indent + 2)
        elif isinstance(inner, list) and inner and isinstance(inner[0], Mapping):
            yield f"{' ' * indent}{key}:{_comment(seen.get(here))}"
            yield from (f"{' ' * (indent + 2)}- {json.dumps(one)}" for one in inner)
        else:
            yield f"{' ' * indent}{key}: {json.dumps(inner)}{_comment(seen.get(here))}"


def _comment(text: str | None) -> str:
    return f"  # {_one_line(text)}" if text else ""


def _one_line(text: str) -> str:
    """What others have named may not end a comment."""
    return " ".join(text.split())
