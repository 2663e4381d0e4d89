"""One entry as commands: add it if it is missing, set it if it exists."""

from collections.abc import Iterable, Mapping, Sequence

from mikrotik.menus.item import FIRST, Item, Value
from mikrotik.routeros.quote import quote, value
from mikrotik.secret import REDACTED, Secret

_GUARDED = "/ip ipsec "
"""Menus where even a `set` of equal values may restart a tunnel, so that it is only done where something differs."""

_A_LINE = 6
_VARYING, _MINE = "varying", "mine"


def entry(item: Item, reveal: bool) -> list[str]:
    """The commands of one entry."""
    texts = {name: _text(argument, reveal) for name, argument in item.arguments.items()}
    compared = {name: _compared(argument, texts[name]) for name, argument in item.arguments.items()}
    return _commands(item, quote(item.identity), texts, compared, reveal)


def series(items: Sequence[Item], reveal: bool) -> list[str]:
    """The commands of neighbours that differ in one argument: a loop over its values."""
    first = items[0]
    name = first.varies or ""
    values = [str(item.arguments[name]) for item in items]
    texts = {key: _text(argument, reveal) for key, argument in first.arguments.items()} | {name: f"${_VARYING}"}
    identity = first.identity.removesuffix(values[0])
    listed = [";".join(quote(text) for text in values[at : at + _A_LINE]) for at in range(0, len(values), _A_LINE)]
    body = [f":local {_MINE} ({quote(identity)} . ${_VARYING})", *_commands(first, f"${_MINE}", texts, texts, reveal)]
    return [f":foreach {_VARYING} in={{" + ";\\\n    ".join(listed) + "} do={", *_indented(body), "}"]


def first_rule(menu: str, items: Iterable[Item]) -> list[str]:
    """Finds the first rule, before which ours are placed. Dynamic rules cannot be referred to."""
    needed = any(item.before == FIRST for item in items)
    return [f":local {_first(menu)} [{menu} find dynamic=no]"] if needed else []


def _commands(
    item: Item, identity: str, texts: Mapping[str, str | None], compared: Mapping[str, str | None], reveal: bool
) -> list[str]:
    mine = f"{item.known_by}={identity}"
    found = f"{item.menu} find {mine}"
    at_first = {name: _text(argument, reveal) for name, argument in (item.at_first or {}).items()}
    comment = f" {mine}" if item.known_by == "comment" else ""
    adds = [f"{item.menu} add{_joined({**one, **at_first})}{comment}" for one in _forms(item, texts)]
    lines = [f":if ([:len [{found}]] = 0) do={{", *_indented(_add(item, _first_accepted(adds)))]
    if None in texts.values():
        # A flag cannot be compared. The identity of such an entry describes it fully.
        return [*lines, "}"]
    change = _first_accepted([f"{item.menu} set [{found}]{_joined(one)}" for one in _forms(item, texts)])
    if item.menu.startswith(_GUARDED):
        # assumed: if RouterOS compares a value differently, the entry is set to its present values.
        for one in _forms(item, compared):
            change = f":if ([:len [{found}{_joined(one)}]] = 0) do={{{change}}}"
    return [*lines, "} else={", f"    {change}", "}"]


def _forms(item: Item, texts: Mapping[str, str | None]) -> list[Mapping[str, str | None]]:
    """The arguments, and those of releases that refuse them."""
    other = {name: value(text) for name, text in (item.otherwise or {}).items()}
    return [texts, {**texts, **other}] if other else [texts]


def _first_accepted(commands: Sequence[str]) -> str:
    """The first command, and where the router refuses it, the next."""
    *before, command = commands
    for one in reversed(before):
        command = f":do {{{one}}} on-error={{{command}}}"
    return command


def _add(item: Item, add: str) -> list[str]:
    if item.before is None:
        return [add]
    if item.before == FIRST:
        there, place = f"[:len ${_first(item.menu)}] > 0", f"[:pick ${_first(item.menu)} 0]"
    else:
        place = f"[{item.menu} find comment={quote(item.before)}]"
        there = f"[:len {place}] > 0"
    return [f":if ({there}) do={{", f"    {add} place-before={place}", "} else={", f"    {add}", "}"]


def _first(menu: str) -> str:
    return "first" + menu.rpartition(" ")[2].capitalize()


def _indented(lines: Iterable[str]) -> list[str]:
    return ["    " + line for line in lines]


def _joined(texts: Mapping[str, str | None]) -> str:
    return "".join(f" {name}" if text is None else f" {name}={text}" for name, text in texts.items())


def _text(argument: Value, reveal: bool) -> str | None:
    if isinstance(argument, Secret):
        return quote(argument.reveal if reveal else REDACTED)
    return None if argument is None else value(argument)


def _compared(argument: Value, text: str | None) -> str | None:
    # In a comparison a bare comma would make an array.
    return quote(argument) if isinstance(argument, str) and "," in argument else text
