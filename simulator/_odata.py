"""The subset of OData 4.01 that `$filter` understands, compiled to a function of an object.

eq ne gt ge lt le in, and or not, parentheses, startswith endswith contains tolower toupper, paths `a/b`,
`collection/any(x:x/field eq 'v')`, quoted strings with '' for ', numbers, uuids, RFC 3339 times, true false null.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from simulator._json import seconds_of

Scope = Mapping[str, Any]
Evaluate = Callable[[Scope], Any]

_TOKEN = re.compile(
    r"\s*(?:(?P<string>'(?:[^']|'')*')"
    r"|(?P<date>\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))"
    r"|(?P<uuid>[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})"
    r"|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<word>[A-Za-z_$][\w$.]*(?:/[A-Za-z_$][\w$]*)*)"
    r"|(?P<mark>[(),:]))"
)
_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d")
_ROOT = ""

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: bool(a == b),
    "ne": lambda a, b: bool(a != b),
    "gt": lambda a, b: bool(a > b),
    "ge": lambda a, b: bool(a >= b),
    "lt": lambda a, b: bool(a < b),
    "le": lambda a, b: bool(a <= b),
}
_TEXT_TESTS: dict[str, Callable[[str, str], bool]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
    "contains": str.__contains__,
}
_TEXT_MAPS: dict[str, Callable[[str], str]] = {"tolower": str.lower, "toupper": str.upper}
_CONSTANTS = {"true": True, "false": False, "null": None}


class FilterError(ValueError):
    """The expression is not OData that this simulator understands."""


class Filter:
    """A compiled expression: call it with an object; `roots` are the top-level fields it reads."""

    def __init__(self, evaluate: Evaluate, roots: frozenset[str]):
        self._evaluate = evaluate
        self.roots = roots

    def __call__(self, entity: Mapping[str, Any]) -> bool:
        return bool(self._evaluate({_ROOT: entity}))


@lru_cache(maxsize=512)
def compile_filter(text: str) -> Filter:
    """Compile `$filter`; raises FilterError with the place of the first thing not understood."""
    parser = _Parser(text)
    return Filter(parser.whole(), frozenset(parser.roots))


class _Parser:
    """Recursive descent over the tokens; each method returns a closure over the scope."""

    def __init__(self, text: str):
        self._text = text
        self._tokens = _tokens(text)
        self._at = 0
        self._variables: list[str] = []
        self.roots: set[str] = set()

    def whole(self) -> Evaluate:
        evaluate = self._or()
        if self._at < len(self._tokens):
            raise FilterError(f"unexpected {self._tokens[self._at][1]!r} in {self._text!r}")
        return evaluate

    def _or(self) -> Evaluate:
        parts = [self._and()]
        while self._take("word", "or"):
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else lambda scope: any(part(scope) for part in parts)

    def _and(self) -> Evaluate:
        parts = [self._not()]
        while self._take("word", "and"):
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else lambda scope: all(part(scope) for part in parts)

    def _not(self) -> Evaluate:
        if self._take("word", "not"):
            inner = self._not()
            return lambda scope: not inner(scope)
        if self._take("mark", "("):
            inner = self._or()
            self._expect(")")
            return inner
        return self._comparison()

    def _comparison(self) -> Evaluate:
        left = self._operand()
        kind, operator = self._peek()
        if kind == "word" and operator in _COMPARE:
            self._at += 1
            return _comparing(_COMPARE[operator], operator, left, self._operand())
        if self._take("word", "in"):
            choices = self._list()
            return lambda scope: any(left(scope) == choice(scope) for choice in choices)
        return left

    def _list(self) -> list[Evaluate]:
        self._expect("(")
        items = [self._operand()]
        while self._take("mark", ","):
            items.append(self._operand())
        self._expect(")")
        return items

    def _operand(self) -> Evaluate:
        kind, text = self._peek()
        self._at += 1
        if kind == "word":
            return self._word(text)
        if kind in {"string", "uuid", "date", "number"}:
            literal = _literal(kind, text)
            return lambda scope: literal
        raise FilterError(f"expected a field or a value, found {text or 'the end'!r} in {self._text!r}")

    def _word(self, text: str) -> Evaluate:
        if text in _CONSTANTS:
            constant = _CONSTANTS[text]
            return lambda scope: constant
        if self._peek() == ("mark", "("):
            return self._any(text) if text.endswith("/any") else self._function(text)
        return self._path(text)

    def _function(self, name: str) -> Evaluate:
        arguments = self._list()
        if name in _TEXT_TESTS and len(arguments) == 2:
            test, (whole, part) = _TEXT_TESTS[name], arguments
            return lambda scope: test(str(whole(scope) or ""), str(part(scope) or ""))
        if name in _TEXT_MAPS and len(arguments) == 1:
            change, only = _TEXT_MAPS[name], arguments[0]
            return lambda scope: change(str(only(scope) or ""))
        raise FilterError(f"function {name} with {len(arguments)} arguments is not supported")

    def _any(self, text: str) -> Evaluate:
        items = self._path(text.removesuffix("/any"))
        self._expect("(")
        _, variable = self._peek()
        self._at += 1
        self._expect(":")
        self._variables.append(variable)
        condition = self._or()
        self._variables.pop()
        self._expect(")")
        return lambda scope: any(condition({**scope, variable: item}) for item in items(scope) or ())

    def _path(self, text: str) -> Evaluate:
        first, *rest = text.split("/")
        if first in self._variables:
            return lambda scope: _walk(scope[first], rest)
        self.roots.add(first)
        steps = [first, *rest]
        return lambda scope: _walk(scope[_ROOT], steps)

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "")

    def _take(self, kind: str, text: str) -> bool:
        found = self._peek() == (kind, text)
        self._at += found
        return found

    def _expect(self, mark: str) -> None:
        if not self._take("mark", mark):
            raise FilterError(f"expected {mark!r}, found {self._peek()[1] or 'the end'!r} in {self._text!r}")


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise FilterError(f"cannot read {text[at:]!r} in {text!r}")
        found.append((str(match.lastgroup), str(match.group(str(match.lastgroup)))))
        at = match.end()
    return found


def _literal(kind: str, text: str) -> Any:
    if kind == "string":
        return text[1:-1].replace("''", "'")
    if kind == "number":
        return float(text) if "." in text else int(text)
    return text


def _walk(value: Any, steps: list[str]) -> Any:
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _comparing(compare: Callable[[Any, Any], bool], operator: str, left: Evaluate, right: Evaluate) -> Evaluate:
    def evaluate(scope: Scope) -> bool:
        one, other = left(scope), right(scope)
        if isinstance(one, str) and isinstance(other, str) and _TIME.match(one) and _TIME.match(other):
            one, other = _moment(one), _moment(other)
        try:
            return compare(one, other)
        except TypeError:
            return operator == "ne"

    return evaluate


def _moment(text: str) -> float | str:
    try:
        return seconds_of(text)
    except ValueError:
        return text
