"""The subset of OData 4.01 that `$filter` understands, compiled to a function of an object.

eq ne gt ge lt le in, and or not, parentheses, startswith endswith contains, tolower toupper trim length indexof concat
substring, paths `a/b`, `collection/any(x:x/field eq 'v')` and `all`, `collection/$count`, quoted strings with '' for ',
enums by their value or in full (`Some.Type'VALUE'`), numbers, uuids, RFC 3339 times, true false null.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from simulator.prism.model import seconds_of

Scope = Mapping[str, Any]
Evaluate = Callable[[Scope], Any]

_TOKEN = re.compile(
    r"\s*(?:(?P<string>(?:[A-Za-z][\w.]*)?'(?:[^']|'')*')"
    r"|(?P<date>\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d))"
    r"|(?P<uuid>[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})"
    r"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
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
_TEXT_MAPS: dict[str, Callable[..., Any]] = {
    "tolower": str.lower,
    "toupper": str.upper,
    "trim": str.strip,
    "length": len,
    "indexof": str.find,
    "concat": str.__add__,
    "substring": lambda text, start, count=None: text[start:] if count is None else text[start : start + count],
}
_ARGUMENTS = {"indexof": (2, 2), "concat": (2, 2), "substring": (2, 3)}
_DEEPEST = 32
_QUANTIFIERS: dict[str, Callable[[Iterable[bool]], bool]] = {"any": any, "all": all}
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
    """Compile `$filter`; raises FilterError, which names the place of the error."""
    parser = _Parser(text)
    return Filter(parser.whole(), frozenset(parser.roots))


class _Parser:
    """Recursive descent over the tokens; each method returns a closure over the scope."""

    def __init__(self, text: str):
        self._text = text
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0
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
        with self._deeper():
            if self._take("word", "not"):
                inner = self._not()
                return lambda scope: not inner(scope)
            return self._comparison()

    def _comparison(self) -> Evaluate:
        left = self._operand()
        kind, operator = self._peek()
        if kind == "word" and operator in _COMPARE:
            self._at += 1
            return _comparing(_COMPARE[operator], operator, left, self._operand())
        if self._take("word", "in"):
            choices = [_comparing(_COMPARE["eq"], "eq", left, choice) for choice in self._list()]
            return lambda scope: any(matches(scope) for matches in choices)
        return left

    def _list(self) -> list[Evaluate]:
        self._expect("(")
        with self._deeper():
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
        if (kind, text) == ("mark", "("):
            inner = self._or()
            self._expect(")")
            return inner
        if kind in {"string", "uuid", "date", "number"}:
            literal = _literal(kind, text)
            return lambda scope: literal
        raise FilterError(f"expected a field or a value, found {text or 'the end'!r} in {self._text!r}")

    def _word(self, text: str) -> Evaluate:
        if text in _CONSTANTS:
            constant = _CONSTANTS[text]
            return lambda scope: constant
        if self._peek() == ("mark", "("):
            path, _, quantifier = text.rpartition("/")
            return self._quantified(path, quantifier) if quantifier in _QUANTIFIERS else self._function(text)
        return self._path(text)

    def _function(self, name: str) -> Evaluate:
        arguments = self._list()
        if name in _TEXT_TESTS and len(arguments) == 2:
            test, (whole, part) = _TEXT_TESTS[name], arguments
            return lambda scope: test(str(whole(scope) or ""), str(part(scope) or ""))
        low, high = _ARGUMENTS.get(name, (1, 1))
        if name in _TEXT_MAPS and low <= len(arguments) <= high:
            return _mapping(_TEXT_MAPS[name], arguments)
        raise FilterError(f"function {name} with {len(arguments)} arguments is not supported")

    def _quantified(self, path: str, quantifier: str) -> Evaluate:
        """`path/any(x:condition)`. `path/any()` is true for a list that is not empty."""
        items, holds = self._path(path), _QUANTIFIERS[quantifier]
        self._expect("(")
        if quantifier == "any" and self._take("mark", ")"):
            return lambda scope: bool(items(scope))
        kind, variable = self._peek()
        if kind != "word" or "/" in variable:
            raise FilterError(f"expected a variable in {quantifier}(...), found {variable!r} in {self._text!r}")
        self._at += 1
        self._expect(":")
        self._variables.append(variable)
        condition = self._or()
        self._variables.pop()
        self._expect(")")
        return lambda scope: holds(bool(condition({**scope, variable: item})) for item in _items(items(scope)))

    def _path(self, text: str) -> Evaluate:
        first, *rest = text.split("/")
        if first in self._variables:
            return lambda scope: _walk(scope[first], rest)
        self.roots.add(first)
        steps = [first, *rest]
        return lambda scope: _walk(scope[_ROOT], steps)

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        """One level further in. Parentheses, `not`, functions and lambdas all lead through here."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise FilterError(f"the expression is nested more than {_DEEPEST} levels deep")
        yield
        self._depth -= 1

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


def _items(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else ()


def _mapping(change: Callable[..., Any], arguments: list[Evaluate]) -> Evaluate:
    """A function of text. Its value is None for an argument that is None or of another type."""

    def evaluate(scope: Scope) -> Any:
        first, *rest = [argument(scope) for argument in arguments]
        try:
            return None if first is None else change(str(first), *rest)
        except TypeError:
            return None

    return evaluate


def _literal(kind: str, text: str) -> Any:
    if kind == "string":
        return text[text.index("'") + 1 : -1].replace("''", "'")
    if kind == "number":
        return int(text) if text.lstrip("-").isdecimal() else float(text)
    return text


def _walk(value: Any, steps: list[str]) -> Any:
    for step in steps:
        if step == "$count":
            value = len(value) if isinstance(value, list) else 0
        else:
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
