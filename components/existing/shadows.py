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
    Target,
    led_elsewhere,
    shadow_sentences,
    shadows,
    taken,
    taken_sentences,
    with_addresses,
)

_BRIEFLY = Config(connect_timeout=2, read_timeout=3, retries={"total_max_attempts": 1})
_LIST_NAME = "workload"


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
    prefixes = stack.model.overlay.externally_routable_prefixes
    found = taken(held.routes, prefixes, held.our_list) if first else shadows(held.routes, prefixes, held.our_list)
    found = tuple(one for one in found if not _beaten(one, held.ec2_vpc))
    wanted = _wanted(stack, held) | (frozenset() if _led_anew(stack) else _ends_of(held))
    wrong = _wrong(stack, found, wanted)
    said = list((taken_sentences if first else shadow_sentences)(wrong, table_id, stack.site.name, stack.site.region))
    if said and _must_hold(stack, first):
        does = "the first run of this stack" if first else _does(stack)
        raise pulumi.RunError(_listed(f"Refused, nothing was changed: {does} would not bring the packets here.", said))
    for sentence in said:
        pulumi.log.warn(sentence)


def expect_arrival(stack: Stack, table_id: Output[str], led: Sequence[Output[str]]) -> None:
    """End a run that led the workload's routes anew as failed, by name, if the packets go elsewhere all the same.

    Everything else of the run is done by then, and its outputs are published. Another run is warned.
    """
    if pulumi.runtime.is_dry_run() or not led:
        return

    def look(known: Sequence[Any]) -> None:
        try:
            held = _held(stack, known[0])
        except AwsError as error:
            pulumi.log.warn(f"{error} Whether the workload's packets arrive was not checked.")
            return
        found = shadows(held.routes, stack.model.overlay.externally_routable_prefixes, held.our_list)
        wrong = _wrong(stack, found, _wanted(stack, held) | _ends_of(held))
        said = list(shadow_sentences(wrong, known[0], stack.site.name, stack.site.region))
        if said and (_led_anew(stack) or _is_first(stack, known[0])):
            raise pulumi.RunError(_listed("The routes were led, and packets still go elsewhere.", said))

    Output.all(table_id, *led).apply(look)


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
    vpc = stack.model.ec2_vpc
    if vpc is not None and vpc.existing is not None and vpc.site == stack.site.name:
        return frozenset({vpc.existing.vpc_id})
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
    """Whether this run changes the active site or the platform, as far as the last run's outputs tell."""
    return stack.own.get("activeRegion") not in (None, stack.model.active.name) or _cuts_over(stack)


def _cuts_over(stack: Stack) -> bool:
    """Whether the workload's routes led to the other platform of this site, and no longer should."""
    was = Target.NC2_VPC if stack.model.platform is Platform.EC2 else Target.EC2_VPC
    led = stack.own.get("workloadRoutes")
    return stack.model.is_active and isinstance(led, Mapping) and was.value in led.values()


def _does(stack: Stack) -> str:
    site, platform = stack.site.name, stack.model.platform
    return f"the cut-over of {site} to {platform}" if _cuts_over(stack) else f"a failover to {site}"


def _beaten(shadow: Shadow, ec2_vpc: Collection[str]) -> bool:
    """Whether it is the propagated route of the named EC2 VPC: after the cut-over this stack's route wins over it."""
    route = shadow.route
    return route.strength == 0 and str(route.destination) == shadow.prefix and route.resource_id in ec2_vpc


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
