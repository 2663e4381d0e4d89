"""The messages of Nc2Cluster: nodes, time, cost, and the step to do by hand."""

from __future__ import annotations

from costs import HOURS
from providers.nc2_cluster.inputs import Nc2ClusterInputs
from topology.compute import RESUME_MINUTES, RESUMED_TB, minutes_to_create, minutes_to_join, minutes_to_leave


def planned(inputs: Nc2ClusterInputs, now: int, *, hibernated: bool = False) -> str:
    """The plan for a cluster that has `now` nodes. A `hibernated` one has none, and is there."""
    where = f"NC2 cluster '{inputs.name}' in {inputs.availability_zone}"
    change = f"{where}: {now} → {inputs.nodes} nodes of {inputs.node_type}"
    why = f" ({'; '.join(inputs.reasons)})" if inputs.reasons else ""
    return f"{change}{why}. {_time(inputs, now, hibernated)} {_money(inputs, now)}".strip()


def _time(inputs: Nc2ClusterInputs, now: int, hibernated: bool) -> str:
    if inputs.nodes == now:
        return "No node will be added or removed."
    if inputs.nodes == 0:
        return "The cluster and its Prism Central will be terminated."
    if hibernated:
        return (
            "The hibernated cluster will be resumed with its data, which comes back from S3: a test of Nutanix took "
            f"{_duration(RESUME_MINUTES)} for {RESUMED_TB} TB."
        )
    if now == 0:
        return f"A cluster will be created: about {_duration(minutes_to_create(inputs.nodes))}."
    if inputs.nodes > now:
        return f"Nodes will join one by one: about {_duration(minutes_to_join(inputs.nodes - now))}."
    return f"Nodes will leave one by one: about {_duration(minutes_to_leave(now - inputs.nodes))} or more."


def _money(inputs: Nc2ClusterInputs, now: int) -> str:
    if not inputs.usd_per_node_hour:
        return f"The cost is not known: there is no price for {inputs.node_type} in {inputs.region}."
    before, after = (count * inputs.usd_per_node_hour for count in (now, inputs.nodes))
    return (
        f"AWS charges for the nodes: USD {before:,.2f} → {after:,.2f} per hour, USD {before * HOURS:,.0f} → "
        f"{after * HOURS:,.0f} per month, without the licences of Nutanix."
    )


def _duration(minutes: int) -> str:
    return f"{minutes} minutes" if minutes < 120 else f"{minutes / 60:.1f} hours"


def step_by_hand(inputs: Nc2ClusterInputs, now: int | None) -> str:
    """The exact step to do by hand. With `now` None, Prism Central does not answer or does not list the cluster."""
    head = (
        "There is no key for the NC2 console (NC2_API_KEY, NC2_KEY_ID), so do this step by hand. In the NC2 console "
        "(cloud.nutanix.com, Clusters)"
    )
    if inputs.nodes == 0:
        return f"{head} open '{inputs.name}' ({inputs.region}), Actions, Terminate. {_then(inputs)}"
    if now is None and inputs.new is not None:
        new = inputs.new
        return (
            f"{head} choose Create Cluster: AWS, name '{inputs.name}', region {inputs.region}, availability zone "
            f"{inputs.availability_zone}, {inputs.nodes} hosts of {inputs.node_type}, AOS {new.aos_version}; existing "
            f"VPC {new.vpc_id}, management subnet {new.management_subnet_id}, Prism Central "
            f"{new.prism_central_version} in subnet {new.prism_central_subnet_id}, Flow Virtual Networking in subnet "
            f"{new.flow_subnet_id}, SSH key '{new.ssh_key}'. {_then(inputs)}"
        )
    had = "" if now is None else f" from {now}"
    return (
        f"{head} open '{inputs.name}' ({inputs.region}, {inputs.availability_zone}), Cluster Capacity, and set "
        f"{inputs.node_type}{had} to {inputs.nodes} nodes. {_then(inputs)}"
    )


def _then(inputs: Nc2ClusterInputs) -> str:
    if inputs.nodes == 0:
        return "Then run pulumi up again. It goes on once Prism Central no longer answers."
    return (
        f"Wait until all {inputs.nodes} nodes run, then run pulumi up again. It goes on once Prism Central "
        f"'{inputs.prism_central}' (PRISM_ENDPOINT) shows {inputs.nodes} nodes."
    )
