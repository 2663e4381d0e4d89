"""The table of what is simulated, as Markdown, from the declarations of the nouns."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path

from simulator.prism import v3
from simulator.prism.http import control, routes
from simulator.prism.model import FAULT_KINDS, NAMESPACES, Noun, nouns

_PRISM = Path(__file__).parent / "prism"
FILE = Path(__file__).parents[1] / "docs" / "simulator-coverage.md"
_OPERATIONS = Path(__file__).with_name("official_operations.json")
_METHODS = {"list": "GET", "get": "GET", "create": "POST", "update": "PUT", "delete": "DELETE"}
_HEAD = """\
# What the Prism Central simulator covers

`python -m simulator --coverage` writes this page from the nouns of the simulator, and a test keeps it current.
[simulator.md](simulator.md) tells how to use the simulator.
"""


def render() -> str:
    """The whole page."""
    parts = [_HEAD]
    for namespace in NAMESPACES:
        rows = [_row(noun) for noun in _sorted(namespace)]
        head = "| Entity | Path | Operations | Actions | Query options | Since |\n|---|---|---|---|---|---|"
        parts.append(f"## {namespace}\n\nUnder `/api/{namespace}/v4.N/`.\n\n{head}\n" + "\n".join(rows) + "\n")
    parts += [_v3_part(), _missing_part(), _control_part(), _assumed_part()]
    return "\n".join(parts)


def _sorted(namespace: str) -> list[Noun]:
    found = [noun for noun in nouns().values() if noun.namespace == namespace and (noun.verbs or noun.actions)]
    return sorted(found, key=lambda noun: (noun.path or noun.action_path, noun.kind))


def _row(noun: Noun) -> str:
    paths = [f"`{path}`" for path in (noun.path, noun.flat_path, noun.action_path) if path]
    verbs = [verb for verb in _METHODS if verb in noun.verbs]
    late = {action: minor for action, minor in noun.actions_since.items() if minor != noun.since}
    actions = [f"{a} (4.{late[a]})" if a in late else a for a in sorted(noun.actions)]
    options = sorted(option for option in noun.query if noun.verbs and "list" in noun.verbs)
    cells = [
        noun.kind.replace("_", " "),
        "<br>".join(paths),
        ", ".join(verbs) or "–",
        ", ".join(actions) or "–",
        ", ".join(options) or "–",
        f"4.{noun.since}",
    ]
    return "| " + " | ".join(cells) + " |"


def _v3_part() -> str:
    lines = [f"- `{operation}`" for kind in v3.kinds().values() for operation in kind.operations]
    return f"## v3\n\nUnder `{v3.PREFIX}`.\n\n" + "\n".join(lines) + "\n"


def _missing_part() -> str:
    """What the official clients can call and the simulator does not answer."""
    rows = []
    for namespace, client in json.loads(_OPERATIONS.read_text()).items():
        unknown = [call for call in client["operations"] if not _answered(namespace, call)]
        paths: dict[str, list[str]] = {}
        for call in unknown:
            path, what = _parted(call)
            paths.setdefault(path, []).append(what)
        share = f"{len(client['operations']) - len(unknown)} of {len(client['operations'])}"
        named = ", ".join(f"`{path}` ({', '.join(dict.fromkeys(whats))})" for path, whats in sorted(paths.items()))
        rows.append(f"| {namespace} {client['release']} | {share} | {named} |")
    head = "| Client | Operations answered | Paths with operations that are not |\n|---|---|---|"
    return f"## Not simulated\n\nOf the official Python clients:\n\n{head}\n" + "\n".join(rows) + "\n"


def _answered(namespace: str, call: str) -> bool:
    method, path = call.split(" ")
    return routes.match(method, namespace, re.sub(r"{\w+}", "x", path)) is not None


def _parted(call: str) -> tuple[str, str]:
    """The collection that an operation is in, and the method or the action."""
    method, path = call.split(" ")
    path, _, action = path.partition("/$actions/")
    return re.sub(r"/{\w+}$", "", path), action or method


def _control_part() -> str:
    operations = "\n".join(
        f"- `{method} {control.PREFIX}{name}`: {_first_line(operation)}"
        for (method, name), operation in control.operations().items()
    )
    faults = "\n".join(f"- `{kind}`: {what}" for kind, what in FAULT_KINDS.items())
    return f"## Control API\n\n{operations}\n\n### Faults\n\n{faults}\n"


def _first_line(thing: object) -> str:
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


def _assumed_part() -> str:
    lines = [
        f"- {path.relative_to(_PRISM).as_posix()}: {said}"
        for path in _sources()
        for said in _assumptions(path.read_text())
    ]
    head = "It is not known whether a real Prism Central does these things. The code marks each of them."
    return f"## Assumed\n\n{head}\n\n" + "\n".join(lines) + "\n"


def _sources() -> list[Path]:
    return sorted(_PRISM.rglob("*.py"))


def _assumptions(text: str) -> Iterator[str]:
    """The text after each mark, to the end of its comment or paragraph. A mark alone stands for its line of code."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        code, mark, rest = line.partition("assumed")
        if not mark or not re.match(r":|$", rest):
            continue
        if not rest:
            yield f"`{code.strip().rstrip('# ')}`"
            continue
        said, comment = [rest.removeprefix(":")], "#" in code
        for following in lines[number + 1 :] if '"""' not in rest else ():
            stripped = following.strip()
            if comment and not (stripped.startswith("#") and not code.partition("#")[0].strip()):
                break
            if not stripped or stripped.startswith('"""'):
                break
            said.append(stripped.lstrip("# "))
            if '"""' in stripped:
                break
        told = " ".join(" ".join(said).replace('"""', "").split()).partition(" Raises ")[0]
        statement = code.rpartition("#")[0].strip() if comment else ""
        yield f"{told} (`{statement}`)" if statement else told
