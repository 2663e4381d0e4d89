"""`python -m tests.stacks.keep_state < exported.json > kept.json`: the output of `pulumi stack export`, fit to be kept.

Left out is where the program registered each resource (`sourcePosition`, `stackTrace`): these are paths of the machine
that wrote the state, and the engine does not compare them. Everything else stays.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

State = dict[str, Any]
_PATHS = ("sourcePosition", "stackTrace")
_SECRET, _WRITTEN = "ciphertext", ("created", "modified")
_LINE = 120


def fit(exported: Mapping[str, Any]) -> State:
    """An export without paths of the machine that made it."""
    deployment = exported["deployment"]
    resources = [
        {key: value for key, value in one.items() if key not in _PATHS} for one in deployment.get("resources", [])
    ]
    return {**exported, "deployment": {**deployment, "resources": resources}}


def only_changed(state: Mapping[str, Any], base: Mapping[str, Any]) -> State:
    """`state` with no more than the URN of each resource that is as it is in `base`, an earlier state of the stack."""
    before = {one["urn"]: _meaning(one) for one in base["deployment"]["resources"]}
    resources = [
        {"urn": one["urn"]} if _meaning(one) == before.get(one["urn"]) else one
        for one in state["deployment"]["resources"]
    ]
    return {**state, "deployment": {**state["deployment"], "resources": resources}}


def put_over(changed: Mapping[str, Any], base: Mapping[str, Any]) -> State:
    """The whole state again: the inverse of `only_changed`."""
    before = {one["urn"]: one for one in base["deployment"]["resources"]}
    resources = [before[one["urn"]] if one.keys() == {"urn"} else one for one in changed["deployment"]["resources"]]
    return {**changed, "deployment": {**changed["deployment"], "resources": resources}}


def dumps(value: Any, indent: int = 0) -> str:
    """JSON with one line for what fits in one."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or indent + len(flat) <= _LINE:
        return flat
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}: {dumps(part, indent + 1)}" for key, part in value.items()]
    else:
        parts = [dumps(part, indent + 1) for part in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    separator = ",\n" + " " * (indent + 1)
    return f"{opening}\n{' ' * (indent + 1)}{separator.join(parts)}\n{' ' * indent}{closing}"


def _meaning(value: Any) -> Any:
    """What counts of a resource: a secret is encrypted anew at each run, and dependencies have no order."""
    if isinstance(value, Mapping):
        return {key: _meaning(part) for key, part in value.items() if key not in (_SECRET, *_WRITTEN)}
    if isinstance(value, Sequence) and not isinstance(value, str):
        parts = [_meaning(part) for part in value]
        return sorted(parts) if all(isinstance(part, str) and part.startswith("urn:") for part in parts) else parts
    return value


def main() -> None:
    """Read an export, write what to keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--over", type=Path, help="keep only what differs from this kept state of the stack")
    arguments = parser.parse_args()
    state = fit(json.load(sys.stdin))
    if arguments.over:
        state = only_changed(state, json.loads(arguments.over.read_text()))
    print(dumps(state))


if __name__ == "__main__":
    main()
