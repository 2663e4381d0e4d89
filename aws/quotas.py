"""The quota of vCPUs on demand that an instance type counts against, and how much of it is used.

Codes: AWS's page on EC2 on-demand instance quotas. assumed: that the quotas of a region are those of the account that
this project runs in; the NC2 console makes its nodes in the same account.
"""

import re
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError


@dataclass(frozen=True)
class VcpuQuota:
    """A quota by its code, its limit and its use in vCPUs."""

    name: str
    code: str
    limit: int
    used: int

    @property
    def free(self) -> int:
        """The vCPUs that may still be started."""
        return max(0, self.limit - self.used)

    def __str__(self) -> str:
        return f"{self.used:,} of {self.limit:,} vCPUs used"


_KINDS = (
    (re.compile(r"(a|c|d|h|i[ms]?|m|r|t|z)\d"), "Running On-Demand Standard instances", "L-1216C47A"),
    (re.compile(r"(g|gr|vt)\d"), "Running On-Demand G and VT instances", "L-DB2E81BA"),
    (re.compile(r"x\d"), "Running On-Demand X instances", "L-7295265B"),
)
_RUNNING = [{"Name": "instance-state-name", "Values": ["pending", "running"]}]


def vcpu_quota(instance_type: str, quotas: Any, ec2: Any) -> VcpuQuota:
    """The quota of this instance type, by the clients of Service Quotas and EC2. Raises ClientError, BotoCoreError."""
    shape, name, code = next(kind for kind in _KINDS if kind[0].match(instance_type))
    return VcpuQuota(name, code, int(quota_value(quotas, "ec2", code)), _used(shape, ec2))


def quota_value(quotas: Any, service: str, code: str) -> float:
    """The account's own quota, else AWS's default: an account that never asked for more may have no own one."""
    try:
        answer = quotas.get_service_quota(ServiceCode=service, QuotaCode=code)
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchResourceException":
            raise
        answer = quotas.get_aws_default_service_quota(ServiceCode=service, QuotaCode=code)
    return float(answer["Quota"]["Value"])


def _used(shape: re.Pattern[str], ec2: Any) -> int:
    """The vCPUs of all instances of the account in the region that count against the quota. Spot ones do not."""
    pages = ec2.get_paginator("describe_instances").paginate(Filters=_RUNNING)
    types = [
        instance["InstanceType"]
        for page in pages
        for reservation in page["Reservations"]
        for instance in reservation["Instances"]
        if shape.match(instance["InstanceType"]) and instance.get("InstanceLifecycle") != "spot"
    ]
    if not types:
        return 0
    described = ec2.describe_instance_types(InstanceTypes=sorted(set(types)))["InstanceTypes"]
    vcpus = {one["InstanceType"]: int(one["VCpuInfo"]["DefaultVCpus"]) for one in described}
    return sum(vcpus.get(kind, 0) for kind in types)
