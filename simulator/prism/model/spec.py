"""What a site is made of, before it is served."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from simulator.prism.model.json import Json

NEWEST: Mapping[str, int] = MappingProxyType(
    {"networking": 4, "vmm": 3, "prism": 4, "datapolicies": 3, "dataprotection": 4, "clustermgmt": 3}
)
"""The v4 minor version that the newest official client of each namespace speaks, which is the newest served here."""
NAMESPACES = tuple(NEWEST)
"""The namespaces of the v4 API."""


def check_versions(versions: Mapping[str, str]) -> None:
    """Raise ValueError for an unknown namespace of v4, or for a version that is not one."""
    for namespace, version in versions.items():
        if namespace not in NAMESPACES or not re.fullmatch(r"v4\.\d+", str(version)):
            known = ", ".join(NAMESPACES)
            raise ValueError(f"versions: {namespace}={version!r}, expected one of {known} = v4.0, v4.1, ...")


def _aws_id(kind: str, name: str) -> str:
    """An id in the form that AWS gives, always the same for a name."""
    return f"{kind}-{uuid.uuid5(uuid.NAMESPACE_DNS, f'{kind}.{name}').hex[:17]}"


@dataclass(frozen=True)
class AwsSubnet:
    """A subnet of the AWS VPC the cluster runs in."""

    subnet_id: str
    cidr: str
    gateway_ip: str
    availability_zone: str

    def shown(self) -> Json:
        """As the API shows it."""
        return {
            "subnetId": self.subnet_id,
            "cidr": self.cidr,
            "gatewayIp": self.gateway_ip,
            "cloudType": "AWS",
            "availabilityZone": self.availability_zone,
        }


@dataclass(frozen=True)
class AwsVpc:
    """The AWS VPC the cluster runs in."""

    vpc_id: str
    cidrs: tuple[str, ...]
    subnets: tuple[AwsSubnet, ...] = ()

    def shown(self) -> Json:
        """As the API shows it."""
        return {"vpcId": self.vpc_id, "cidrs": list(self.cidrs), "cloudType": "AWS"}


@dataclass(frozen=True)
class RecoveryPointStore:
    """An S3 bucket that keeps recovery points (MST). Sites whose stores name one bucket share its content."""

    name: str
    bucket: str

    def shown(self) -> Json:
        """As the API shows it; credentials are never shown."""
        # assumed: the configuration of the provider is left out.
        bucket = {"provider": "AWS", "bucketName": self.bucket}
        return {"name": self.name, "bucket": bucket, "isHealthy": True, "currentLogicalUsageBytes": 0}


@dataclass(frozen=True)
class SiteSpec:
    """A site's name and region, and what NC2 made there.

    prism_central, cluster   names; default `pc-<name>` and `nc2-<name>`
    transit_vpc              name of the VPC that NC2 makes
    nat_cidr                 range of the external NAT subnet that NC2 makes
    floating_ip_cidr         where floating IPs come from; None = the pool of that subnet
    vpc_cidr, flow_cidr      the AWS VPC that NC2 writes its routes into, and the subnet of its nodes' interfaces;
                             None = it is in no VPC of the local AWS
    multiple_external_subnets which further external subnet a VPC takes: NONE, ONLY_NONAT, ONLY_NAT or ALL
    memory_capacity_bytes    the most that powered-on VMs may use; None = what the nodes have
    nodes, node_memory_bytes the cluster's nodes, and the memory for VMs on each; None = no limit. 0 nodes: at first
    there is neither a cluster nor a Prism Central
    node_type                the instance type of the nodes
    aws_vpc                  the AWS VPC of the cluster; None = one of 10.0.0.0/16 with one subnet
    recovery_point_stores    S3 buckets with recovery points
    versions                 the newest v4 version served, by namespace (`v4.2`); of a namespace that is not named, that
                             of the newest official client
    """

    name: str
    region: str
    prism_central: str | None = None
    cluster: str | None = None
    transit_vpc: str = "transit-vpc"
    nat_cidr: str = "100.64.1.0/24"
    floating_ip_cidr: str | None = None
    vpc_cidr: str | None = None
    flow_cidr: str | None = None
    multiple_external_subnets: str = "ALL"
    memory_capacity_bytes: int | None = None
    nodes: int = 3
    node_memory_bytes: int | None = None
    node_type: str = "i4i.metal"
    aws: AwsVpc | None = None
    recovery_point_stores: tuple[RecoveryPointStore, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        check_versions(self.versions)

    @property
    def prism_central_name(self) -> str:
        """The domain manager's config.name."""
        return self.prism_central or f"pc-{self.name}"

    @property
    def cluster_name(self) -> str:
        """The AHV cluster's name."""
        return self.cluster or f"nc2-{self.name}"

    @property
    def aws_vpc(self) -> AwsVpc:
        """The AWS VPC of the cluster."""
        if self.aws is not None:
            return self.aws
        subnet = AwsSubnet(_aws_id("subnet", self.name), "10.0.128.0/24", "10.0.128.1", f"{self.region}a")
        return AwsVpc(_aws_id("vpc", self.name), ("10.0.0.0/16",), (subnet,))

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> SiteSpec:
        """The site that the JSON of `--config` describes; its keys are the names of the fields. Raises ValueError."""
        known = {one.name for one in fields(cls)}
        if not {"name", "region"} <= given.keys() <= known:
            raise ValueError(f"site {dict(given)!r}: expected name, region and none but {', '.join(sorted(known))}")
        values = dict(given)
        try:
            if "aws" in values:
                aws = dict(values["aws"])
                subnets = tuple(AwsSubnet(**subnet) for subnet in aws.get("subnets", []))
                values["aws"] = AwsVpc(aws["vpc_id"], tuple(aws["cidrs"]), subnets)
            stores = values.get("recovery_point_stores", [])
            values["recovery_point_stores"] = tuple(RecoveryPointStore(**store) for store in stores)
        except (KeyError, TypeError) as error:
            raise ValueError(f"site {given['name']}: {error}") from None
        return cls(**values)
