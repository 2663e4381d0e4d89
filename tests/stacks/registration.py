"""The program on Pulumi's mocks, answered by a kept state: what it registers is what the engine would compare.

Each resource answers with the id and the outputs that the kept state has for its URN, so what is registered after it
holds the kept ids. Neither an engine nor a cloud is needed.
"""

import base64
import json
import pickle
import re
import runpy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
import yaml
from pulumi.runtime import rpc
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, MockResourceArgs, Mocks, set_mocks
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.settings import get_root_resource, set_root_resource
from pulumi.runtime.sync_await import _sync_await

from operations.run import ROOT
from operations.run.project import SETTINGS
from providers import failover, store_recovery
from providers.base import CheckedProvider, changed_fields, coerce
from providers.recovery import Stay
from tests.stacks.keep_state import State
from tests.stacks.released import OF_THE_AWS_PLUGIN, SITES, Released, resources

_CIPHERTEXT = "ciphertext"
_MADE_BY_THE_ENGINE = re.compile(r"::pulumi:providers:[^:]+::default")
_NOT_COMPARED = ("usd_per_node_hour", "reasons")
"""Inputs of which the provider only tells: prices follow the price lists, and reasons are sentences."""
_DECIDE: dict[type, Callable[[Any, Mapping[str, Any]], object]] = {
    failover.FailoverProvider: failover.decide,
    store_recovery.StoreRecoveryProvider: store_recovery.decide,
}
_SENTENCES = ("limits",)
"""Outputs of the stack that people read."""


@dataclass(frozen=True)
class Registration:
    """A resource as the program asks for it. `inputs`: as they are before its provider checks them."""

    urn: str
    parent: str
    inputs: Mapping[str, Any]


@dataclass
class Registered:
    """All that the program of a stack asks for, by URN, and the outputs of the stack."""

    resources: dict[str, Registration] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)


def register(released: Released, site: str, project: str = "nc2-dr", *, other_is_lost: bool = False) -> Registered:
    """Run the program of a site with the settings and the states that were released, or without the other's state."""
    other = next(name for name in SITES if name != site)
    others = {} if other_is_lost else _outputs(released.state(other))
    monitor = _Monitor(released.state(site), {site: _outputs(released.state(site)), other: others})
    set_root_resource(None)  # type: ignore[arg-type]  # of an earlier run, perhaps of the other stack
    set_mocks(monitor.mocks, project=project, stack=site, preview=False, monitor=monitor)
    pulumi.runtime.set_all_config(
        {
            f"{project}:{key}": value if isinstance(value, str) else json.dumps(value)
            for key, value in _configuration(released).items()
        }
    )
    run: Any = pulumi.runtime.test
    run(lambda: _program(monitor.registered))()
    return monitor.registered


def _program(registered: Registered) -> pulumi.Output[None]:
    runpy.run_path(str(ROOT / "__main__.py"))
    root: Any = get_root_resource()
    assert root is not None
    return pulumi.Output.all(**root.outputs).apply(registered.outputs.update)


def _configuration(released: Released) -> dict[str, Any]:
    """As the engine reads it. The stacks' own files set nothing."""
    entries = yaml.safe_load(released.settings()[SETTINGS])["config"]
    return {key: one["default"] if isinstance(one, dict) else one for key, one in entries.items()}


def _outputs(state: State) -> dict[str, Any]:
    return next(dict(one["outputs"]) for one in resources(state) if one["type"] == "pulumi:pulumi:Stack")


class _Answers(Mocks):
    """What the program asks of others: the outputs of both stacks' last runs, and of AWS whose account this is."""

    def __init__(self, outputs: Mapping[str, Mapping[str, Any]]) -> None:
        self.outputs = outputs

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        raise AssertionError(f"The monitor answers for resources itself; it was asked for {args.name}.")

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        if args.token == "pulumi:pulumi:readStackOutputs":
            return {"name": args.args["name"], "outputs": dict(self.outputs[args.args["name"].split("/")[-1]])}, []
        if args.token == "aws:index/getCallerIdentity:getCallerIdentity":
            return {"accountId": "123456789012"}, []
        raise AssertionError(f"The program asked for {args.token}. Give it an answer here.")


class _Monitor(MockMonitor):
    """Takes registrations as the engine does: a URN holds the types of all parents."""

    def __init__(self, state: State, outputs: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__(_Answers(outputs))
        self.registered = Registered()
        self._kept = {one["urn"]: one for one in resources(state)}

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        of_parent = parent.split("::")[2] if parent else "pulumi:pulumi:Stack"
        qualified = type_ if of_parent == "pulumi:pulumi:Stack" else f"{of_parent}${type_}"
        return f"urn:pulumi:{pulumi.get_stack()}::{pulumi.get_project()}::{qualified}::{name}"

    def RegisterResource(self, request: Any) -> resource_pb2.RegisterResourceResponse:
        urn = self.make_urn(request.parent, request.type, request.name)
        inputs = rpc.deserialize_properties(request.object)
        self.registered.resources[urn] = Registration(urn, request.parent, inputs)
        kept = self._kept.get(urn, {"id": f"{request.name} is new", "outputs": inputs})
        outputs = _readable(
            {name: one for name, one in kept.get("outputs", {}).items() if name not in OF_THE_AWS_PLUGIN}
        )
        answer = _sync_await(rpc.serialize_properties(outputs, {})) if request.custom else None
        return resource_pb2.RegisterResourceResponse(urn=urn, id=kept.get("id", ""), object=answer)


def _readable(value: Any) -> Any:
    """With a word in the place of each secret."""
    if isinstance(value, dict):
        return "secret" if _CIPHERTEXT in value else {key: _readable(part) for key, part in value.items()}
    return [_readable(part) for part in value] if isinstance(value, list) else value


def loaded(provider: str) -> CheckedProvider[Any]:
    """The provider that a state holds in `__provider`, as the provider process loads it."""
    found: CheckedProvider[Any] = pickle.loads(base64.b64decode(provider))
    return found


def differences(state: State, registered: Registered) -> Iterator[str]:
    """One sentence for whatever `pulumi up` would change in this state, and for each stack output that would."""
    kept = {one["urn"]: one for one in resources(state) if not _MADE_BY_THE_ENGINE.search(one["urn"])}
    yield from (f"{urn} would be created" for urn in registered.resources.keys() - kept.keys())
    yield from (f"{urn} would be deleted" for urn in kept.keys() - registered.resources.keys())
    for urn in kept.keys() & registered.resources.keys():
        one, asked = kept[urn], registered.resources[urn]
        if one.get("parent", "") != asked.parent:
            yield f"{urn} would have the parent {asked.parent}"
        for name, was, now in _changed(one, asked.inputs):
            yield f"{urn} would have the input {name}: {now}; it is {was}"
    for name, was in _outputs(state).items():
        if name not in registered.outputs or (name not in _SENTENCES and registered.outputs[name] != was):
            yield f"the stack would have the output {name}: {registered.outputs.get(name)}; it is {was}"


def _changed(kept: Mapping[str, Any], asked: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Inputs that are not what they were: name, kept value, value asked for.

    A provider of AWS puts names and defaults beside what the program asks for. The state says by property what the
    program asked for.
    """
    was: dict[str, Any] = kept.get("inputs", {})
    if "__provider" in was:
        yield from _changed_by_us(kept, was, asked)
        return
    for name in sorted({*kept.get("propertyDependencies", {}), *asked}):
        if was.get(name) != asked.get(name):
            yield name, was.get(name), asked.get(name)


def _changed_by_us(
    kept: Mapping[str, Any], was: Mapping[str, Any], asked: Mapping[str, Any]
) -> Iterator[tuple[str, Any, Any]]:
    """As the diff of our own provider compares. A provider that decides takes up a new input at the next failover."""
    provider = loaded(asked["__provider"])
    now, _ = coerce(provider.inputs, asked)
    changed = changed_fields(provider.inputs, {**kept["outputs"], **was}, now)
    decide = _DECIDE.get(type(provider))
    if decide is not None:
        changed = [name for name in changed if name in was]
        transition = decide(provider.load(now), kept["outputs"])
        if not isinstance(transition, Stay):
            yield "that decides", "Stay", transition
    if asked["__provider"] != was["__provider"]:
        changed.append("__provider")
    now["__provider"] = asked["__provider"]
    yield from ((name, was.get(name), now.get(name)) for name in changed if name not in _NOT_COMPARED)
