"""Changing one value in the text of Pulumi.yaml: comments, quotes and layout of everything else stay. Pure.

The YAML parser tells where a value begins and where it ends, and exactly that text is replaced. The edited text is
parsed again: an edit that would change anything else is refused.
"""

import json
from collections.abc import Mapping
from typing import Any

import yaml

from operations.errors import OperationsError


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        """A value that stands twice is written twice."""
        return True


SECTION = "config"
_VALUE = ("default", "value")


def read(text: str, name: str) -> dict[str, Any]:
    """The values of a settings file called `name`. Raises OperationsError for a text that is no YAML mapping."""
    try:
        # libyaml: Python's own parser takes longer than all else that reads the settings.
        values = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise OperationsError(f"{name} is not valid YAML: {error}") from None
    if values is not None and not isinstance(values, dict):
        raise OperationsError(f"{name} should be a mapping of keys to values.")
    return values or {}


def declared(entry: object) -> object:
    """The value of a key of `config`, which is written as `key: value` or as `key: {type: ..., default: value}`.

    None for a key that is declared without a value.
    """
    if not isinstance(entry, Mapping):
        return entry
    key = _value_key(entry)
    return entry if key is None else entry.get(key)


def with_value(text: str, path: str, value: object, name: str) -> str:
    """The text with another value at `path`, such as `activeRegion` or `sites.osaka.compute.activeNodes`.

    A key that is not there is added to the mapping that `path` names. Raises OperationsError where there is no such
    mapping, or where the value cannot be changed alone.
    """
    values = read(text, name)
    section = values.get(SECTION)
    if isinstance(value, dict | list) and "." not in path and isinstance(section, dict) and path not in section:
        value = {"default": value}
    *parents, last = _keys(section, path)
    place: Any = values
    node: yaml.Node | None = yaml.compose(text, yaml.SafeLoader)
    for key in parents:
        place, node = (place.get(key), _child(node, key)[1]) if isinstance(place, dict) else (None, None)
    if not isinstance(place, dict) or not isinstance(node, yaml.MappingNode):
        raise OperationsError(f"{name} has no mapping {'.'.join(parents)} to write {path} into. Add it by hand.")
    edited = _replaced(text, node, last, value) if last in place else _added(text, node, last, value)
    place[last] = value
    return _verified(edited, values, path, name)


def without(text: str, key: str, name: str) -> str:
    """The text without a key of `config`; raises OperationsError where nothing but the key can be taken out."""
    values = read(text, name)
    if key not in values.get(SECTION, {}):
        return text
    found, value = _child(_child(yaml.compose(text, yaml.SafeLoader), SECTION)[1], key)
    del values[SECTION][key]
    start = text.rfind("\n", 0, _start(found)) + 1
    end = text.find("\n", _end(value, text))
    return _verified(text[:start] + (text[end + 1 :] if end >= 0 else ""), values, key, name)


def _keys(section: object, path: str) -> list[str]:
    """The keys that lead to the value in the file, the declaration's own key among them."""
    first, *rest = path.split(".")
    entry = section.get(first) if isinstance(section, dict) else None
    key = _value_key(entry) if isinstance(entry, Mapping) else None
    return [SECTION, first, *([key] if key else []), *rest]


def _value_key(entry: Mapping[str, Any]) -> str | None:
    """Where a declaration keeps its value; None for an entry that is itself the value."""
    given = next((key for key in _VALUE if key in entry), None)
    return given or (_VALUE[0] if isinstance(entry.get("type"), str) else None)


def _child(node: yaml.Node | None, name: str) -> tuple[yaml.Node | None, yaml.Node | None]:
    """The key and the value of a mapping; the last one where a key is there twice, as the parser has it."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next(((key, value) for key, value in reversed(pairs) if key.value == name), (None, None))


def _replaced(text: str, node: yaml.MappingNode, name: str, value: object) -> str:
    key, old = _child(node, name)
    start, end = _start(old), _end(old, text)
    if start < _end(key, text):
        # An alias is read where its anchor stands, and another key holds the value there.
        return text
    if start == end or _is_block(old):
        # Nothing is there yet, or a value that begins on a line of its own.
        start = text.index(":", _end(key, text)) + 1
        return f"{text[:start]} {_inline(value)}{text[end:]}"
    return text[:start] + _inline(value) + text[end:]


def _added(text: str, node: yaml.MappingNode, name: str, value: object) -> str:
    line = f"{name}: {_inline(value)}"
    if not node.value:
        return text[: node.end_mark.index - 1] + line + text[node.end_mark.index - 1 :]
    last = _end(node.value[-1][1], text)
    if node.flow_style:
        return f"{text[:last]}, {line}{text[last:]}"
    column = node.value[0][0].start_mark.column
    newline = text.find("\n", last)
    before, after = (text, "\n") if newline < 0 else (text[:newline], text[newline:])
    return f"{before}\n{' ' * column}{line}{after}"


def _start(node: yaml.Node | None) -> int:
    return node.start_mark.index if node else 0


def _end(node: yaml.Node | None, text: str) -> int:
    """Where a value's own text ends; the parser counts the comments after a block as part of the block."""
    if node is None:
        return 0
    if _is_block(node):
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last, text)
    return node.start_mark.index + len(text[node.start_mark.index : node.end_mark.index].rstrip())


def _is_block(node: yaml.Node | None) -> bool:
    return isinstance(node, yaml.CollectionNode) and not node.flow_style and bool(node.value)


def _inline(value: object) -> str:
    """The value on one line, fit to stand inside of braces."""
    text = yaml.dump(
        [value], Dumper=_Dumper, default_flow_style=True, width=10**9, sort_keys=False, allow_unicode=True
    )[1:-2]
    if len(text.splitlines()) == 1:
        return text
    # A text with line breaks would take several lines. JSON is YAML, too, and escapes them.
    plain = json.dumps(value, ensure_ascii=False)
    return "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in plain)


def _verified(edited: str, wanted: dict[str, Any], path: str, name: str) -> str:
    try:
        same = read(edited, name) == wanted
    except OperationsError:
        same = False
    if not same:
        raise OperationsError(f"{path} in {name} cannot be written without changing something else. Edit it by hand.")
    return edited
