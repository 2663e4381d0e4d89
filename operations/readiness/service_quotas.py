"""AWS's quotas in the surviving region, of what the stack needs: an up after a disaster must not be refused.

A standby is small, so that its quotas are easily forgotten.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from aws import VcpuQuota, quota_value, vcpu_quota
from operations.look import Check, Status, Survivor
from topology.compute import Compute, wanted_nodes

Count = Callable[[Any], int]


@dataclass(frozen=True)
class Quota:
    """A quota by its code, and how its use is counted."""

    name: str
    service: str
    code: str
    used: Count


def _counter(operation: str, key: str) -> Count:
    def count(ec2: Any) -> int:
        paginator = (
            ec2.get_paginator(operation).paginate() if ec2.can_paginate(operation) else [getattr(ec2, operation)()]
        )
        items: list[Mapping[str, Any]] = [item for page in paginator for item in page[key]]
        return sum(item.get("State") not in ("deleted", "deleting", "failed") for item in items)

    return count


# The codes: AWS's page on the quotas of transit gateways, and public checkers of quotas.
QUOTAS = (
    Quota("VPCs", "vpc", "L-F678F1CE", _counter("describe_vpcs", "Vpcs")),
    Quota("internet gateways", "vpc", "L-A4707A72", _counter("describe_internet_gateways", "InternetGateways")),
    Quota("Elastic IP addresses", "ec2", "L-0263D0A3", _counter("describe_addresses", "Addresses")),
    Quota("transit gateways", "ec2", "L-A2478D36", _counter("describe_transit_gateways", "TransitGateways")),
)


def look(survivor: Survivor) -> list[Check]:
    quotas, ec2 = survivor.aws("service-quotas"), survivor.aws("ec2")
    found = [_check(quota, quotas, ec2, survivor) for quota in QUOTAS]
    compute = survivor.model.me.compute
    return [*found, _offered(compute, ec2, survivor), _nodes(compute, quotas, ec2, survivor)] if compute else found


def _offered(compute: Compute, ec2: Any, survivor: Survivor) -> Check:
    """Whether AWS has the type in the cluster's zone: not every region has every type, and not every zone of it."""
    name, region, zone = "type of nodes in the zone", survivor.model.me.region, compute.availability_zone
    kind = compute.node_type.name
    try:
        listed = ec2.describe_instance_type_offerings(
            LocationType="availability-zone", Filters=[{"Name": "instance-type", "Values": [kind]}]
        )["InstanceTypeOfferings"]
    except (BotoCoreError, ClientError) as error:
        return Check.unknown(name, region, str(error), "Allow ec2:DescribeInstanceTypeOfferings.")
    zones = sorted(str(one["Location"]) for one in listed)
    todo = (
        f"AWS has {kind} in {', '.join(zones) or f'no zone of {region}'}: set nodeType, or the zone, to one that fits."
    )
    return Check.of(name, region, kind, good=zone in zones, expected=f"offered in {zone}", what_to_do=todo)


def _nodes(compute: Compute, quotas: Any, ec2: Any, survivor: Survivor) -> Check:
    """Whether AWS lets the nodes come that a failover adds: they are asked for when everybody else asks for some."""
    region, kind = survivor.model.me.region, compute.node_type
    try:
        quota = vcpu_quota(kind.name, quotas, ec2)
    except (BotoCoreError, ClientError) as error:
        todo = "Allow servicequotas:GetServiceQuota, ec2:DescribeInstances and ec2:DescribeInstanceTypes."
        return Check.unknown("quota of vCPUs", region, str(error), todo)
    active, now = (wanted_nodes(compute, active=one).nodes for one in (True, survivor.model.is_active))
    return nodes_judged(region, quota, active - now, kind.vcpus)


def nodes_judged(region: str, quota: VcpuQuota, nodes: int, vcpus: int) -> Check:
    """A failure if the quota is too small for the nodes that a failover adds; `vcpus` are those of one node."""
    expected = f"{nodes * vcpus:,} left for {nodes} more nodes" if nodes else "within the quota"
    todo = (
        f"Raise {quota.name} ({quota.code}) in Service Quotas of {region} to {quota.used + nodes * vcpus:,} or more. "
        "AWS takes hours or days for it, and until then refuses the nodes."
    )
    good = quota.free >= nodes * vcpus and quota.used <= quota.limit
    return Check.of("quota of vCPUs", region, str(quota), good=good, expected=expected, what_to_do=todo)


def _check(quota: Quota, quotas: Any, ec2: Any, survivor: Survivor) -> Check:
    name, region = f"quota of {quota.name}", survivor.model.me.region
    try:
        limit = quota_value(quotas, quota.service, quota.code)
        used = quota.used(ec2)
    except (BotoCoreError, ClientError) as error:
        todo = f"Allow servicequotas:GetServiceQuota, or check {quota.code} in Service Quotas of {region}."
        return Check.unknown(name, region, str(error), todo)
    return judged(name, region, used, limit)


def judged(name: str, region: str, used: int, limit: float) -> Check:
    """A failure above the quota, a warning at the quota: what exists needs no more, what a failover makes does."""
    found, expected = f"{used} of {limit:g} used", "some left"
    todo = f"Raise the quota in Service Quotas of {region}. AWS takes hours or days for it."
    if used > limit:
        return Check(name, Status.FAIL, region, found, expected, todo)
    if used == limit:
        return Check(name, Status.WARN, region, found, expected, todo)
    return Check(name, Status.PASS, region, found, expected)
