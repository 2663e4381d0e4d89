"""A standby without a cluster (zero compute): what a failover would make, in what time, at what cost and from what.

Only the home site's Prism Central shows the recovery points: there is no other.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from botocore.exceptions import BotoCoreError, ClientError

import nc2_console
from costs import SETUP_MINUTES, node_charge, price_book
from errors import OperatorError
from nc2_console import Console, ConsoleError
from operations.look import Check, Status, Survivor
from topology.compute import minutes_to_create, wanted_nodes

_NONE = "no cluster, as zero compute has it"


def replaces(survivor: Survivor) -> Mapping[str, Callable[[Survivor], list[Check]]]:
    """By name, what takes the place of each check that needs a Prism Central; empty for a site that has a cluster."""
    if survivor.model.has_cluster:
        return {}
    return {
        "Prism Central": lambda one: list(_cluster(one)),
        "definitions": lambda one: [_later("definitions", one, "come with the pairing, or with a backup")],
        "Prism Central backup": lambda one: [_later("Prism Central backup", one, "seen while there is a cluster")],
        "clusters and policies": lambda one: [_later("data services address", one, "set it on the new cluster")],
        "VMs": lambda one: [_seen_from_home(one)],
        "recovery point store": lambda one: [_bucket(one)],
        "recovery plan": lambda one: [_later("plan validation", one, "no plan: restored from the store")],
        "plan settings": lambda one: [_later("addresses mapped", one, "no plan: restored with their addresses")],
        "guest tools": lambda one: [_later("guest tools", one, "AHV assigns the addresses of restored VMs")],
        "road to the overlay": lambda one: [_later("NC2's route", one, "will be written by the cluster")],
        "test network": lambda one: [_later("test network", one, "will be made with the cluster")],
    }


def _cluster(survivor: Survivor) -> Iterator[Check]:
    me, compute = survivor.model.me, survivor.model.me.compute
    assert compute is not None
    settings = nc2_console.read_environment(survivor.environment)
    yield _from_console(survivor, Console(settings) if settings else None)
    nodes = wanted_nodes(compute, active=True).nodes
    kind = compute.node_type.name
    time = f"{minutes_to_create(nodes)} min and {SETUP_MINUTES} min by hand"
    yield Check(
        "a failover makes", Status.PASS, me.cluster, f"{nodes} nodes {kind}, {time}{_cost(nodes, kind, me.region)}"
    )


def _from_console(survivor: Survivor, console: Console | None) -> Check:
    me = survivor.model.me
    if console is None:
        todo = "Set NC2_API_KEY and NC2_KEY_ID. Without a key, create the cluster by hand in the NC2 console."
        return Check("cluster", Status.WARN, me.cluster, f"{_NONE}; no key for the NC2 console", "a key", todo)
    try:
        found = console.clusters.find(me.cluster, me.region)
    except ConsoleError as error:
        todo = "Make sure that the NC2 console can be reached. Without it nobody can create the cluster."
        return Check("cluster", Status.FAIL, me.cluster, str(error), "the NC2 console answers", todo)
    if found is not None:
        todo = f"It costs money. Run pulumi up on the stack of {survivor.name}, or terminate it in the NC2 console."
        return Check("cluster", Status.WARN, me.cluster, f"{found.joined} nodes, {found.status}", _NONE, todo)
    return Check("cluster", Status.PASS, me.cluster, _NONE, _NONE)


def _cost(nodes: int, node_type: str, region: str) -> str:
    try:
        hour = price_book().price(node_charge(node_type), region).usd * nodes
    except (OperatorError, ValueError, OSError):
        return ""
    return f", {hour.quantize(Decimal('0.01')):,} USD per hour"


def _bucket(survivor: Survivor) -> Check:
    name = "recovery point bucket"
    bucket = survivor.outputs.get("recoveryPointBucket")
    if not bucket:
        todo = f"Run pulumi up on the stack of {survivor.name}."
        return Check.of(name, survivor.name, "not made yet", good=False, expected="a bucket", what_to_do=todo)
    try:
        survivor.aws("s3").head_bucket(Bucket=bucket)
    except (BotoCoreError, ClientError) as error:
        todo = "Check in S3 that the bucket exists and may be read: everything is restored from it."
        return Check.of(name, bucket, str(error), good=False, expected="it answers", what_to_do=todo)
    return Check.of(name, bucket, "it answers", good=True, expected="it answers")


def _seen_from_home(survivor: Survivor) -> Check:
    home = survivor.model.home.name
    todo = f"Check in the Prism Central of {home} how old the newest recovery points in the store are."
    return Check(
        "age in the store", Status.WARN, survivor.name, f"only {home}'s Prism Central shows it", "the RPO", todo
    )


def _later(name: str, survivor: Survivor, when: str) -> Check:
    return Check(name, Status.PASS, survivor.name, when, _NONE)
