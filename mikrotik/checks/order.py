"""Problems of order: entries of ours that another entry makes ineffective."""

from collections.abc import Iterator

from mikrotik.decisions.design import Design
from mikrotik.menus.item import FIRST, Item
from mikrotik.routeros.export import Entry, Export

_POLICY = "/ip ipsec policy"
# Our menu and chain, and the actions that must not come before our entries.
_BARRED = (
    ("/ip firewall nat", "srcnat", ("masquerade", "src-nat", "netmap", "same"), "translates addresses"),
    ("/ip firewall filter", "forward", ("fasttrack-connection",), "fasttracks"),
    ("/ip firewall filter", "input", ("drop", "reject", "tarpit"), "refuses"),
)


def problems(design: Design, items: tuple[Item, ...], export: Export) -> Iterator[str]:
    """One sentence per entry that another one makes ineffective."""
    yield from _anchors(items, export)
    yield from _rules(items, export)
    yield from _policies(design, items, export)


def _anchors(items: tuple[Item, ...], export: Export) -> Iterator[str]:
    for item in items:
        if item.before in (None, FIRST):
            continue
        positions = _positions(item.menu, export)
        own, anchor = positions.get(item.identity), positions.get(item.before or "")
        if own is not None and anchor is not None and own > anchor:
            yield f"{item.menu}: {item.role} stands after {(item.before or '').partition(': ')[2]} and has no effect."


def _rules(items: tuple[Item, ...], export: Export) -> Iterator[str]:
    for menu, chain, actions, does in _BARRED:
        known = {item.identity for item in items if item.menu == menu and item.arguments.get("chain") == chain}
        barred = False
        for entry in _enabled(menu, export):
            if entry.arguments.get("chain") == chain and entry.arguments.get("action") in actions:
                barred = True
            elif barred and entry.arguments.get("comment") in known:
                role = entry.arguments["comment"].partition(": ")[2]
                yield f"{menu}: {role} stands after a rule that {does}. Move it above."


def _policies(design: Design, items: tuple[Item, ...], export: Export) -> Iterator[str]:
    selector = (str(design.connection.local), str(design.connection.remote))
    known = {item.identity for item in items if item.menu == _POLICY}
    main = [item.identity for item in items if item.menu == _POLICY and item.varies is None]
    seen = False
    for entry in _enabled(_POLICY, export):
        arguments = entry.arguments
        if arguments.get("comment") in known:
            seen = seen or arguments.get("comment") in main
        elif arguments.get("template") == "yes":
            continue
        elif (arguments.get("src-address"), arguments.get("dst-address")) == selector:
            yield (
                f"{_POLICY}: another policy has the selector {selector[0]} to {selector[1]}, too. Only one of them "
                "can work."
            )
        elif seen and design.catches_all:
            destination = arguments.get("dst-address")
            yield f"{_POLICY}: the policy to {destination} stands below and is never reached. Move it above."


def _positions(menu: str, export: Export) -> dict[str, int]:
    return {entry.arguments.get("comment", ""): index for index, entry in enumerate(export.of(menu))}


def _enabled(menu: str, export: Export) -> list[Entry]:
    return [entry for entry in export.of(menu) if entry.arguments.get("disabled") != "yes"]
