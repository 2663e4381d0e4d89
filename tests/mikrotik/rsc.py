"""RouterOS's script language, as much as an importable configuration needs: text to syntax tree."""

from dataclasses import dataclass, field
from functools import cache

_WHITE = " \t"
_ENDS = "\n;"
_STOPS = _WHITE + _ENDS + "[](){}\"'"


class RscError(Exception):
    """What RouterOS would not read."""


@dataclass(frozen=True)
class Text:
    value: str


@dataclass(frozen=True)
class Variable:
    name: str


@dataclass(frozen=True)
class Array:
    items: tuple["Node", ...]


@dataclass(frozen=True)
class Operation:
    operator: str
    operands: tuple["Node", ...]


@dataclass(frozen=True)
class Argument:
    name: str | None
    relation: str
    value: "Node | None"


@dataclass(frozen=True)
class Command:
    path: tuple[str, ...]
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True)
class Block:
    commands: tuple[Command, ...]


Node = Text | Variable | Array | Operation | Command | Block
_HEX = "0123456789ABCDEF"
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "$": "$", "?": "?", "_": " "}


@cache
def parse(text: str) -> Block:
    """The whole script. Raises RscError with the place of what cannot be read."""
    return _Parser(text).script()


@dataclass
class _Parser:
    text: str
    at: int = 0
    _depth: int = field(default=0)

    def script(self) -> Block:
        block = self._block("")
        if self.at != len(self.text):
            raise self._error("unexpected end of a block")
        return block

    def _block(self, end: str) -> Block:
        commands: list[Command] = []
        while True:
            self._skip(_WHITE + _ENDS)
            if self.at >= len(self.text):
                if end:
                    raise self._error(f"missing {end}")
                return Block(tuple(commands))
            if self._peek() == end:
                self.at += 1
                return Block(tuple(commands))
            if self._peek() == "#":
                while self.at < len(self.text) and self._peek() != "\n":
                    self.at += 1
                continue
            commands.append(self._command())

    def _command(self) -> Command:
        if self._peek() == ":":
            self.at += 1
            return Command((":" + self._word(),), self._arguments())
        if self._peek() != "/":
            raise self._error("a command begins with : or /")
        self.at += 1
        path = [self._word()]
        if path == ["ping"]:
            return Command(("/ping",), self._arguments())
        while True:
            self._skip(_WHITE)
            start = self.at
            word = self._word() if self._more() and self._peek() not in '"[($' else ""
            if not word or (self._more() and self._peek() in "=~"):
                self.at = start
                break
            path.append(word)
            if word in VERBS:
                break
        return Command(("/" + " ".join(path[:-1]), path[-1]), self._arguments())

    def _arguments(self) -> tuple[Argument, ...]:
        found: list[Argument] = []
        while True:
            self._skip(_WHITE)
            if not self._more():
                return tuple(found)
            found.append(self._argument())

    def _argument(self) -> Argument:
        if self._peek() in '"[($':
            return Argument(None, "", self._value())
        if self._peek() == "{":
            self.at += 1
            return Argument("do", "", self._block("}"))
        name = self._word()
        if self._more() and self._peek() in "=~":
            relation = self._peek()
            self.at += 1
            if name in ("do", "else", "on-error"):
                self._expect("{")
                return Argument(name, relation, self._block("}"))
            return Argument(name, relation, self._value())
        return Argument(name, "", None)

    def _value(self) -> Node:
        character = self._peek()
        if character == '"':
            return Text(self._string())
        if character == "$":
            self.at += 1
            return Variable(self._word())
        if character == "[":
            self.at += 1
            command = self._inner_command()
            self._expect("]")
            return command
        if character == "(":
            self.at += 1
            value = self._expression()
            self._skip(_WHITE)
            self._expect(")")
            return value
        if character == "{":
            return self._array()
        return Text(self._word())

    def _inner_command(self) -> Command:
        self._skip(_WHITE)
        return self._command()

    def _array(self) -> Array:
        self._expect("{")
        items = []
        while True:
            self._skip(_WHITE)
            items.append(self._value())
            self._skip(_WHITE)
            if self._peek() == "}":
                self.at += 1
                return Array(tuple(items))
            self._expect(";")

    def _expression(self) -> Node:
        left = self._operand()
        while True:
            self._skip(_WHITE)
            operator = next((op for op in ("!=", ">", "=", "~", ".") if self.text.startswith(op, self.at)), None)
            if operator is None:
                return left
            self.at += len(operator)
            left = Operation(operator, (left, self._operand()))

    def _operand(self) -> Node:
        self._skip(_WHITE)
        if self._peek() == "!":
            self.at += 1
            return Operation("!", (self._operand(),))
        return self._value()

    def _string(self) -> str:
        self._expect('"')
        pieces = bytearray()
        while True:
            if self.at >= len(self.text):
                raise self._error("a string without an end")
            character = self.text[self.at]
            self.at += 1
            if character == '"':
                return pieces.decode("utf-8", "surrogatepass")
            if character == "$":
                raise self._error("an unescaped $ in a string is a variable")
            if character in "\n\r" or not " " <= character <= "~":
                raise self._error("a raw control or non-ASCII character in a string")
            if character != "\\":
                pieces += character.encode()
                continue
            code = self.text[self.at : self.at + 2]
            if len(code) == 2 and code[0] in _HEX and code[1] in _HEX:
                pieces.append(int(code, 16))
                self.at += 2
            elif code[:1] in _ESCAPES:
                pieces += _ESCAPES[code[0]].encode()
                self.at += 1
            else:
                raise self._error(f"unknown escape {code!r}")

    def _word(self) -> str:
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in _STOPS + "=~$\\":
            self.at += 1
        if start == self.at:
            raise self._error("a word was expected")
        return self.text[start : self.at]

    def _more(self) -> bool:
        return self.at < len(self.text) and self._peek() not in _ENDS + "]})"

    def _skip(self, characters: str) -> None:
        while self.at < len(self.text):
            if self.text.startswith("\\\n", self.at):
                self.at += 2
            elif self.text[self.at] in characters:
                self.at += 1
            else:
                return

    def _peek(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def _expect(self, character: str) -> None:
        if self._peek() != character:
            raise self._error(f"expected {character}")
        self.at += 1

    def _error(self, what: str) -> RscError:
        line = self.text.count("\n", 0, self.at) + 1
        return RscError(f"line {line}: {what}, near {self.text[self.at : self.at + 40]!r}")


VERBS = {"add", "set", "remove", "find", "get", "enable", "disable", "move", "print"}
