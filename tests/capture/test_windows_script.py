"""The PowerShell document, parsed by a real grammar; nothing here can run it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import tree_sitter_powershell
from tree_sitter import Language, Node, Parser

from capture.documents import WINDOWS, script

_CHANGES = ("Set-", "New-", "Remove-", "Out-File", "Install-", "Start-", "Invoke-WebRequest", "Add-", "Enable-")


def parse(source: str) -> Node:
    return Parser(Language(tree_sitter_powershell.language())).parse(source.encode()).root_node


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from nodes(child)


def faults(source: str) -> list[str]:
    return [str(node) for node in nodes(parse(source)) if node.type == "ERROR" or node.is_missing]


def commands(source: str) -> set[str]:
    found = (node for node in nodes(parse(source)) if node.type == "command_name")
    return {node.text.decode() for node in found if node.text}


def test_it_is_powershell() -> None:
    assert faults(script(WINDOWS)) == []


@pytest.mark.parametrize("broken", ["if ($a { 1 }", "foreach ($x in 1) {", "@{ a = }", "'open"])
def test_the_grammar_finds_what_is_broken(broken: str) -> None:
    assert faults(script(WINDOWS) + "\n" + broken) != []


def test_it_calls_what_windows_ships_and_changes_nothing() -> None:
    called = commands(script(WINDOWS))
    assert {"Invoke-RestMethod", "Get-NetIPInterface", "ConvertTo-Json"} <= called
    allowed = {"Set-StrictMode"}
    assert [name for name in called - allowed if name.startswith(_CHANGES)] == []


def test_every_request_to_the_metadata_service_carries_a_token_or_asks_for_one() -> None:
    requests = [
        node.text.decode()
        for node in nodes(parse(script(WINDOWS)))
        if node.type == "command" and node.text and node.text.startswith(b"Invoke-RestMethod")
    ]
    assert len(requests) == 3
    assert all("-Headers $headers" in one or "-Headers $ttl" in one for one in requests)


def test_no_brace_pair_is_read_as_a_parameter_of_the_document() -> None:
    assert "{{" not in script(WINDOWS)
