"""AWS's quotas in the surviving region, of what the stack needs: an up after a disaster must not be refused.

A standby is small, so that its quotas are easily forgotten.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from operations.look import Check, Status, Survivor

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


# assumed: the codes, which Service Quotas lists and no SDK names.
QUOTAS = (
    Quota("VPCs", "vpc", "L-F678F1CE", _counter("describe_vpcs", "Vpcs")),
    Quota("internet gateways", "vpc", "L-A4707A72", _counter("describe_internet_gateways", "InternetGateways")),
    Quota("Elastic IP addresses", "ec2", "L-0263D0A3", _counter("describe_addresses", "Addresses")),
    Quota("transit gateways", "ec2", "L-A2478D36", _counter("describe_transit_gateways", "TransitGateways")),
)


def look(survivor: Survivor) -> list[Check]:
    quotas, ec2 = survivor.aws("service-quotas"), survivor.aws("ec2")
    return [_check(quota, quotas, ec2, survivor) for quota in QUOTAS]


def _check(quota: Quota, quotas: Any, ec2: Any, survivor: Survivor) -> Check:
    name, region = f"quota of {quota.name}", survivor.model.me.region
    try:
        limit = _limit(quota, quotas)
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


def _limit(quota: Quota, quotas: Any) -> float:
    """The account's own quota, else AWS's default: an account that never asked for more may have no own one."""
    try:
        answer = quotas.get_service_quota(ServiceCode=quota.service, QuotaCode=quota.code)
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchResourceException":
            raise
        answer = quotas.get_aws_default_service_quota(ServiceCode=quota.service, QuotaCode=quota.code)
    return float(answer["Quota"]["Value"])
