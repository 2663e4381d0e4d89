"""A router that runs scripts: entries by menu, references that must exist, an order that counts, and `/export`."""

import copy
import re
from dataclasses import dataclass, field
from typing import Any

from tests.mikrotik.router_export import exported, wrapped
from tests.mikrotik.rsc import Array, Block, Command, Node, Operation, Text, Variable, parse

Entry = dict[str, str]
_NAMED = ("/interface bridge", "/ip ipsec profile", "/ip ipsec proposal", "/ip ipsec peer", "/routing bgp instance")
# Where an argument names an entry of another menu.
_REFERENCES = {
    ("/ip ipsec peer", "profile"): "/ip ipsec profile",
    ("/ip ipsec identity", "peer"): "/ip ipsec peer",
    ("/ip ipsec policy", "peer"): "/ip ipsec peer",
    ("/ip ipsec policy", "proposal"): "/ip ipsec proposal",
    ("/routing bgp connection", "instance"): "/routing bgp instance",
    ("/routing bgp peer", "instance"): "/routing bgp instance",
}


class Stopped(Exception):
    """The script ended itself with :error."""


class Fault(Exception):
    """The router refused a command."""


@dataclass
class ModelRouter:
    """`changes` counts what really changed. `unreachable` are addresses that do not answer a ping.

    `beside_gcm` is all that it takes as auth-algorithms beside GCM: 7.24 the empty value, older ones perhaps null.
    """

    version: str
    menus: dict[str, list[Entry]] = field(default_factory=dict)
    interfaces: tuple[str, ...] = ("ether1", "ether2")
    unreachable: set[str] = field(default_factory=set)
    changes: int = 0
    said: list[str] = field(default_factory=list)
    beside_gcm: str = ""
    _next: int = 1

    def run(self, script: str) -> None:
        """Import a script, as far as it goes."""
        self._block(parse(script), [{}])

    def state(self) -> dict[str, list[Entry]]:
        """All entries without their internal ids; empty menus are left out."""
        return {
            menu: [{name: value for name, value in entry.items() if name != ".id"} for entry in entries]
            for menu, entries in copy.deepcopy(self.menus).items()
            if entries
        }

    def seed(self, menu: str, **arguments: str) -> None:
        """An entry of somebody else's."""
        self._add(menu, {name.replace("_", "-"): value for name, value in arguments.items()})

    def entries(self, menu: str) -> list[Entry]:
        return self.menus.setdefault(menu, [])

    def export(self, *, hide_keys: bool = False) -> str:
        """As `/export` prints it: defaults left out, arguments by name, lines of at most 80 characters."""
        lines = [f"# 2026-11-22 10:00:00 by RouterOS {self.version}", "# software id = AAAA-BBBB", "#"]
        for menu in sorted(self.menus):
            shown = [entry for entry in self.menus[menu] if entry.get("dynamic") != "yes"]
            if shown:
                lines.append(menu)
                lines += [wrapped(exported(menu, entry, hide_keys)) for entry in shown]
        return "\n".join(lines) + "\n"

    def _block(self, block: Block, scopes: list[dict[str, Any]]) -> None:
        inner = [*scopes, {}]
        for command in block.commands:
            self._command(command, inner)

    def _command(self, command: Command, scopes: list[dict[str, Any]]) -> Any:
        if len(command.path) == 2:
            return self._menu(*command.path, command, scopes)
        name = command.path[0].removeprefix(":")
        if name == "if":
            return self._if(command, scopes)
        if name == "foreach":
            return self._foreach(command, scopes)
        if name == "do":
            return self._do(command, scopes)
        if name in ("local", "set"):
            variable = str(command.arguments[0].name)
            value = self._value(command.arguments[1].value, scopes)
            holder = scopes[-1] if name == "local" else next(one for one in reversed(scopes) if variable in one)
            holder[variable] = value
            return None
        if name == "/ping":
            return 0 if command.arguments[0].name in self.unreachable else 5
        values = [
            argument.name if argument.value is None else self._value(argument.value, scopes)
            for argument in command.arguments
        ]
        return self._function(name, values)

    def _function(self, name: str, values: list[Any]) -> Any:
        if name == "error":
            raise Stopped(values[0])
        if name in ("put", "log"):
            self.said.append(values[-1])
            return None
        if name == "len":
            return len(values[0])
        if name == "pick":
            start, *end = (int(value) for value in values[1:])
            return values[0][start : end[0]] if end else values[0][start]
        if name == "typeof":
            return "nil" if values[0] is None else "num"
        assert name == "find", name
        found = values[0].find(values[1])
        return None if found < 0 else found

    def _if(self, command: Command, scopes: list[dict[str, Any]]) -> None:
        branches = {argument.name: argument.value for argument in command.arguments[1:]}
        chosen = branches.get("do" if self._value(command.arguments[0].value, scopes) else "else")
        if isinstance(chosen, Block):
            self._block(chosen, scopes)

    def _do(self, command: Command, scopes: list[dict[str, Any]]) -> None:
        blocks = {argument.name: argument.value for argument in command.arguments}
        tried, otherwise = blocks["do"], blocks.get("on-error")
        assert isinstance(tried, Block)
        try:
            self._block(tried, scopes)
        except Fault:
            if not isinstance(otherwise, Block):
                raise
            self._block(otherwise, scopes)

    def _foreach(self, command: Command, scopes: list[dict[str, Any]]) -> None:
        variable, items, body = command.arguments
        assert isinstance(body.value, Block)
        for item in self._value(items.value, scopes):
            self._block(body.value, [*scopes, {str(variable.name): item}])

    def _value(self, node: Node | None, scopes: list[dict[str, Any]]) -> Any:
        if isinstance(node, Text):
            return {"true": True, "false": False}.get(node.value, node.value)
        if isinstance(node, Variable):
            return next(scope[node.name] for scope in reversed(scopes) if node.name in scope)
        if isinstance(node, Array):
            return [self._value(item, scopes) for item in node.items]
        if isinstance(node, Command):
            return self._command(node, scopes)
        assert isinstance(node, Operation)
        return _operate(node.operator, [self._value(operand, scopes) for operand in node.operands])

    def _menu(self, menu: str, verb: str, command: Command, scopes: list[dict[str, Any]]) -> Any:
        if menu == "/system resource":
            return self.version
        if menu == "/interface":
            names = [*self.interfaces, *(entry["name"] for entry in self.entries("/interface bridge"))]
            return [name for name in names if name == self._value(command.arguments[0].value, scopes)]
        if verb == "find":
            return self._find(menu, command, scopes)
        positional = [self._value(item.value, scopes) for item in command.arguments if item.name is None]
        named = {str(item.name): item for item in command.arguments if item.name is not None}
        if verb == "get":
            target = self._by_id(menu, _only(positional[0]))
            value = target.get(next(iter(named)), "no" if "disabled" in named else "")
            return {"yes": True, "no": False}.get(value, value) if "disabled" in named else value
        values = {
            name: "yes" if item.value is None else _plain(self._value(item.value, scopes))
            for name, item in named.items()
        }
        if verb == "add":
            place = self._value(named["place-before"].value, scopes) if "place-before" in named else None
            values.pop("place-before", None)
            return self._add(menu, values, None if place is None else _only(place))
        targets = positional[0] if isinstance(positional[0], list) else [positional[0]]
        for id_ in targets:
            self._change(menu, verb, id_, values)
        return None

    def _find(self, menu: str, command: Command, scopes: list[dict[str, Any]]) -> list[str]:
        wanted = [
            (str(item.name), item.relation, _plain(self._value(item.value, scopes))) for item in command.arguments
        ]
        return [entry[".id"] for entry in self.entries(menu) if all(_matches(entry, *one) for one in wanted)]

    def _add(self, menu: str, values: Entry, before: str | None = None) -> str:
        entry = {
            ".id": f"*{self._next:X}",
            **{name: value for name, value in values.items() if (name, value) != ("disabled", "no")},
        }
        _as_stored(menu, entry)
        self._check(menu, entry)
        self._next += 1
        entries = self.entries(menu)
        position = len(entries) if before is None else [one[".id"] for one in entries].index(before)
        if before is not None and entries[position].get("dynamic") == "yes":
            raise Fault("cannot place before a dynamic entry")
        entries.insert(position, entry)
        self.changes += 1
        return entry[".id"]

    def _change(self, menu: str, verb: str, id_: str, values: Entry) -> None:
        entry = self._by_id(menu, id_)
        if verb == "remove":
            for (user, argument), used in _REFERENCES.items():
                if used == menu and any(
                    entry["name"] in one.get(argument, "").split(",") for one in self.entries(user)
                ):
                    raise Fault(f"{menu} {entry['name']} is in use by {user}")
            self.entries(menu).remove(entry)
            self.changes += 1
            return
        if verb in ("enable", "disable"):
            values = {"disabled": "yes" if verb == "disable" else "no"}
        changed = {**entry, **values}
        _as_stored(menu, changed)
        if changed.get("disabled") == "no":
            del changed["disabled"]
        if changed != entry:
            before = dict(entry)
            entry.clear()
            try:
                self._check(menu, changed)
            except Fault:
                entry.update(before)
                raise
            entry.update(changed)
            self.changes += 1

    def _check(self, menu: str, entry: Entry) -> None:
        if menu == "/ip ipsec proposal" and "gcm" in entry.get("enc-algorithms", ""):
            given = entry.get("auth-algorithms", "sha1")
            if given != self.beside_gcm:
                raise Fault(f"{menu}: auth-algorithms={given} cannot be used with GCM")
        for (user, argument), used in _REFERENCES.items():
            if user == menu and argument in entry:
                for name in entry[argument].split(","):
                    if name != "default" and not any(one.get("name") == name for one in self.entries(used)):
                        raise Fault(f"{menu}: input does not match any value of {argument} ({name})")
        if menu in _NAMED and any(one.get("name") == entry.get("name") for one in self.entries(menu)):
            raise Fault(f"{menu}: already have such name {entry.get('name')}")
        if menu == "/ip address" and entry["interface"] not in (
            *self.interfaces,
            *(one["name"] for one in self.entries("/interface bridge")),
        ):
            raise Fault(f"{menu}: no interface {entry['interface']}")
        if menu == "/ip ipsec policy" and entry.get("disabled") != "yes" and entry.get("template") != "yes":
            selector = (entry.get("src-address"), entry.get("dst-address"))
            for one in self.entries(menu):
                if (
                    one
                    and one.get("disabled") != "yes"
                    and (one.get("src-address"), one.get("dst-address")) == selector
                ):
                    raise Fault(f"{menu}: two enabled policies from {selector[0]} to {selector[1]}")

    def _by_id(self, menu: str, id_: str) -> Entry:
        return next(entry for entry in self.entries(menu) if entry.get(".id") == id_)


def _as_stored(menu: str, entry: Entry) -> None:
    """RouterOS gives a peer's single address back with its length."""
    if menu == "/ip ipsec peer" and entry.get("address") and "/" not in entry["address"]:
        entry["address"] += "/32"


def _operate(operator: str, values: list[Any]) -> Any:
    if operator == "!":
        return not values[0]
    left, right = values
    if type(left) is int or type(right) is int:
        left, right = int(left), int(right)
    if operator == "~":
        return re.search(right, left or "") is not None
    if operator == ".":
        return _plain(left) + _plain(right)
    if operator == ">":
        return left > right
    return (left == right) is (operator == "=")


def _matches(entry: Entry, name: str, relation: str, value: str) -> bool:
    actual = entry.get(name, "no" if name in ("dynamic", "template", "disabled") else "")
    return re.search(value, actual) is not None if relation == "~" else actual == value


def _plain(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _only(value: Any) -> str:
    found = value if isinstance(value, list) else [value]
    if len(found) != 1:
        raise Fault(f"expected one entry, found {len(found)}")
    return str(found[0])
