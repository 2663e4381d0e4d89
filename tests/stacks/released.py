"""States that released versions wrote, kept in tests/stacks/data (the README there says how), and the clouds of today.

A kept state names objects of a cloud that is gone. `moved` gives these objects the ids that they have in a cloud of
today. Nothing else of the state changes.
"""

import base64
import json
import pickletools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.stacks.keep_state import State, put_over

DATA = Path(__file__).parent / "data"
SITES = ("tokyo", "osaka")
Place = tuple[str | int, ...]

_ADDRESS = r"(?<![0-9.])(?:\d{1,3}\.){3}\d{1,3}(?![0-9.])"
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# vpc-0a1b..., r-rtb-0a1b...1080289494, the end of a load balancer's ARN, and front-0a1b2c3, which the engine named
_ID = r"(?:[A-Za-z]+-)*[0-9a-f]{7,}"
_HOSTED_ZONE = r"Z[0-9A-Z]{12,}"
_SECRET = r"^v1:[0-9A-Za-z+/=:]+$"
GENERATED = re.compile(rf"{_SECRET}|{_ADDRESS}|(?<![0-9A-Za-z])(?:{_UUID}|{_ID}|{_HOSTED_ZONE})(?![0-9A-Za-z])")
# What the AWS plugin writes into a state for itself
OF_THE_AWS_PLUGIN = ("__meta", "__pulumi_raw_state_delta")
_NAMES = ("urn", "type", "parent", "dependencies", "propertyDependencies", "deletedWith")


@dataclass(frozen=True)
class Released:
    """The settings files and the states of both stacks at one moment.

    A directory inside of another one holds only what differs from the outer one.
    """

    directory: Path

    @cached_property
    def base(self) -> "Released | None":
        """What this one differs from."""
        outer = self.directory.parent
        return Released(outer) if any((outer / f"{site}.json").exists() for site in SITES) else None

    def settings(self) -> dict[str, str]:
        """The texts of the settings files by file name."""
        own = {file.name: file.read_text() for file in self.directory.glob("Pulumi*.yaml")}
        return (self.base.settings() if self.base else {}) | own

    def state(self, site: str) -> State:
        """The state of a stack as `pulumi stack import` takes it."""
        kept: State = json.loads((self.directory / f"{site}.json").read_text())
        return put_over(kept, self.base.state(site)) if self.base else kept

    def __str__(self) -> str:
        return str(self.directory.relative_to(DATA))


def all_released() -> list[Released]:
    """Everything that is kept."""
    return [Released(file.parent) for file in sorted(DATA.rglob(f"{SITES[0]}.json"))]


def resources(state: State) -> list[dict[str, Any]]:
    """What a state holds, each after what it depends on."""
    return list(state["deployment"]["resources"])


def provider_path(pickled: str) -> str:
    """The module and the class that a pickle names, read without loading it."""
    names = [arg for op, arg, _ in pickletools.genops(base64.b64decode(pickled)) if op.name == "SHORT_BINUNICODE"]
    return ".".join(str(name) for name in names)


def provider_paths(state: State) -> dict[str, str]:
    """Pickle -> the path that it names, for each dynamic provider of a state."""
    pickled = [one[part]["__provider"] for one in resources(state) for part in ("inputs", "outputs") if is_dynamic(one)]
    return {one: provider_path(one) for one in pickled}


def is_dynamic(resource: dict[str, Any]) -> bool:
    return "__provider" in resource.get("inputs", {})


def moved(old: Mapping[str, State], new: Mapping[str, State]) -> dict[str, State]:
    """The old states by site, with the ids of the cloud that the new states are about.

    What an object is called is taken from the id of the resource with the same URN, and from what a provider said of
    it. What the program said is never taken over: it stays as it was released.
    """
    ids = _renamed(_all_said(old), _all_said(new))
    return {site: _with(state, ids) for site, state in old.items()}


def _renamed(old: Mapping[Place, str], new: Mapping[Place, str]) -> dict[str, str]:
    ids: dict[str, str] = {}
    for place in sorted(old.keys() & new.keys(), key=_doubt):
        before, now = GENERATED.findall(old[place]), GENERATED.findall(new[place])
        if len(before) == len(now):
            for was, is_now in zip(before, now, strict=True):
                ids.setdefault(was, is_now)
    return ids


def _doubt(place: Place) -> tuple[int, str]:
    """Ids first. What stands in a list comes last: the order of some lists is the order of ids."""
    doubt = 0 if place[1:] == ("id",) else 1 + any(isinstance(step, int) for step in place)
    return doubt, str(place)


def _all_said(states: Mapping[str, State]) -> dict[Place, str]:
    return {place: text for state in states.values() for one in resources(state) for place, text in _said(one)}


def _said(resource: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """What the engine and a cloud said of a resource, by place: its id, and what the program does not give."""
    urn, of_the_program = resource["urn"], resource.get("propertyDependencies", {})
    yield (urn, "id"), resource.get("id", "")
    for name, value in resource.get("outputs", {}).items():
        if name not in of_the_program and name not in OF_THE_AWS_PLUGIN:
            yield from _texts((urn, name), value)


def _texts(place: Place, value: Any) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list | dict):
        for step, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts((*place, step), part)


def _with(state: State, ids: Mapping[str, str]) -> State:
    new = [
        {key: value if key in _NAMES else _replaced(value, ids) for key, value in one.items()}
        for one in resources(state)
    ]
    return {**state, "deployment": {**state["deployment"], "resources": new}}


def _replaced(value: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return GENERATED.sub(lambda found: ids.get(found[0], found[0]), value)
    if isinstance(value, dict):
        return {_replaced(key, ids): _replaced(part, ids) for key, part in value.items()}
    return [_replaced(part, ids) for part in value] if isinstance(value, list) else value
