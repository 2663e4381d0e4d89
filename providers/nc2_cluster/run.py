"""Brings a cluster to its nodes: looks first, asks the console once, waits, and takes up what an earlier run began."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import pulumi

from nc2_console import Cluster, Console, ConsoleError, ConsoleTaskFailedError, NewAwsCluster, Task
from prism import ConfigurationError, PrismCentral, UnreachableError
from providers.base import Progress
from providers.nc2_cluster.inputs import Nc2ClusterInputs
from providers.nc2_cluster.messages import planned
from providers.nc2_cluster.use import InUse, in_use

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
# Prism Central shows a node some time after the console calls it running.
_SHOWN_SECONDS = 900.0


class WaitingTooLongError(ConsoleError):
    """The console still works at our deadline. It goes on without us."""


Reach = Callable[[], PrismCentral]
"""The cluster's Prism Central, asked for when it is needed: before there is a cluster, the environment names none."""


@dataclass(frozen=True)
class Outcome:
    """The console's id of the cluster and its nodes; no id and 0 nodes where there is none."""

    cluster_id: str
    joined: int


class Run:
    """One run against the console; `reach` leads to the Prism Central of the cluster, once there is one."""

    def __init__(self, console: Console, reach: Reach, inputs: Nc2ClusterInputs) -> None:
        self._console, self._reach, self._inputs = console, reach, inputs
        self._deadline = time.monotonic() + inputs.timeout_seconds
        self._progress = Progress()

    def converge(self) -> Outcome:
        """Makes it so. Raises OperatorError; whatever was begun goes on, and the next run takes it up."""
        inputs = self._inputs
        cluster = self._settled(self._console.clusters.find(inputs.name, inputs.region))
        if inputs.nodes == 0:
            return self._end(cluster) if cluster else Outcome("", 0)
        if cluster is None:
            cluster = self._create()
        elif cluster.joined != inputs.nodes or cluster.failed:
            cluster = self._scale(cluster)
        if cluster.joined == inputs.nodes:
            self._expect_shown()
        return Outcome(cluster.id, cluster.joined)

    def _settled(self, cluster: Cluster | None) -> Cluster | None:
        """The cluster when what an earlier run, or somebody else, began with it is over; None where it is gone."""
        if cluster is None or (cluster.status == "running" and not cluster.coming):
            return cluster
        if cluster.status == "hibernated":
            pulumi.log.info(f"NC2 cluster '{cluster.name}' is hibernated and is resumed.")
            return self._wait(cluster.id, self._console.clusters.resume(cluster))
        pulumi.log.info(f"NC2 cluster '{cluster.name}' is {cluster.status}: waiting for what was begun with it.")
        settled = self._wait(cluster.id)
        return None if settled.is_gone else settled

    def _create(self) -> Cluster:
        inputs = self._inputs
        if inputs.new is None:
            raise ConsoleError(
                f"There is no NC2 cluster '{inputs.name}' in {inputs.region}. Correct the site's `cluster` and "
                "`region`, or make the cluster in the NC2 console; only a site of mode zero-compute makes its own."
            )
        pulumi.log.info(planned(inputs, 0))
        task = self._console.create(
            NewAwsCluster(
                name=inputs.name,
                region=inputs.region,
                availability_zone=inputs.availability_zone,
                node_type=inputs.node_type,
                nodes=inputs.nodes,
                **inputs.new.model_dump(exclude={"access_cidrs"}),
                access_cidrs=tuple(inputs.new.access_cidrs),
            )
        )
        cluster_id = task.cluster_id or self._id_of_new()
        return self._wait(cluster_id, task)

    def _id_of_new(self) -> str:
        found = self._console.clusters.find(self._inputs.name, self._inputs.region)
        if found is None:
            raise ConsoleError(
                f"The NC2 console took the request for cluster '{self._inputs.name}' and does not show it yet. "
                "Look at its tasks there, then run pulumi up again: it takes up the cluster by its name."
            )
        return found.id

    def _scale(self, cluster: Cluster) -> Cluster:
        inputs = self._inputs
        self._expect_type(cluster)
        nodes = inputs.nodes if inputs.nodes >= cluster.joined else self._kept(cluster)
        if nodes == cluster.joined and not cluster.failed:
            return cluster
        pulumi.log.info(planned(inputs.model_copy(update={"nodes": nodes}), cluster.joined))
        task = self._console.clusters.set_nodes(cluster, inputs.node_type, nodes)
        return self._wait(cluster.id, task)

    def _kept(self, cluster: Cluster) -> int:
        """How many nodes a scale-in leaves: never fewer than what runs there needs."""
        inputs, use = self._inputs, self._use()
        needed = max(inputs.nodes, use.need.nodes) if use.running else inputs.nodes
        if needed > inputs.nodes:
            kept = min(needed, cluster.joined)
            pulumi.log.warn(
                f"NC2 cluster '{cluster.name}' keeps {kept} nodes and not {inputs.nodes}: {_listed(use)} still run "
                f"there. Once they are off, pulumi up scales it in."
            )
            return kept
        return inputs.nodes

    def _end(self, cluster: Cluster) -> Outcome:
        inputs = self._inputs
        if inputs.new is None:
            raise ConsoleError(f"NC2 cluster '{inputs.name}' is never terminated here: it was not made here.")
        try:
            use = self._use()
        except UnreachableError:
            # Lost, or terminated half: nothing of it can be in use.
            use = None
        if use is not None and use.all:
            pulumi.log.warn(f"NC2 cluster '{cluster.name}' stays with its {cluster.joined} nodes. {left_there(use)}")
            return Outcome(cluster.id, cluster.joined)
        pulumi.log.info(planned(inputs, cluster.joined))
        self._wait(cluster.id, self._console.clusters.terminate(cluster))
        return Outcome("", 0)

    def _use(self) -> InUse:
        use = in_use(self._reach(), self._inputs.name, self._inputs.node_type)
        if use is None:
            raise ConfigurationError(
                f"The Prism Central at PRISM_ENDPOINT does not show cluster '{self._inputs.name}', so what of it is in "
                "use cannot be told, and no node is taken away. Set PRISM_ENDPOINT to this site's, then run again."
            )
        return use

    def _wait(self, cluster_id: str, task: Task | None = None) -> Cluster:
        """The cluster when nothing is under way with it any more. Raises when nodes did not join."""
        pause = FIRST_PAUSE
        while True:
            task = self._console.tasks.get(task.id) if task else None
            cluster = self._console.clusters.get(cluster_id)
            if task and task.failed:
                raise ConsoleTaskFailedError(_why(self._inputs, cluster, task.reason))
            if (task is None or task.status == "done") and not _under_way(cluster):
                if cluster.failed or cluster.status in ("creation_failed", "resuming_failed", "hibernation_failed"):
                    raise ConsoleTaskFailedError(_why(self._inputs, cluster, ""))
                return cluster
            self._progress.say(_progress(cluster))
            if time.monotonic() + pause > self._deadline:
                raise WaitingTooLongError(
                    f"NC2 cluster '{cluster.name}' is not ready after {self._inputs.timeout_seconds / 60:.0f} minutes: "
                    f"{_progress(cluster)}. The console goes on by itself: look at its tasks there, then run pulumi up "
                    "again, which takes up what it has done."
                )
            time.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 1.5)

    def _expect_type(self, cluster: Cluster) -> None:
        kinds = {part.host_type for part in cluster.capacity} or {self._inputs.node_type}
        if kinds != {self._inputs.node_type}:
            raise ConsoleError(
                f"NC2 cluster '{cluster.name}' has nodes of {', '.join(sorted(kinds))}, and the site's "
                f"compute.nodeType is {self._inputs.node_type}. Only clusters of one node type are scaled here: "
                "correct nodeType, or scale it in the NC2 console."
            )

    def _expect_shown(self) -> None:
        """Waits until the site's Prism Central shows the nodes: what comes next is done there."""
        inputs, deadline = self._inputs, min(self._deadline, time.monotonic() + _SHOWN_SECONDS)
        pause = FIRST_PAUSE
        while True:
            try:
                use = in_use(self._reach(), inputs.name, inputs.node_type)
                shown = "does not show the cluster" if use is None else f"shows {use.nodes} of its nodes"
                if use is not None and use.nodes >= inputs.nodes:
                    return
            except UnreachableError:
                shown = "does not answer"
            except ConfigurationError as error:
                shown, deadline = f"is not known: {str(error).rstrip('.')}", 0.0
            if time.monotonic() + pause > deadline:
                raise ConfigurationError(
                    f"NC2 cluster '{inputs.name}' has its {inputs.nodes} nodes, but the Prism Central at "
                    f"PRISM_ENDPOINT {shown}. A new cluster has a new Prism Central: its address is in the NC2 "
                    "console; set PRISM_ENDPOINT and its credentials to it, then run pulumi up again."
                )
            self._progress.say(f"The nodes of '{inputs.name}' run; Prism Central {shown} yet")
            time.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 1.5)


def joined(console: Console, inputs: Nc2ClusterInputs) -> Outcome:
    """What there is now. Raises ConsoleError."""
    cluster = console.clusters.find(inputs.name, inputs.region)
    return Outcome(cluster.id, cluster.joined) if cluster else Outcome("", 0)


def _under_way(cluster: Cluster) -> bool:
    resting = ("running", "hibernated", "terminated", "creation_failed", "resuming_failed", "hibernation_failed")
    return cluster.coming > 0 or cluster.status not in resting


def _progress(cluster: Cluster) -> str:
    counts = f"{cluster.joined} of {cluster.wanted} nodes run"
    more = f", {cluster.coming} on their way" if cluster.coming else ""
    failed = f", {len(cluster.failed)} failed" if cluster.failed else ""
    return f"NC2 cluster '{cluster.name}' is {cluster.status}: {counts}{more}{failed}"


def _why(inputs: Nc2ClusterInputs, cluster: Cluster, reason: str) -> str:
    names = ", ".join(host.name for host in cluster.failed)
    missing = max(0, inputs.nodes - cluster.joined)
    what = f"{missing} of {inputs.nodes} nodes are missing" + (f" ({names} failed)" if names else "")
    said = f" The console says: {reason}." if reason else ""
    return (
        f"NC2 cluster '{cluster.name}' has {cluster.joined} nodes of {inputs.node_type} in {inputs.availability_zone}; "
        f"{what}.{said} The nodes that joined stay. Run pulumi up again to ask for the missing ones once more; where "
        "the zone has no such instances, reserve them (On-Demand Capacity Reservation) or lower activeNodes."
    )


def _listed(use: InUse) -> str:
    some = ", ".join(use.running[:5])
    more = f" and {len(use.running) - 5} more" if len(use.running) > 5 else ""
    return f"{some}{more} ({use.need.nodes} nodes needed)"


def left_there(use: InUse) -> str:
    """Why a cluster is not ended: it would take these VMs along. A planned failback leaves none behind."""
    off = [name for name in use.all if name not in use.running]
    some = f"{', '.join(off[:5])}{f' and {len(off) - 5} more' if len(off) > 5 else ''}"
    parts = [
        f"{_listed(use)} still run there." if use.running else "",
        f"{some} are there, though off, and may be the only copy: see that they run elsewhere, then delete them in its "
        "Prism Central."
        if off
        else "",
        "Once no VM is there, pulumi up terminates it.",
    ]
    return " ".join(part for part in parts if part)
