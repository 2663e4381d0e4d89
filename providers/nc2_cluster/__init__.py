"""An NC2 cluster on AWS and the number of its nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pulumi
from pulumi.dynamic import CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult

from errors import OperatorError
from providers.base import CheckedProvider, central, changed_fields, in_a_sentence, known, plain, signatures
from providers.nc2_cluster import by_hand
from providers.nc2_cluster.by_hand import StepByHandError
from providers.nc2_cluster.client import console
from providers.nc2_cluster.foretell import preview
from providers.nc2_cluster.inputs import Nc2ClusterInputs
from providers.nc2_cluster.run import Outcome, Run, WaitingTooLongError, shown
from topology.compute import LEAST_NODES, MOST_NODES, NODE_TYPES

__all__ = ["Nc2Cluster", "Nc2ClusterInputs", "Nc2ClusterProvider", "StepByHandError", "WaitingTooLongError"]

# Inputs that are shown with a change and are no change themselves.
_TOLD = frozenset({"reasons", "usd_per_node_hour", "timeout_seconds"})


class Nc2ClusterProvider(CheckedProvider[Nc2ClusterInputs]):
    """Scales a cluster out and in with the NC2 console, or names the step to do by hand there.

    A cluster is found by its name and region, because the console has no ownership marker. A cluster that the stack did
    not make (no ``new``) is scaled and never terminated.
    """

    inputs = Nc2ClusterInputs
    replace_on = ("name", "region", "availability_zone")

    def problems(self, inputs: Nc2ClusterInputs) -> Iterable[tuple[str, str]]:
        """Inputs that contradict the limits of NC2 or one another."""
        if inputs.node_type not in NODE_TYPES:
            yield "node_type", f"is {inputs.node_type!r}: expected one of {', '.join(NODE_TYPES)}"
        if inputs.nodes and not LEAST_NODES <= inputs.nodes <= MOST_NODES:
            yield "nodes", f"is {inputs.nodes}: expected {LEAST_NODES} to {MOST_NODES}, or 0 for no cluster"
        if not inputs.nodes and inputs.new is None:
            yield "nodes", "is 0: expected nodes, because this stack did not make the cluster and never terminates it"

    def changed(self, olds: Mapping[str, Any], news: Mapping[str, Any]) -> list[str]:
        """The inputs that differ. What an earlier release did not declare of a new cluster is no difference."""
        found = [name for name in changed_fields(self.inputs, olds, news) if name not in _TOLD]
        as_before = _as_before(olds.get("new"), news.get("new"))
        return [name for name in found if name != "new" or not as_before]

    @in_a_sentence
    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Also shows the plan of a new cluster: at preview, the engine calls nothing else for a new resource."""
        result = super().check(olds, news)
        if not olds and not result.failures and result.inputs.get("new") and known(result.inputs):
            preview(self.load(result.inputs), 0)
        return result

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Shows the change of nodes, its time and its cost. Other nodes than declared are a change, too."""
        changed = self.changed(olds, news)
        wanted = news.get("nodes")
        behind = known(wanted) and olds.get("joined") != wanted
        replaces = [name for name in changed if name in self.replace_on]
        if (changed or behind) and known(news):
            preview(self.load(news), int(olds.get("joined") or 0))
        return DiffResult(changes=bool(changed) or behind, replaces=replaces, delete_before_replace=True)

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called if the state does not hold the resource: adopts the cluster of this name, or makes it."""
        inputs = self.load(props)
        return CreateResult(f"{inputs.region}/{inputs.name}", _applied(inputs))

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: the present nodes. A cluster that is gone stays in the state with 0 nodes."""
        inputs, reached = self.load(props), console()
        found = shown(reached, inputs) if reached else Outcome("", by_hand.seen(central, inputs) or 0)
        return ReadResult(id_, _state(inputs, found, props), inputs.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called if the nodes are not as declared."""
        return UpdateResult(_applied(self.load(news), olds))

    @in_a_sentence
    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Terminates a cluster that this stack made and that has no VMs. Leaves every other cluster unchanged."""
        inputs = self.load(props)
        if inputs.new is None:
            pulumi.log.info(f"NC2 cluster '{inputs.name}' stays, because this stack did not make it.")
            return
        left = _applied(inputs.model_copy(update={"nodes": 0, "reasons": ["it is no longer declared"]}))
        if left["joined"]:
            raise OperatorError(
                f"NC2 cluster '{inputs.name}' was not terminated, because it still has VMs (see the warning). Check "
                "that the VMs you need run elsewhere. Delete the others in its Prism Central, then run pulumi up again."
            )


def _as_before(old: Any, new: Any) -> bool:
    """Whether the request for a cluster is as before, but for what an earlier release did not declare."""
    both = isinstance(old, dict) and isinstance(new, dict) and known(new)
    return both and set(old) <= set(new) and all(plain(new[name]) == plain(old[name]) for name in old)


def _applied(inputs: Nc2ClusterInputs, olds: Mapping[str, Any] | None = None) -> dict[str, Any]:
    reached = console()
    outcome = Run(reached, central, inputs).converge() if reached else by_hand.converge(central, inputs)
    return _state(inputs, outcome, olds or {})


def _state(inputs: Nc2ClusterInputs, outcome: Outcome, olds: Mapping[str, Any]) -> dict[str, Any]:
    """The addresses of the Prism Central stay as they were while the console does not tell them."""
    before = olds.get("prism_central_addresses") if outcome.joined else None
    addresses = list(outcome.prism_central or before or ())
    return {
        **inputs.dump(),
        "cluster_id": outcome.cluster_id,
        "joined": outcome.joined,
        "prism_central_addresses": addresses,
    }


class Nc2Cluster(signatures.Nc2Cluster, module="nc2", name="Nc2Cluster", provider=Nc2ClusterProvider):
    """The cluster of a site with ``nodes`` nodes. Resources that need the nodes depend on it.

    With ``nodes`` 0 there is no cluster. ``new`` is how the cluster is made if there is none (see NewCluster). Without
    ``new`` the cluster must exist, and is never terminated.
    """

    cluster_id: pulumi.Output[str]
    """The id in the console. Empty without a cluster, or without access to the console."""
    joined: pulumi.Output[int]
    """The number of nodes at the end of the last run."""
    prism_central_addresses: pulumi.Output[list[str] | None]
    """Where the Prism Central of a ``new`` cluster answers, as the console shows it, its virtual address first.

    Empty where the console does not tell. None in the state of an earlier release, until a refresh.
    """
