"""Names, comments and keys are one value each, whatever they hold."""

import string

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mikrotik import design, from_description, router, script, version
from mikrotik.connection.pre_shared_keys import is_placeholder
from mikrotik.routeros.quote import comment_line, duration, quote, value
from tests.mikrotik import grammar, rsc
from tests.mikrotik.cases import local
from tests.mikrotik.connections import KEYS, describe
from tests.mikrotik.foreign_router import foreign

HOSTILE = [
    'a"; /system reset-configuration; #',
    "$secret",
    "[/user add name=x group=full]",
    "back\\slash\\",
    "question?mark",
    "line\nend",
    "(1+1)",
    "{a;b}",
    "é漢\x00\x7f",
    "\\22; /quit",
    "",
]


@pytest.mark.slow
@given(st.text())
@settings(max_examples=100)
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    _reads_back(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_read_back_as_they_were(text: str) -> None:
    _reads_back(text)


def _reads_back(text: str) -> None:
    for spelled in (quote(text), value(text)):
        assert spelled.isascii()
        assert spelled.isprintable()
        (command,) = rsc.parse(f":put {spelled}").commands
        (argument,) = command.arguments
        assert (argument.value or rsc.Text(str(argument.name))) == rsc.Text(text)


@given(st.text())
def test_a_comment_line_stays_one_line(text: str) -> None:
    assert len(comment_line(text).splitlines()) == 1
    assert rsc.parse(comment_line(text)).commands == ()


# A failing example is a whole script; making it smaller would take minutes.
NO_SHRINKING = (Phase.explicit, Phase.generate)
KEY = st.text(string.ascii_letters + string.digits + string.punctuation, min_size=1, max_size=64).filter(
    lambda key: not is_placeholder(key)
)
INTERFACE = st.text(string.ascii_letters + string.digits + string.punctuation + " ", min_size=1, max_size=40)


@given(name=st.text(), keys=st.tuples(KEY, KEY), interface=INTERFACE)
@settings(max_examples=4, deadline=None, phases=NO_SHRINKING)
def test_a_script_of_hostile_values_does_what_that_of_plain_ones_does(
    name: str, keys: tuple[str, str], interface: str
) -> None:
    description = describe(keys=keys, name=name)
    made = design(from_description(description), router(None, local(wanInterface=interface)), version("7.20.1"))
    text = script(made, reveal=True)
    assert grammar.problems(rsc.parse(text), "7.20") == []
    hostile, plain = foreign("7.20.1", interface), foreign("7.20.1")
    hostile.run(text)
    plain.run(script(design(from_description(describe()), router(None, local()), version("7.20.1")), reveal=True))
    assert [entry["secret"] for entry in hostile.entries("/ip ipsec identity")[1:]] == list(keys)
    for menu, entries in plain.state().items():
        wanted = [
            {
                argument: interface if spelled == "ether1" else dict(zip(KEYS, keys, strict=True)).get(spelled, spelled)
                for argument, spelled in entry.items()
            }
            for entry in entries
        ]
        assert hostile.state()[menu] == wanted


@given(st.integers(0, 10**7))
def test_a_duration_is_exact(seconds: int) -> None:
    units = {"w": 604800, "d": 86400, "h": 3600, "m": 60, "s": 1}
    total, number = 0, ""
    for character in duration(seconds):
        if character.isdigit():
            number += character
        else:
            total, number = total + int(number) * units[character], ""
    assert total == seconds
