"""Compares a router's `/export` with the configuration."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mikrotik.checks import order
from mikrotik.decisions.design import Design
from mikrotik.errors import MikrotikError
from mikrotik.menus.configuration import configuration, menus
from mikrotik.menus.item import Item
from mikrotik.menus.names import tag
from mikrotik.routeros.defaults import defaults
from mikrotik.routeros.export import Entry, Export
from mikrotik.secret import Secret

_TIME = re.compile(r"(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")
_CLOCK = re.compile(r"(\d+):(\d\d):(\d\d)")
_UNITS = (604800, 86400, 3600, 60, 1)


@dataclass(frozen=True)
class Check:
    """Sentences: `problems` are differences, `unknown` is what the export does not show."""

    problems: tuple[str, ...]
    unknown: tuple[str, ...]


def check(design: Design, export: Export) -> Check:
    """Every entry that is missing, different, left over, disabled or in the wrong order. Keys are never shown.

    Raises MikrotikError if an entry of ours cannot be read.
    """
    items = configuration(design)
    problems = list(_version(design, export))
    unknown = list(_unread(design, export))
    for item in items:
        problems += _item(item, export, unknown)
    problems += _left_over(design, items, export)
    problems += order.problems(design, items, export)
    return Check(tuple(problems), tuple(dict.fromkeys(unknown)))


def find(item: Item, export: Export) -> list[Entry]:
    """The entries on the router with this item's identity."""
    return [entry for entry in export.of(item.menu) if entry.arguments.get(item.known_by) == item.identity]


def _unread(design: Design, export: Export) -> Iterator[str]:
    """Lines of others in menus of ours can bar ours; lines elsewhere mean nothing here."""
    for line in export.unread:
        if design.connection.id in line.line:
            raise MikrotikError(f"{line}. It is an entry of {design.connection.id}. Export the router again.")
        if line.menu in menus(design):
            yield f"{line}. It is not an entry of {design.connection.id} and was passed over."


def _version(design: Design, export: Export) -> Iterator[str]:
    if export.version is not None and not re.search(design.version.pattern, export.version):
        yield (
            f"The router has RouterOS {export.version}, but the configuration is for {design.version.name}. Give the "
            "router's version with --routeros."
        )


def _item(item: Item, export: Export, unknown: list[str]) -> Iterator[str]:
    found = find(item, export)
    where = f"{item.menu}: {item.role}"
    if len(found) != 1:
        yield f"{where} is missing." if not found else f"{where} exists {len(found)} times."
        return
    actual = found[0].arguments
    if actual.get("disabled") == "yes" and "disabled" not in (item.at_first or {}):
        yield f"{where} is disabled."
    for name, expected in item.arguments.items():
        if isinstance(expected, Secret):
            if name not in actual:
                unknown.append(
                    "The export hides the keys, so they were not compared. On RouterOS 7, export with show-sensitive."
                )
            elif actual[name] != expected.reveal:
                yield f"{where}: the key is different."
        elif expected is None:
            if actual.get(name) != "yes":
                yield f"{where}: {name} is not set."
        elif name in actual:
            alike = {_normal(expected), _normal((item.otherwise or {}).get(name, expected))}
            if _normal(actual[name]) not in alike:
                yield f"{where}: {name} is {actual[name]}, expected {expected or 'the empty value'}."
        elif _normal(expected) not in {_normal(value) for value in defaults(item.menu, name)}:
            yield f"{where}: {name} is not set, expected {expected}."


def _left_over(design: Design, items: tuple[Item, ...], export: Export) -> Iterator[str]:
    for menu in menus(design):
        known = {item.identity for item in items if item.menu == menu}
        for entry in export.of(menu):
            comment = entry.arguments.get("comment", "")
            if comment.startswith(tag(design.connection.id)) and comment not in known:
                yield f"{menu}: {comment.partition(': ')[2]} is left over. Import the script to remove it."


def _normal(text: str) -> str:
    """The value in one spelling: RouterOS writes times and single addresses in several ways."""
    if text.endswith("/32"):
        return text.removesuffix("/32")
    if clock := _CLOCK.fullmatch(text):
        return f"{int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3])} seconds"
    match = _TIME.fullmatch(text)
    if text and match:
        return f"{sum(int(part or 0) * unit for part, unit in zip(match.groups(), _UNITS, strict=True))} seconds"
    return text
