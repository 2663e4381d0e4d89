"""Written by `python -m tools.generate` from the inputs models of the providers. Do not edit."""

from collections.abc import Mapping, Sequence
from typing import Any

from pulumi import Input, Output, ResourceOptions

from providers.base.resource import PrismResource

class Category(PrismResource):
    key: Output[str]
    value: Output[str]
    def __init__(
        self,
        resource_name: str,
        *,
        key: Input[str],
        value: Input[str],
        opts: ResourceOptions | None = None,
    ) -> None: ...

class CategoryMembers(PrismResource):
    category_id: Output[str]
    vms: Output[list[str]]
    def __init__(
        self,
        resource_name: str,
        *,
        category_id: Input[str],
        vms: Input[Sequence[Input[str]]],
        opts: ResourceOptions | None = None,
    ) -> None: ...

class CutOver(PrismResource):
    table: Output[str]
    region: Output[str]
    vpc_id: Output[str]
    subnets: Output[dict[str, str]]
    vms: Output[dict[str, dict[str, Any]]]
    platform: Output[str]
    def __init__(
        self,
        resource_name: str,
        *,
        table: Input[str],
        region: Input[str],
        vpc_id: Input[str],
        subnets: Input[Mapping[str, Input[str]]],
        vms: Input[Mapping[str, Input[Mapping[str, Any]]]],
        platform: Input[str],
        opts: ResourceOptions | None = None,
    ) -> None: ...

class DestroyGuard(PrismResource):
    site: Output[str]
    categories: Output[list[dict[str, Any]]]
    vpc_ids: Output[list[str]]
    def __init__(
        self,
        resource_name: str,
        *,
        site: Input[str],
        categories: Input[Sequence[Input[Mapping[str, Input[str]]]]] | None = None,
        vpc_ids: Input[Sequence[Input[str]]] | None = None,
        opts: ResourceOptions | None = None,
    ) -> None: ...

class ExternalSubnet(PrismResource):
    name: Output[str]
    cidr: Output[str]
    gateway: Output[str]
    pools: Output[list[list[str]]]
    transit_vpc_id: Output[str]
    cluster_id: Output[str | None]
    def __init__(
        self,
        resource_name: str,
        *,
        name: Input[str],
        cidr: Input[str],
        gateway: Input[str],
        pools: Input[Sequence[Input[Sequence[Input[str]]]]],
        transit_vpc_id: Input[str],
        cluster_id: Input[str] | None = None,
        opts: ResourceOptions | None = None,
    ) -> None: ...

class Failover(PrismResource):
    site: Output[str]
    active_site: Output[str]
    home_site: Output[str]
    recovery_plan: Output[str]
    category: Output[dict[str, Any]]
    sites: Output[dict[str, str]]
    mode: Output[str]
    reference_time: Output[str | None]
    timeout_seconds: Output[int]
    live_migrate: Output[bool]
    instant_restore: Output[bool]
    others: Output[dict[str, Any] | None]
    flip_number: Output[int | None]
    rpo_seconds: Output[int | None]
    accepted_risks: Output[dict[str, Any] | None]
    more_categories: Output[list[dict[str, Any]]]
    other_categories: Output[list[dict[str, Any]]]
    without_plan: Output[bool]
    keeps_addresses: Output[bool]
    def __init__(
        self,
        resource_name: str,
        *,
        site: Input[str],
        active_site: Input[str],
        home_site: Input[str],
        recovery_plan: Input[str],
        category: Input[Mapping[str, Input[str]]],
        sites: Input[Mapping[str, Input[str]]],
        mode: Input[str] | None = None,
        reference_time: Input[str] | None = None,
        timeout_seconds: Input[int] | None = None,
        live_migrate: Input[bool] | None = None,
        instant_restore: Input[bool] | None = None,
        others: Input[Mapping[str, Any]] | None = None,
        flip_number: Input[int] | None = None,
        rpo_seconds: Input[int] | None = None,
        accepted_risks: Input[Mapping[str, Any]] | None = None,
        more_categories: Input[Sequence[Input[Mapping[str, Input[str]]]]] | None = None,
        other_categories: Input[Sequence[Input[Mapping[str, Input[str]]]]] | None = None,
        without_plan: Input[bool] | None = None,
        keeps_addresses: Input[bool] | None = None,
        opts: ResourceOptions | None = None,
    ) -> None: ...

class FloatingIps(PrismResource):
    members: Output[dict[str, dict[str, Any]]]
    external_subnet_id: Output[str | None]
    await_vms: Output[bool]
    def __init__(
        self,
        resource_name: str,
        *,
        members: Input[Mapping[str, Input[Mapping[str, Any]]]],
        external_subnet_id: Input[str] | None = None,
        await_vms: Input[bool] | None = None,
        opts: ResourceOptions | None = None,
    ) -> None: ...

class IpRetention(PrismResource):
    table: Output[str]
    region: Output[str]
    vpc_id: Output[str]
    subnets: Output[dict[str, str]]
    vms: Output[dict[str, dict[str, Any]]]
    mode: Output[str]
    def __init__(
        self,
        resource_name: str,
        *,
        table: Input[str],
        region: Input[str],
        vpc_id: Input[str],
        subnets: Input[Mapping[str, Input[str]]],
        vms: Input[Mapping[str, Input[Mapping[str, Any]]]],
        mode: Input[str],
        opts: ResourceOptions | None = None,
    ) -> None: ...

class NatSubnet(PrismResource):
    name: Output[str]
    transit_vpc_id: Output[str]
    def __init__(
        self,
        resource_name: str,
        *,
        name: Input[str],
        transit_vpc_id: Input[str],
        opts: ResourceOptions | None = None,
    ) -> None: ...

class Nc2Cluster(PrismResource):
    name: Output[str]
    region: Output[str]
    availability_zone: Output[str]
    node_type: Output[str]
    nodes: Output[int]
    prism_central: Output[str]
    new: Output[dict[str, Any] | None]
    reasons: Output[list[str]]
    usd_per_node_hour: Output[float]
    timeout_seconds: Output[float]
    def __init__(
        self,
        resource_name: str,
        *,
        name: Input[str],
        region: Input[str],
        availability_zone: Input[str],
        node_type: Input[str],
        nodes: Input[int],
        prism_central: Input[str],
        new: Input[Mapping[str, Any]] | None = None,
        reasons: Input[Sequence[Input[str]]] | None = None,
        usd_per_node_hour: Input[float] | None = None,
        timeout_seconds: Input[float] | None = None,
        opts: ResourceOptions | None = None,
    ) -> None: ...

class Pairing(PrismResource):
    domain_manager_id: Output[str]
    prism_central: Output[str]
    address: Output[str]
    port: Output[int]
    def __init__(
        self,
        resource_name: str,
        *,
        domain_manager_id: Input[str],
        prism_central: Input[str],
        address: Input[str],
        port: Input[int] | None = None,
        opts: ResourceOptions | None = None,
    ) -> None: ...

class PrismSite(PrismResource):
    prism_central: Output[str]
    cluster: Output[str]
    transit_vpc: Output[str]
    accepted_id: Output[str | None]
    def __init__(
        self,
        resource_name: str,
        *,
        prism_central: Input[str],
        cluster: Input[str],
        transit_vpc: Input[str],
        accepted_id: Input[str] | None = None,
        opts: ResourceOptions | None = None,
    ) -> None: ...

class ProtectionPolicy(PrismResource):
    name: Output[str]
    category_ids: Output[list[str]]
    locations: Output[list[dict[str, Any]]]
    rpo_seconds: Output[int | None]
    retention_local: Output[int | dict[str, Any] | None]
    retention_remote: Output[int | dict[str, Any] | None]
    schedules: Output[list[dict[str, Any]]]
    def __init__(
        self,
        resource_name: str,
        *,
        name: Input[str],
        category_ids: Input[Sequence[Input[str]]],
        locations: Input[Sequence[Input[Mapping[str, Any]]]],
        rpo_seconds: Input[int] | None = None,
        retention_local: Input[int | Mapping[str, Any]] | None = None,
        retention_remote: Input[int | Mapping[str, Any]] | None = None,
        schedules: Input[Sequence[Input[Mapping[str, Any]]]] | None = None,
        opts: ResourceOptions | None = None,
    ) -> None: ...

class RecoveryPlan(PrismResource):
    name: Output[str]
    primary_domain_manager_id: Output[str]
    recovery_domain_manager_id: Output[str]
    stages: Output[list[dict[str, Any]]]
    network_mappings: Output[list[dict[str, Any]]]
    settings: Output[list[dict[str, Any]] | None]
    keeps_addresses: Output[bool]
    def __init__(
        self,
        resource_name: str,
        *,
        name: Input[str],
        primary_domain_manager_id: Input[str],
        recovery_domain_manager_id: Input[str],
        stages: Input[Sequence[Input[Mapping[str, Any]]]],
        network_mappings: Input[Sequence[Input[Mapping[str, Any]]]] | None = None,
        settings: Input[Sequence[Input[Mapping[str, Any]]]] | None = None,
        keeps_addresses: Input[bool] | None = None,
        opts: ResourceOptions | None = None,
    ) -> None: ...

class RecoveryPointStore(PrismResource):
    name: Output[str]
    site: Output[str]
    def __init__(
        self,
        resource_name: str,
        *,
        name: Input[str],
        site: Input[str],
        opts: ResourceOptions | None = None,
    ) -> None: ...

class Route(PrismResource):
    vpc_id: Output[str]
    destination: Output[str]
    external_subnet_id: Output[str]
    def __init__(
        self,
        resource_name: str,
        *,
        vpc_id: Input[str],
        destination: Input[str],
        external_subnet_id: Input[str],
        opts: ResourceOptions | None = None,
    ) -> None: ...

class RoutingPolicy(PrismResource):
    name: Output[str]
    vpc_id: Output[str]
    priority: Output[int]
    rules: Output[list[dict[str, Any]]]
    def __init__(
        self,
        resource_name: str,
        *,
        name: Input[str],
        vpc_id: Input[str],
        priority: Input[int],
        rules: Input[Sequence[Input[Mapping[str, Any]]]],
        opts: ResourceOptions | None = None,
    ) -> None: ...

class SourceInstances(PrismResource):
    region: Output[str]
    vpc_id: Output[str]
    tags: Output[dict[str, str]]
    def __init__(
        self,
        resource_name: str,
        *,
        region: Input[str],
        vpc_id: Input[str],
        tags: Input[Mapping[str, Input[str]]] | None = None,
        opts: ResourceOptions | None = None,
    ) -> None: ...

class StoreRecovery(PrismResource):
    site: Output[str]
    active_site: Output[str]
    prism_central: Output[str]
    store: Output[str]
    clusters: Output[list[str]]
    vpc: Output[str]
    tiers: Output[list[dict[str, Any]]]
    before: Output[list[dict[str, Any]]]
    mode: Output[str]
    generation: Output[int | None]
    reference_time: Output[str | None]
    accepted_risks: Output[dict[str, Any] | None]
    node: Output[dict[str, Any] | None]
    nodes: Output[int | None]
    category_ids: Output[dict[str, str]]
    floating_ips: Output[dict[str, Any] | None]
    brought_home: Output[str | None]
    def __init__(
        self,
        resource_name: str,
        *,
        site: Input[str],
        active_site: Input[str],
        prism_central: Input[str],
        store: Input[str],
        clusters: Input[Sequence[Input[str]]],
        vpc: Input[str],
        tiers: Input[Sequence[Input[Mapping[str, Any]]]],
        before: Input[Sequence[Input[Mapping[str, Input[str]]]]] | None = None,
        mode: Input[str] | None = None,
        generation: Input[int] | None = None,
        reference_time: Input[str] | None = None,
        accepted_risks: Input[Mapping[str, Any]] | None = None,
        node: Input[Mapping[str, Any]] | None = None,
        nodes: Input[int] | None = None,
        category_ids: Input[Mapping[str, Input[str]]] | None = None,
        floating_ips: Input[Mapping[str, Any]] | None = None,
        brought_home: Input[str] | None = None,
        opts: ResourceOptions | None = None,
    ) -> None: ...

class OverlaySubnet(PrismResource):
    name: Output[str]
    vpc_id: Output[str]
    cidr: Output[str]
    gateway: Output[str]
    dhcp_pools: Output[list[list[str]]]
    dns_servers: Output[list[str]]
    domain_name: Output[str]
    def __init__(
        self,
        resource_name: str,
        *,
        name: Input[str],
        vpc_id: Input[str],
        cidr: Input[str],
        gateway: Input[str],
        dhcp_pools: Input[Sequence[Input[Sequence[Input[str]]]]] | None = None,
        dns_servers: Input[Sequence[Input[str]]] | None = None,
        domain_name: Input[str] | None = None,
        opts: ResourceOptions | None = None,
    ) -> None: ...

class TargetRegistrations(PrismResource):
    region: Output[str]
    target_group_arn: Output[str]
    port: Output[int]
    targets: Output[dict[str, str]]
    cidrs: Output[list[str]]
    drain_seconds: Output[float]
    def __init__(
        self,
        resource_name: str,
        *,
        region: Input[str],
        target_group_arn: Input[str],
        port: Input[int],
        targets: Input[Mapping[str, Input[str]]],
        cidrs: Input[Sequence[Input[str]]],
        drain_seconds: Input[float],
        opts: ResourceOptions | None = None,
    ) -> None: ...

class TransitVpcPrefixes(PrismResource):
    transit_vpc_id: Output[str]
    prefixes: Output[list[str]]
    def __init__(
        self,
        resource_name: str,
        *,
        transit_vpc_id: Input[str],
        prefixes: Input[Sequence[Input[str]]],
        opts: ResourceOptions | None = None,
    ) -> None: ...

class Vm(PrismResource):
    name: Output[str]
    def __init__(
        self,
        resource_name: str,
        *,
        name: Input[str],
        opts: ResourceOptions | None = None,
    ) -> None: ...

class VmNic(PrismResource):
    vm_id: Output[str]
    subnet_id: Output[str]
    ip_address: Output[str]
    def __init__(
        self,
        resource_name: str,
        *,
        vm_id: Input[str],
        subnet_id: Input[str],
        ip_address: Input[str],
        opts: ResourceOptions | None = None,
    ) -> None: ...

class Vpc(PrismResource):
    name: Output[str]
    external_subnet_ids: Output[list[str]]
    externally_routable_prefixes: Output[list[str]]
    dns_servers: Output[list[str]]
    def __init__(
        self,
        resource_name: str,
        *,
        name: Input[str],
        external_subnet_ids: Input[Sequence[Input[str]]],
        externally_routable_prefixes: Input[Sequence[Input[str]]],
        dns_servers: Input[Sequence[Input[str]]] | None = None,
        opts: ResourceOptions | None = None,
    ) -> None: ...
