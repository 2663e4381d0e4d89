"""Whether the NC2 console takes the nodes that a failover asks for: their type, and how many of them."""

from collections.abc import Iterator

import nc2_console
from nc2_console import Cluster, Console, ConsoleError, SupportedType, Timeouts, objection
from operations.look import Check, Status, Survivor
from topology.compute import LEAST_NODES, MOST_NODES, SURE_NODES, Compute

_NAME = "nodes taken"
PATIENCE = Timeouts(connect=5.0, read=10.0, call=20.0)


def look(survivor: Survivor) -> list[Check]:
    me = survivor.model.me
    if me.compute is None:
        return [Check(_NAME, Status.PASS, me.cluster, "nodes are not managed here")]
    try:
        settings = nc2_console.read_environment(survivor.environment)
        return list(_checks(survivor, me.compute, Console(settings, PATIENCE) if settings else None))
    except ConsoleError as error:
        todo = "Make sure that the NC2 console can be reached. Without it nobody can add nodes."
        return [Check.unknown(_NAME, me.cluster, str(error), todo)]


def _checks(survivor: Survivor, compute: Compute, console: Console | None) -> Iterator[Check]:
    me = survivor.model.me
    # Without a word of the console, the types of the configuration's own list are all that is known.
    if console and (taken := console.compatibility.in_region(me.region)):
        yield _kind(me.region, compute, taken)
    yield number(me.cluster, me.region, compute, console.clusters.find(me.cluster, me.region) if console else None)


def _kind(region: str, compute: Compute, taken: tuple[SupportedType, ...]) -> Check:
    kind = compute.node_type.name
    why = objection(taken, kind, compute.new.aos_version if compute.new else None)
    todo = f"In {region}, the NC2 console {why}" if why else ""
    return Check.of("type of nodes", region, kind, good=why is None, expected="taken there", what_to_do=todo)


def number(name: str, region: str, compute: Compute, cluster: Cluster | None) -> Check:
    """A warning for more nodes than every region takes, unless as many run now: nobody but a request says how many.

    `cluster` is the one that the console shows.
    """
    wanted, run = max(compute.active_nodes, compute.standby_nodes), cluster.joined if cluster else 0
    found, expected = f"{wanted} wanted, {run} run", f"{LEAST_NODES} to {max(SURE_NODES, run)}"
    if wanted <= max(SURE_NODES, run):
        return Check("number of nodes", Status.PASS, name, found, expected)
    todo = (
        f"Ask Nutanix how many placement partitions {region} has for {compute.node_type.name}: more than {SURE_NODES} "
        f"nodes need more than 3, {MOST_NODES} nodes need 7. The NC2 console refuses more of them, and says so only "
        "when they are asked for."
    )
    return Check("number of nodes", Status.WARN, name, found, expected, todo)
