"""What the Pulumi engine does with one dynamic resource, without the engine.

Everything crosses the same wire: numbers become floats, None disappears, Unknown is an object.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import dill  # type: ignore[import-untyped]
from pulumi.dynamic import DiffResult, ResourceProvider
from pulumi.dynamic.dynamic import serialize_provider
from pulumi.runtime import rpc


def wire(props: Mapping[str, Any]) -> dict[str, Any]:
    """Properties as the other side of the engine's gRPC sees them."""
    # A loop of its own: asyncio.run would take away the one that Pulumi's mocks expect in this thread.
    loop = asyncio.new_event_loop()
    try:
        sent = loop.run_until_complete(rpc.serialize_properties(dict(props), {}))
    finally:
        loop.close()
    return dict(rpc.deserialize_properties(sent, True))


class CheckFailed(Exception):
    """What the engine reports when check finds fault with the inputs."""


@dataclass
class Engine:
    """One resource: its state, and the verbs called as the engine calls them."""

    provider: type[ResourceProvider]
    owner: str = "nc2-dr/tokyo/thing"
    id: str = ""
    state: dict[str, Any] = field(default_factory=dict)
    inputs: dict[str, Any] = field(default_factory=dict)
    new_first: bool = False
    """Whether the last up replaced by making the new one before deleting the old one."""

    def make(self) -> ResourceProvider:
        """The provider as the provider process unpickles it."""
        pickled: ResourceProvider = dill.loads(dill.dumps(self.provider(), recurse=True))
        return pickled

    def check(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """The checked inputs; raises CheckFailed with the reasons."""
        news = {**inputs, "owner": self.owner, "__provider": serialize_provider(self.provider())}
        result = self.make().check(wire(self.inputs), wire(news))
        if result.failures:
            raise CheckFailed("; ".join(f"{failure.property} {failure.reason}" for failure in result.failures))
        return {**result.inputs, "__provider": news["__provider"]}

    def diff(self, inputs: Mapping[str, Any]) -> DiffResult:
        """What a preview would say."""
        return self.make().diff(self.id, wire(self.state), wire(self.check(inputs)))

    def up(self, inputs: Mapping[str, Any]) -> str:
        """Makes it so: returns "create", "same", "update" or "replace"."""
        news = self.check(inputs)
        if not self.id:
            self._create(news)
            return "create"
        diff = self.make().diff(self.id, wire(self.state), wire(news))
        if not diff.changes:
            self.inputs = news
            return "same"
        self.new_first = False
        if diff.replaces:
            self._replace(news, new_first=not diff.delete_before_replace)
            return "replace"
        outs = self.make().update(self.id, wire(self.state), wire(news)).outs
        self.state, self.inputs = {**(outs or {}), "__provider": news["__provider"]}, news
        return "update"

    def refresh(self) -> bool:
        """Reads the live state; False where the thing is gone."""
        result = self.make().read(self.id, wire(self.state))
        if not result.id:
            self.id, self.state, self.inputs = "", {}, {}
            return False
        provider = self.state["__provider"]
        self.state = {**(result.outs or {}), "__provider": provider}
        if result.inputs is not None:
            self.inputs = {**result.inputs, "__provider": provider}
        return True

    def destroy(self) -> None:
        """Deletes it and forgets it."""
        self.make().delete(self.id, wire(self.state))
        self.id = ""

    def _replace(self, news: dict[str, Any], *, new_first: bool) -> None:
        self.new_first = new_first
        if not new_first:
            self.destroy()
            self._create(news)
            return
        old_id, old_state = self.id, self.state
        self._create(news)
        self.make().delete(old_id, wire(old_state))

    def _create(self, news: dict[str, Any]) -> None:
        result = self.make().create(wire(news))
        self.id, self.inputs = result.id, news
        self.state = {**(result.outs or {}), "__provider": news["__provider"]}
