"""Routes of others in the transit gateway's table that take the workload's packets from this stack's route.

Looked at twice: before anything is registered, and after the routes were led. AWS is asked directly, as the AWS
provider has no data source that lists a table's routes, and only for a few seconds: a failover must not wait for it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from botocore.config import Config
from pulumi import Output

from aws import AwsError, asking, client
from components.stack import Stack
from topology import (
    HeldRoute,
    Platform,
    Shadow,
    led_elsewhere,
    shadow_sentences,
    shadows,
    taken,
    taken_sentences,
    with_addresses,
)

_BRIEFLY = Config(connect_timeout=2, read_timeout=3, retries={"total_max_attempts": 1})
_LIST_NAME = "workload"
_OUTPUT = "workloadArrival"
"""Whether a run has seen the packets arrive since the routes were led: the next one looks again until one has."""
_ARRIVES, _UNSEEN, _ELSEWHERE = "arrives", "not checked", "goes elsewhere"


def refuse_shadows(stack: Stack) -> None:
    """Refuse a first run, and a run in which this site takes over, for routes that would keep its packets away.

    A run that does neither is warned, and so is a site that stands down: what still runs there must be powered off
    first, and `expect_arrival` ends that run as failed. Raises pulumi.RunError.
    """
    table_id = _table_id(stack)
    if table_id is None:
        return
    try:
        held = _held(stack, table_id)
    except AwsError as error:
        pulumi.log.warn(f"{error} Whether a route of others takes the workload's packets was not checked.")
        return
    first = _is_first(stack, table_id)
    found = (taken if first else shadows)(held.routes, stack.model.overlay.externally_routable_prefixes, held.our_list)
    wanted = _wanted(stack, held) | (frozenset() if _led_anew(stack) else _ends_of(held))
    wrong = _wrong(stack, found, wanted)
    said = list((taken_sentences if first else shadow_sentences)(wrong, table_id, stack.site.name, stack.site.region))
    if said and _must_hold(stack, first):
        does = "the first run of this stack" if first else f"a failover to {stack.site.name}"
        raise pulumi.RunError(_listed(f"Refused, nothing was changed: {does} would not bring the packets here.", said))
    for sentence in said:
        pulumi.log.warn(sentence)


def expect_arrival(stack: Stack, table_id: Output[str], led: Sequence[Output[str]]) -> None:
    """End a run that led the workload's routes anew as failed, by name, if the packets go elsewhere all the same.

    Everything else of the run is done by then, and its outputs are published. So is every run after it, until one has
    seen the packets arrive. Another run is warned.
    """
    if pulumi.runtime.is_dry_run() or not led:
        pulumi.export(_OUTPUT, stack.own.get(_OUTPUT, _ARRIVES))
        return
    seen = Output.all(table_id, *led).apply(lambda known: _look_for_arrival(stack, known[0]))
    pulumi.export(_OUTPUT, seen.apply(lambda both: both[0]))
    seen.apply(lambda both: _expect_none(both[1]))


def _look_for_arrival(stack: Stack, table_id: str) -> tuple[str, list[str]]:
    """What is published of it, and one sentence per route that is wrong."""
    unproven = stack.own.get(_OUTPUT, _ARRIVES) != _ARRIVES
    if not (_led_anew(stack) or _is_first(stack, table_id) or unproven):
        return _ARRIVES, []
    try:
        held = _held(stack, table_id)
    except AwsError as error:
        pulumi.log.warn(f"{error} Whether the workload's packets arrive was not checked. The next run checks it.")
        return _UNSEEN, []
    found = shadows(held.routes, stack.model.overlay.externally_routable_prefixes, held.our_list)
    wrong = _wrong(stack, found, _wanted(stack, held) | _ends_of(held))
    said = list(shadow_sentences(wrong, table_id, stack.site.name, stack.site.region))
    return _ELSEWHERE if said else _ARRIVES, said


def _expect_none(said: Sequence[str]) -> None:
    if said:
        raise pulumi.RunError(_listed("The routes were led, and packets still go elsewhere.", said))


@dataclass(frozen=True)
class _Held:
    """The routes of the workload's prefixes and of parts of them; this stack's prefix list, and its EC2 VPC, by id."""

    routes: list[HeldRoute]
    our_list: str | None
    ec2_vpc: frozenset[str]


def _held(stack: Stack, table_id: str) -> _Held:
    """Raises AwsError."""
    region, name = stack.site.region, stack.tags.name(_LIST_NAME)
    found: dict[HeldRoute, None] = {}
    with asking(f"list the routes of {table_id} in {region}", "The account that owns the gateway may list them."):
        ec2 = client("ec2", region, config=_BRIEFLY)
        lists = ec2.describe_managed_prefix_lists(Filters=[{"Name": "prefix-list-name", "Values": [name]}])
        vpcs = _ec2_vpc(stack, ec2)
        for prefix in stack.model.overlay.externally_routable_prefixes:
            # One answer holds 1,000 routes: that many of one workload are no estate that this project is for.
            answer = ec2.search_transit_gateway_routes(
                TransitGatewayRouteTableId=table_id,
                Filters=[{"Name": "route-search.subnet-of-match", "Values": [prefix]}],
            )
            found |= dict.fromkeys(route for item in answer["Routes"] if (route := HeldRoute.of(item)))
    ours = (one["PrefixListId"] for one in lists["PrefixLists"] if one.get("PrefixListName") == name)
    return _Held(list(found), next(ours, None), vpcs)


def _ec2_vpc(stack: Stack, ec2: Any) -> frozenset[str]:
    """The VPC that the workload runs in before its migration: a run that failed has published nothing of it."""
    if stack.model.platform is Platform.NC2:
        return frozenset()
    named = [{"Name": "tag:Name", "Values": [stack.tags.name("ec2", "vpc")]}]
    return frozenset(one["VpcId"] for one in ec2.describe_vpcs(Filters=named)["Vpcs"])


def _table_id(stack: Stack) -> str | None:
    """The table as the configuration names it, or as the last run has made it; None before that."""
    existing = stack.site.existing.transit_gateway_route_table_id
    own = stack.own.get("transitGatewayRouteTableId")
    return existing or (str(own) if own and not stack.site.existing.transit_gateway_id else None)


def _is_first(stack: Stack, table_id: str) -> bool:
    """Whether no run has led the workload in this table before."""
    return stack.own.get("transitGatewayRouteTableId") != table_id


def _led_anew(stack: Stack) -> bool:
    """Whether this run changes the active site, as far as the last run's outputs tell."""
    return stack.own.get("activeRegion") not in (None, stack.model.active.name)


def _must_hold(stack: Stack, first: bool) -> bool:
    return first or (stack.model.is_active and _led_anew(stack))


def _wrong(stack: Stack, found: Sequence[Shadow], wanted: Collection[str]) -> tuple[Shadow, ...]:
    return with_addresses(led_elsewhere(found, wanted, stack.site.existing.accepted_routes), _addresses(stack))


def _ends_of(held: _Held) -> frozenset[str]:
    """Where this stack's own route leads: right in any run that does not lead it elsewhere."""
    return frozenset(one.attachment_id for one in held.routes if held.our_list and one.prefix_list_id == held.our_list)


def _wanted(stack: Stack, held: _Held) -> frozenset[str]:
    """What the workload's packets should be led to at this site, as far as its id is known; empty otherwise."""
    model, existing = stack.model, stack.site.existing
    if not model.is_active:
        other = stack.other
        own = (stack.own.get("requestedPeeringId"), stack.own.get("acceptedPeeringId"))
        peerings = (*own, other.requested_peering_id, other.accepted_peering_id, other.transit_gateway_id)
        return frozenset(str(one) for one in peerings if one)
    if model.platform is not Platform.NC2:
        return held.ec2_vpc
    ids = (existing.vpc_id, existing.transit_gateway_attachment_id, stack.own.get("vpcId"))
    return frozenset(str(one) for one in ids if one)


def _addresses(stack: Stack) -> Mapping[str, str]:
    """The addresses of VMs that are known without Prism Central, with their names where those are known."""
    captured = stack.other.captured_addresses
    return {**dict.fromkeys(captured, ""), **{one.address: one.vm for one in stack.model.overlay.static_addresses}}


def _listed(subject: str, said: Sequence[str]) -> str:
    return subject + "".join(f"\n  {sentence}" for sentence in said)
