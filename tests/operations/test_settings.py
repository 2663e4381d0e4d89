"""One value of Pulumi.yaml is changed, whatever the layout, and nothing else."""

import difflib
import re
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from operations import OperationsError
from operations.run.settings import declared, read, with_value, without

NAME = "Pulumi.yaml"
LAYOUTS = {
    "plain": "config:\n  activeRegion: tokyo\n  peering: none\n",
    "a comment behind it": "config:\n  activeRegion: tokyo  # the failover is here\n  peering: none\n",
    "comments before and after": "config:\n  # who is active\n  activeRegion: tokyo\n  # and then\n\n  peering: none\n",
    "double quotes": 'config:\n  activeRegion: "tokyo"\n  peering: none\n',
    "single quotes": "config:\n  activeRegion: 'tokyo' # x\n  peering: none\n",
    "four spaces": "config:\n    activeRegion:   tokyo\n    peering: none\n",
    "declared": "config:\n  activeRegion:\n    type: string\n    default: tokyo\n  peering: none\n",
    "declared, the value first": "config:\n  activeRegion:\n    default: tokyo #x\n    type: string\n  peering: none\n",
    "declared with value": "config:\n  activeRegion:\n    value: tokyo\n  peering: none\n",
    "declared on one line": "config:\n  activeRegion: {type: string, default: tokyo}\n  peering: none\n",
    "all on one line": "config: {activeRegion: tokyo, peering: none}\n",
    "the last line, without an end": "config:\n  peering: none\n  activeRegion: tokyo",
    "the value on its own line": "config:\n  activeRegion:\n    tokyo\n  peering: none\n",
    "Windows line ends": "config:\r\n  activeRegion: tokyo\r\n  peering: none\r\n",
    "the same words elsewhere": "# activeRegion: tokyo\nname: x\ndescription: 'activeRegion: tokyo'\n"
    "config:\n  note: |\n    activeRegion: tokyo\n  activeRegion: tokyo\n  peering: none\nactiveRegion: tokyo\n",
    "letters of other alphabets before it": "# 東京 é\nname: 東京\nconfig:\n  activeRegion: tokyo\n  peering: none\n",
    "no value": "config:\n  activeRegion:\n  peering: none\n",
    "declared without a value": "config:\n  activeRegion:\n    type: string\n  peering: none\n",
    "an anchor that nobody uses": "config:\n  activeRegion: &here tokyo\n  peering: none\n",
    "an explicit tag": "config:\n  activeRegion: !!str tokyo\n  peering: none\n",
    "a folded text": "config:\n  activeRegion: >-\n    tokyo\n  peering: none\n",
    "not there": "config:\n  peering: none\n",
    "not there, with a comment at the end": "config:\n  peering: none # x\n  # the end\nruntime: python\n",
    "not there, braces": "config: {peering: none}\n",
    "not there, a list at the end": "config:\n  peering: none\n  a:\n    - 1\n    - b: 2\n\nruntime: python\n",
    "nothing there": "name: x\nconfig: {}\n",
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_one_value_changes_and_no_other_line(text: str) -> None:
    after = with_value(text, "activeRegion", "osaka", NAME)
    assert declared(yaml.safe_load(after)["config"]["activeRegion"]) == "osaka"
    changed = [line for line in difflib.ndiff(text.splitlines(), after.splitlines()) if line[0] in "+-"]
    assert len(changed) <= 3, changed
    assert re.findall(r"#.*", after) == re.findall(r"#.*", text)


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_the_value_that_is_there_leaves_the_text_as_it_is(text: str) -> None:
    once = with_value(text, "activeRegion", "osaka", NAME)
    assert with_value(once, "activeRegion", "osaka", NAME) == once


@pytest.mark.parametrize(
    ("text", "path", "value", "expected"),
    [
        ("config:\n  sites:\n    default:\n      osaka: {a: 1}\n", "sites.osaka.a", 2, "      osaka: {a: 2}"),
        ("config:\n  sites:\n    default:\n      osaka: {a: 1}\n", "sites.osaka.b", 2, "      osaka: {a: 1, b: 2}"),
        ("config:\n  sites:\n    osaka:\n      a: 1\n      # b\n", "sites.osaka.b", [1], "      b: [1]"),
        ("config:\n  a: 1\n", "dns", {"zone": "x, y"}, "  dns: {default: {zone: 'x, y'}}"),
        ("config:\n  a:\n    b: 1\n    c: 2\n  d: 3\n", "a", {"e": None}, "  d: 3"),
    ],
)
def test_a_value_inside_of_a_key(text: str, path: str, value: object, expected: str) -> None:
    after = with_value(text, path, value, NAME)
    assert expected in after.splitlines()
    place: Any = {key: declared(entry) for key, entry in yaml.safe_load(after)["config"].items()}
    for key in path.split("."):
        place = place[key]
    assert place == value


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("config:\n  home: &home tokyo\n  activeRegion: *home\n", "activeRegion"),
        ("config:\n  activeRegion: &here tokyo\n  home: *here\n", "activeRegion"),
        ("config:\n  peering: none\n", "sites.osaka.compute"),
        ("config:\n  sites: tokyo\n", "sites.osaka"),
        ("name: x\n", "activeRegion"),
        ("config:\n", "activeRegion"),
    ],
)
def test_what_cannot_be_changed_alone_is_refused_with_file_and_key(text: str, path: str) -> None:
    with pytest.raises(OperationsError, match=r"Pulumi\.yaml.*by hand") as refused:
        with_value(text, path, "osaka", NAME)
    assert path.rpartition(".")[0] in str(refused.value)


@pytest.mark.parametrize("text", ["config: [", "- a\n", "config: *unknown\n"])
def test_a_text_that_is_no_mapping_is_refused_by_the_file_s_name(text: str) -> None:
    with pytest.raises(OperationsError, match=r"Pulumi\.yaml"):
        read(text, NAME)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("config:\n  a: 1\n  b:\n    c: 2\n  # d\n  d: 3\n", "config:\n  a: 1\n  # d\n  d: 3\n"),
        ("config:\n  a: 1\n  b: 2", "config:\n  a: 1\n"),
        ("config:\n  a: 1\n", "config:\n  a: 1\n"),
    ],
)
def test_a_key_is_taken_out_with_its_lines(text: str, after: str) -> None:
    assert without(text, "b", NAME) == after


def test_a_key_between_braces_is_not_taken_out() -> None:
    with pytest.raises(OperationsError, match="by hand"):
        without("config: {a: 1, b: 2}\n", "b", NAME)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None)
@given(values=st.dictionaries(st.sampled_from("abcdef"), _VALUES, min_size=1), value=_VALUES, flow=st.booleans())
def test_any_value_of_any_file_can_be_written(values: dict[str, Any], value: object, flow: bool) -> None:
    text = yaml.safe_dump({"name": "x", "config": values}, default_flow_style=flow, allow_unicode=True)
    before = read(text, NAME)
    for key, entry in before["config"].items():
        if isinstance(entry, dict):
            continue
        after = read(with_value(text, key, value, NAME), NAME)
        assert after == {**before, "config": {**before["config"], key: value}}
