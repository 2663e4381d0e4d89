"""Brings a cluster to its declared nodes: reads, sends one request, waits, and continues what an earlier run began."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import pulumi

from nc2_console import Cluster, Console, ConsoleError, ConsoleTaskFailedError, NewAwsCluster, Task
from prism import ConfigurationError, PrismCentral, UnreachableError
from providers.base import Progress
from providers.nc2_cluster.inputs import Nc2ClusterInputs, NewCluster
from providers.nc2_cluster.limits import asked
from providers.nc2_cluster.messages import planned
from providers.nc2_cluster.prism_address import to_set, told, told_of_new
from providers.nc2_cluster.types import expect_new, expect_scalable
from providers.nc2_cluster.use import InUse, in_use

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
# Prism Central shows a node some time after the console shows it as running.
_SHOWN_SECONDS = 900.0


class WaitingTooLongError(ConsoleError):
    """The console has not finished at our deadline. It goes on without us."""


Reach = Callable[[], PrismCentral]
"""Gives the Prism Central of the cluster. A function, because the environment names none before there is a cluster."""


@dataclass(frozen=True)
class Outcome:
    """The id of the cluster in the console, and its nodes. No id and 0 nodes if there is no cluster.

    ``prism_central``: the addresses of its Prism Central, if this stack made the cluster and the console tells them.
    """

    cluster_id: str
    joined: int
    prism_central: tuple[str, ...] = ()
    hibernated: bool = False


class Run:
    """One run against the console. `reach` gives the Prism Central of the cluster once there is one."""

    def __init__(self, console: Console, reach: Reach, inputs: Nc2ClusterInputs) -> None:
        self._console, self._reach, self._inputs = console, reach, inputs
        self._deadline = time.monotonic() + inputs.timeout_seconds
        self._progress = Progress()

    def converge(self) -> Outcome:
        """Brings the cluster to its nodes. Raises OperatorError. The next run continues what was begun."""
        inputs = self._inputs
        cluster = self._settled(self._console.clusters.find(inputs.name, inputs.region))
        if inputs.nodes == 0:
            return self._end(cluster) if cluster else Outcome("", 0)
        if cluster is None:
            cluster = self._create()
        elif cluster.joined != inputs.nodes or cluster.failed:
            cluster = self._scale(cluster)
        addresses = told_of_new(self._console, cluster, inputs)
        if cluster.joined == inputs.nodes:
            self._expect_shown(addresses)
        return Outcome(cluster.id, cluster.joined, addresses)

    def _settled(self, cluster: Cluster | None) -> Cluster | None:
        """The cluster after a change by an earlier run or by somebody else has ended. None if the cluster is gone."""
        if cluster is None or (cluster.status == "running" and not cluster.coming):
            return cluster
        if cluster.status == "hibernated":
            pulumi.log.info(f"NC2 cluster '{cluster.name}' is hibernated. It will be resumed.")
            return self._wait(cluster.id, self._console.clusters.resume(cluster))
        pulumi.log.info(f"NC2 cluster '{cluster.name}' is {cluster.status}. Waiting until that has ended.")
        settled = self._wait(cluster.id)
        return None if settled.is_gone else settled

    def _create(self) -> Cluster:
        inputs = self._inputs
        if inputs.new is None:
            raise ConsoleError(
                f"There is no NC2 cluster '{inputs.name}' in {inputs.region}. Correct `cluster` and `region` of the "
                "site, or make the cluster in the NC2 console. Only a zero-compute site makes its own cluster."
            )
        expect_new(inputs)
        pulumi.log.info(planned(inputs, 0))
        request = _request(inputs, inputs.new)
        task = asked(lambda: self._console.create(request), inputs)
        cluster_id = task.cluster_id or self._id_of_new()
        return self._wait(cluster_id, task)

    def _id_of_new(self) -> str:
        found = self._console.clusters.find(self._inputs.name, self._inputs.region)
        if found is None:
            raise ConsoleError(
                f"The NC2 console accepted the request for cluster '{self._inputs.name}' and does not show it yet. "
                "Check the tasks of the console, then run pulumi up again: it adopts the cluster by its name."
            )
        return found.id

    def _scale(self, cluster: Cluster) -> Cluster:
        inputs = self._inputs
        nodes = inputs.nodes if inputs.nodes >= cluster.joined else self._kept(cluster)
        if nodes == cluster.joined and not cluster.failed:
            return cluster
        expect_scalable(inputs, cluster, nodes)
        pulumi.log.info(planned(inputs.model_copy(update={"nodes": nodes}), cluster.joined))
        task = asked(lambda: self._console.clusters.set_nodes(cluster, inputs.node_type, nodes), inputs)
        return self._wait(cluster.id, task)

    def _kept(self, cluster: Cluster) -> int:
        """The nodes after a scale-in: never fewer than the running VMs need."""
        inputs, use = self._inputs, self._use()
        needed = max(inputs.nodes, use.need.nodes) if use.running else inputs.nodes
        if needed > inputs.nodes:
            kept = min(needed, cluster.joined)
            pulumi.log.warn(
                f"NC2 cluster '{cluster.name}' keeps {kept} nodes instead of {inputs.nodes}: {_listed(use)} still run "
                f"there. Power these VMs off, then pulumi up scales the cluster in."
            )
            return kept
        return inputs.nodes

    def _end(self, cluster: Cluster) -> Outcome:
        inputs = self._inputs
        if inputs.new is None:
            raise ConsoleError(f"NC2 cluster '{inputs.name}' is not terminated, because this stack did not make it.")
        try:
            use = self._use()
        except UnreachableError:
            # The site is lost or the cluster is half terminated: nothing is in use.
            use = None
        if use is not None and use.all:
            pulumi.log.warn(f"NC2 cluster '{cluster.name}' keeps its {cluster.joined} nodes. {left_there(use)}")
            return Outcome(cluster.id, cluster.joined)
        pulumi.log.info(planned(inputs, cluster.joined))
        self._wait(cluster.id, self._console.clusters.terminate(cluster))
        return Outcome("", 0)

    def _use(self) -> InUse:
        use = in_use(self._reach(), self._inputs.name, self._inputs.node_type)
        if use is None:
            raise ConfigurationError(
                f"No node was removed: the Prism Central at PRISM_ENDPOINT does not list cluster "
                f"'{self._inputs.name}', so its use is not known. Set PRISM_ENDPOINT to the Prism Central of this "
                "site, then run pulumi up again."
            )
        return use

    def _wait(self, cluster_id: str, task: Task | None = None) -> Cluster:
        """The cluster once no change of it is under way. Raises ConsoleTaskFailedError if nodes did not join."""
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
                    f"{_progress(cluster)}. The console goes on by itself. Check its tasks there, then run pulumi up "
                    "again: it continues from there."
                )
            time.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 1.5)

    def _expect_shown(self, addresses: tuple[str, ...]) -> None:
        """Waits until the Prism Central of the site shows the nodes, because the next steps are done there."""
        inputs, deadline = self._inputs, min(self._deadline, time.monotonic() + _SHOWN_SECONDS)
        pause = FIRST_PAUSE
        while True:
            try:
                use = in_use(self._reach(), inputs.name, inputs.node_type)
                shown = "does not list the cluster" if use is None else f"lists {use.nodes} of {inputs.nodes}"
                if use is not None and use.nodes >= inputs.nodes:
                    return
            except UnreachableError:
                shown = "does not answer"
            except ConfigurationError as error:
                shown, deadline = f"is not known: {str(error).rstrip('.')}", 0.0
            if time.monotonic() + pause > deadline:
                raise ConfigurationError(
                    f"NC2 cluster '{inputs.name}' has its {inputs.nodes} nodes, but the Prism Central at "
                    f"PRISM_ENDPOINT {shown}. A new cluster has a new Prism Central. {to_set(addresses)} the "
                    "credentials, then run pulumi up again. An earlier one comes back from its S3 backup: python -m "
                    "operations restore-prism-central."
                )
            self._progress.say(f"All nodes of '{inputs.name}' are running; Prism Central {shown} so far")
            time.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 1.5)


def joined(console: Console, inputs: Nc2ClusterInputs) -> Outcome:
    """The cluster as the console shows it now. Raises ConsoleError."""
    cluster = console.clusters.find(inputs.name, inputs.region)
    if cluster is None:
        return Outcome("", 0)
    return Outcome(cluster.id, cluster.joined, hibernated=cluster.status == "hibernated")


def shown(console: Console, inputs: Nc2ClusterInputs) -> Outcome:
    """The same with the addresses of its Prism Central, if the console tells them now."""
    cluster = console.clusters.find(inputs.name, inputs.region)
    if cluster is None:
        return Outcome("", 0)
    try:
        addresses = told(console, cluster, inputs)
    except ConsoleError:
        addresses = ()
    return Outcome(cluster.id, cluster.joined, addresses)


def _request(inputs: Nc2ClusterInputs, new: NewCluster) -> NewAwsCluster:
    if new.vpc_cidr is None or new.flow_subnet_cidr is None:
        raise ConsoleError(
            f"NC2 cluster '{inputs.name}' was not created: the NC2 console needs the CIDRs of the VPC and of the Flow "
            "subnet. Declare new.vpc_cidr and new.flow_subnet_cidr."
        )
    return NewAwsCluster(
        name=inputs.name,
        region=inputs.region,
        availability_zone=inputs.availability_zone,
        node_type=inputs.node_type,
        nodes=inputs.nodes,
        vpc_cidr=new.vpc_cidr,
        flow_subnet_cidr=new.flow_subnet_cidr,
        access_cidrs=tuple(new.access_cidrs),
        **new.model_dump(exclude={"access_cidrs", "vpc_cidr", "flow_subnet_cidr"}),
    )


def _under_way(cluster: Cluster) -> bool:
    resting = ("running", "hibernated", "terminated", "creation_failed", "resuming_failed", "hibernation_failed")
    return cluster.coming > 0 or cluster.status not in resting


def _progress(cluster: Cluster) -> str:
    counts = f"{cluster.joined} of {cluster.wanted} nodes run"
    more = f", {cluster.coming} on their way ({', '.join(cluster.states)})" if cluster.coming else ""
    failed = f", {len(cluster.failed)} failed" if cluster.failed else ""
    return f"NC2 cluster '{cluster.name}' is {cluster.status}: {counts}{more}{failed}"


def _why(inputs: Nc2ClusterInputs, cluster: Cluster, reason: str) -> str:
    names = ", ".join(host.name for host in cluster.failed)
    missing = max(0, inputs.nodes - cluster.joined)
    what = f"{missing} of {inputs.nodes} nodes are missing" + (f" ({names} failed)" if names else "")
    said = f" The console says: {reason}." if reason else ""
    return (
        f"NC2 cluster '{cluster.name}' has {cluster.joined} nodes of {inputs.node_type} in {inputs.availability_zone}; "
        f"{what}.{said} The nodes that joined stay. Run pulumi up again to request the missing ones again. If the zone "
        "has no such instances, reserve them (On-Demand Capacity Reservation) or lower activeNodes."
    )


def _listed(use: InUse) -> str:
    some = ", ".join(use.running[:5])
    more = f" and {len(use.running) - 5} more" if len(use.running) > 5 else ""
    return f"{some}{more} ({use.need.nodes} nodes needed)"


def left_there(use: InUse) -> str:
    """Why a cluster is not terminated: these VMs would be lost. A planned failback leaves no VM behind."""
    off = [name for name in use.all if name not in use.running]
    some = f"{', '.join(off[:5])}{f' and {len(off) - 5} more' if len(off) > 5 else ''}"
    parts = [
        f"{_listed(use)} still run there." if use.running else "",
        f"{some} are powered off there and may be the only copy. Check that they run elsewhere, then delete them in "
        "the Prism Central of the cluster."
        if off
        else "",
        "Once no VM is there, pulumi up terminates the cluster.",
    ]
    return " ".join(part for part in parts if part)
