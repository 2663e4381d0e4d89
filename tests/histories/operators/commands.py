"""What a refusal tells the operator to do, read as an operator reads it: commands in their order, by alternative.

A question begins an alternative: ``Want tokyo back? 1. Set activeRegion: ...``. What stands before the first question
and holds a command is what to do without any question; an alternative that begins with step 2 goes on from there. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUESTION = re.compile(r"(?:^|(?<=[.)] ))([A-Z][^.?:]*\?)")
_COMMAND = re.compile(
    r"activeRegion: (?P<active>[a-z]+)|failoverMode: (?P<mode>[a-z]+)|flipNumber: (?P<number>\d+)"
    r"|acceptedRisks: \{flip: (?P<accept>\d+)|pulumi up --stack (?P<up>[a-z]+)|(?P<pull>git pull)"
)
_FACT = re.compile(r"activeRegion is \w+|acceptedRisks is for flip \d+")


@dataclass(frozen=True)
class Command:
    """``verb`` is active, mode, number or accept (a key of the configuration and its new value), up (of the stack
    ``value``), or pull (the newest checkout).
    """

    verb: str
    value: str


@dataclass(frozen=True)
class Alternative:
    """``question`` is what the operator is to decide; empty where there is nothing to decide."""

    question: str
    commands: tuple[Command, ...]

    @property
    def pulls(self) -> bool:
        """Whether it is for somebody with an old checkout."""
        return any(command.verb == "pull" for command in self.commands)


def alternatives(text: str) -> list[Alternative]:
    """All that have a command."""
    first, *more = _QUESTION.split(text)
    begun = _commands(first)
    found = [Alternative("", begun)]
    for question, what in zip(more[::2], more[1::2], strict=True):
        found.append(Alternative(question, (*(begun if what.startswith(" 2.") else ()), *_commands(what))))
    return [one for one in found if one.commands]


def ways_out(text: str) -> list[Alternative]:
    """Those for an operator whose checkout is the newest, and who has lost no site."""
    return [found for found in alternatives(text) if not found.pulls and not found.question.endswith(" lost?")]


def _commands(text: str) -> tuple[Command, ...]:
    found = (match.groupdict() for match in _COMMAND.finditer(_FACT.sub("", text)))
    return tuple(Command(verb, value) for one in found for verb, value in one.items() if value)
