"""An NC2 cluster on AWS and the number of its nodes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pulumi
from pulumi.dynamic import CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult

from errors import OperatorError
from providers.base import CheckedProvider, central, changed_fields, in_a_sentence, known, signatures
from providers.nc2_cluster import by_hand
from providers.nc2_cluster.by_hand import StepByHandError
from providers.nc2_cluster.client import console
from providers.nc2_cluster.foretell import preview
from providers.nc2_cluster.inputs import Nc2ClusterInputs
from providers.nc2_cluster.run import Outcome, Run, WaitingTooLongError, joined
from topology.compute.node_need import LEAST_NODES, MOST_NODES
from topology.compute.node_type import NODE_TYPES

__all__ = ["Nc2Cluster", "Nc2ClusterInputs", "Nc2ClusterProvider", "StepByHandError", "WaitingTooLongError"]

# What is said about a change and does not make one.
_TOLD = frozenset({"reasons", "usd_per_node_hour", "timeout_seconds"})


class Nc2ClusterProvider(CheckedProvider[Nc2ClusterInputs]):
    """Scales a cluster out and in by the NC2 console, or says which step is to be done by hand.

    A cluster is known by its name and region: the console keeps no word of whose it is. One that a stack did not make
    (no ``new``) is scaled, and never ended.
    """

    inputs = Nc2ClusterInputs
    replace_on = ("name", "region", "availability_zone", "node_type")

    def problems(self, inputs: Nc2ClusterInputs) -> Iterable[tuple[str, str]]:
        """What cannot be."""
        if inputs.node_type not in NODE_TYPES:
            yield "node_type", f"is {inputs.node_type!r}: expected one of {', '.join(NODE_TYPES)}"
        if inputs.nodes and not LEAST_NODES <= inputs.nodes <= MOST_NODES:
            yield "nodes", f"is {inputs.nodes}: expected {LEAST_NODES} to {MOST_NODES}, or 0 for no cluster"
        if not inputs.nodes and inputs.new is None:
            yield "nodes", "is 0: expected nodes, as a cluster that was not made here is never terminated"

    @in_a_sentence
    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Also tells of a cluster that is made: of what is created, a preview asks nothing else."""
        result = super().check(olds, news)
        if not olds and not result.failures and result.inputs.get("new") and known(result.inputs):
            preview(self.load(result.inputs), 0)
        return result

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Nodes from and to, with time and money; a change too where a run left other nodes than it should."""
        changed = [name for name in changed_fields(self.inputs, olds, news) if name not in _TOLD]
        wanted = news.get("nodes")
        behind = known(wanted) and olds.get("joined") != wanted
        replaces = [name for name in changed if name in self.replace_on]
        if (changed or behind) and known(news):
            preview(self.load(news), int(olds.get("joined") or 0))
        return DiffResult(changes=bool(changed) or behind, replaces=replaces, delete_before_replace=True)

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called when the state holds no such resource: takes up the cluster of this name, or makes it."""
        inputs = self.load(props)
        return CreateResult(f"{inputs.region}/{inputs.name}", _applied(inputs))

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: the nodes there are now. One that is gone stays in the state with none."""
        inputs, reached = self.load(props), console()
        found = joined(reached, inputs) if reached else Outcome("", by_hand.seen(central, inputs) or 0)
        state = {**inputs.dump(), "cluster_id": found.cluster_id, "joined": found.joined}
        return ReadResult(id_, state, inputs.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called when the nodes are others than they should be."""
        return UpdateResult(_applied(self.load(news)))

    @in_a_sentence
    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Ends a cluster that was made here and runs nothing; leaves every other as it is."""
        inputs = self.load(props)
        if inputs.new is None:
            pulumi.log.info(f"NC2 cluster '{inputs.name}' stays as it is: it was not made here.")
            return
        left = _applied(inputs.model_copy(update={"nodes": 0, "reasons": ["it is no longer declared"]}))
        if left["joined"]:
            raise OperatorError(
                f"NC2 cluster '{inputs.name}' is not terminated, as VMs are still there (see the warning). What is "
                "needed must run elsewhere first, what is not is to be deleted in its Prism Central; then run again."
            )


def _applied(inputs: Nc2ClusterInputs) -> dict[str, Any]:
    reached = console()
    outcome = Run(reached, central, inputs).converge() if reached else by_hand.converge(central, inputs)
    return {**inputs.dump(), "cluster_id": outcome.cluster_id, "joined": outcome.joined}


class Nc2Cluster(signatures.Nc2Cluster, module="nc2", name="Nc2Cluster", provider=Nc2ClusterProvider):
    """The cluster of a site with ``nodes`` nodes; what needs the nodes depends on it.

    ``nodes`` 0: no cluster. ``new``: what one is made with where there is none (see NewCluster); without it the cluster
    is expected to be there, and is never ended.
    """

    cluster_id: pulumi.Output[str]
    """The console's id; empty where there is no cluster, or no access to the console."""
    joined: pulumi.Output[int]
    """How many nodes the cluster had when the last run ended."""
