"""The noun, verb and extIds that a path means, from a table of what the nouns declare."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

from simulator.prism.model import Noun, nouns

_PATH = re.compile(r"^/api/(?P<namespace>[a-z]+)/(?P<version>v4\.\d+(?:\.[ab]\d+)?|unversioned)/(?P<rest>.+?)/?$")
_VERBS = {
    ("GET", False): "list",
    ("POST", False): "create",
    ("GET", True): "get",
    ("PUT", True): "update",
    ("DELETE", True): "delete",
}
_METHODS = ("GET", "POST", "PUT", "DELETE")
_ANY = "*"
_LEAF = "#"

_Tree = dict[str, Any]


@dataclass(frozen=True)
class Match:
    """What a request asks for: the noun, the verb, and the extIds and the action in its path."""

    noun: Noun
    verb: str
    parent: str | None = None
    target: str | None = None
    action: str | None = None


def split(path: str) -> tuple[str, str, str] | None:
    """Namespace, version and the rest of an API path, or None for any other path."""
    match = _PATH.match(path)
    return (match["namespace"], match["version"], match["rest"]) if match else None


def match(method: str, namespace: str, rest: str) -> Match | None:
    """The operation, or None when the path does not exist or does not have the method."""
    leaf, caught = _leaf(namespace, rest)
    return _matched(method, leaf, caught) if leaf else None


def methods(namespace: str, rest: str) -> list[str]:
    """The methods that a path has; empty for a path that does not exist."""
    found = [method for method in _METHODS if match(method, namespace, rest)]
    return ["HEAD", *found] if "GET" in found else found


def _leaf(namespace: str, rest: str) -> tuple[tuple[Noun, str] | None, list[str]]:
    """The leaf of a path in the table, and the values of the variable segments."""
    caught: list[str] = []
    node: _Tree | None = _table().get(namespace)
    for segment in rest.split("/"):
        if node is None:
            return None, caught
        if segment in node:
            node = node[segment]
        else:
            caught.append(unquote(segment))
            node = node.get(_ANY)
    return (node.get(_LEAF) if node else None), caught


def _matched(method: str, leaf: tuple[Noun, str], caught: list[str]) -> Match | None:
    noun, place = leaf
    if place == "action":
        action = caught.pop()
        parent = caught[-2] if len(caught) > 1 else None
        return Match(noun, "act", parent, caught[-1], action) if method == "POST" and action in noun.actions else None
    verb = _VERBS.get((method, place != "collection"))
    if verb is None or verb not in noun.verbs:
        return None
    if place == "single":
        return Match(noun, verb, None, caught[-1])
    target = caught.pop() if place == "item" else None
    return Match(noun, verb, caught[-1] if caught else None, target)


@cache
def _table() -> dict[str, _Tree]:
    table: dict[str, _Tree] = {}
    for noun in nouns().values():
        tree = table.setdefault(noun.namespace, {})
        collection = noun.path.split("/") if noun.path else []
        if noun.single:
            _plant(tree, collection, (noun, "single"))
        elif noun.verbs:
            _plant(tree, collection, (noun, "collection"))
            _plant(tree, [*collection, _ANY], (noun, "item"))
            if noun.flat_path:
                _plant(tree, noun.flat_path.split("/"), (noun, "collection"))
        if noun.actions:
            acted = noun.action_path.split("/") if noun.action_path else [*collection, _ANY]
            _plant(tree, [*acted, "$actions", _ANY], (noun, "action"))
    return table


def _plant(tree: _Tree, segments: list[str], leaf: tuple[Noun, str]) -> None:
    for segment in segments:
        tree = tree.setdefault(_ANY if segment.startswith("{") else segment, {})
    tree[_LEAF] = leaf
