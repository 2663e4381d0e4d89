"""The nouns under the lifecycle recipe: how each is declared, changed, and made to drift."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from prism import PrismCentral
from prism._address import IpSubnet
from prism._collection import Collection
from prism.category import Categories, Category
from prism.cluster import Clusters
from prism.domain_manager import DomainManagers
from prism.network_mapping import NetworkMappings
from prism.protection_policy import ProtectionPolicies
from prism.recovery_plan import RecoveryPlans
from prism.recovery_stage import RecoveryStages
from prism.route import Nexthop, Routes
from prism.route_table import RouteTables
from prism.subnet import Subnet, Subnets
from prism.vpc import ExternalSubnet, Vpc, Vpcs
from providers._base import CheckedProvider
from providers._subnet import ip_config
from providers.category import CategoryProvider
from providers.external_subnet import ExternalSubnetProvider
from providers.protection_policy import ProtectionPolicyProvider
from providers.recovery_plan import RecoveryPlanProvider
from providers.route import RouteProvider
from providers.subnet import OverlaySubnetProvider
from providers.vpc import VpcProvider

Drift = Callable[[PrismCentral, str, Mapping[str, Any]], object]


@dataclass(frozen=True)
class Noun:
    """``inputs`` declares one; ``changes`` names for a field its other value; ``drifts`` change it behind our
    back."""

    name: str
    provider: type[CheckedProvider[Any]]
    inputs: Callable[[PrismCentral], dict[str, Any]]
    collection: Callable[[PrismCentral, Mapping[str, Any]], Collection[Any]]
    changes: Callable[[PrismCentral], dict[str, Any]]
    replaces: frozenset[str] = frozenset()
    drifts: Mapping[str, Drift] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def _transit(client: PrismCentral) -> str:
    vpc = Vpcs(client).find_by_name("transit-vpc")
    assert vpc is not None
    return vpc.id


def _external(client: PrismCentral, name: str = "nonat", net: int = 64) -> str:
    return Subnets(client).create(
        Subnet(
            name=name,
            subnet_type="OVERLAY",
            is_external=True,
            is_nat_enabled=False,
            vpc_reference=_transit(client),
            ip_config=ip_config(f"100.{net}.0.0/24", f"100.{net}.0.1", [[f"100.{net}.0.10", f"100.{net}.0.99"]]),
        )
    )


def _vpc(client: PrismCentral, name: str = "workload", external: str | None = None) -> str:
    subnets = [ExternalSubnet(subnet_reference=external)] if external else []
    return Vpcs(client).create(Vpc(name=name, external_subnets=subnets))


def _category(client: PrismCentral, value: str) -> str:
    return Categories(client).create(Category(key="App", value=value))


def _managers(client: PrismCentral) -> dict[str, str]:
    own = next(iter(DomainManagers(client).list()))
    registrations = client.registrations(own.id).list()
    return {"own": own.id, "other": next(iter(registrations)).remote_cluster_ext_id}


def _change(collection: Callable[[PrismCentral], Collection[Any]], **fields: Any) -> Drift:
    def drift(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> object:
        return collection(client).update(ext_id, lambda current: current.model_copy(update=fields))

    return drift


def _external_subnet_inputs(client: PrismCentral) -> dict[str, Any]:
    return {
        "name": "overlay-external-subnet-nonat",
        "cidr": "100.64.10.0/24",
        "gateway": "100.64.10.1",
        "pools": [["100.64.10.10", "100.64.10.40"], ["100.64.10.50", "100.64.10.100"]],
        "transit_vpc_id": _transit(client),
    }


EXTERNAL_SUBNET = Noun(
    name="external subnet",
    provider=ExternalSubnetProvider,
    inputs=_external_subnet_inputs,
    collection=lambda client, state: Subnets(client),
    changes=lambda client: {
        "name": "renamed",
        "gateway": "100.64.10.2",
        "pools": [["100.64.10.20", "100.64.10.90"]],
        "cidr": "100.64.10.0/25",
    },
    replaces=frozenset({"cidr"}),
    drifts={
        "renamed": _change(Subnets, name="by-hand"),
        "marker removed": _change(Subnets, description="mine now"),
        "pools changed": _change(
            Subnets, ip_config=ip_config("100.64.10.0/24", "100.64.10.1", [["100.64.10.30", "100.64.10.31"]])
        ),
    },
)

VPC = Noun(
    name="vpc",
    provider=VpcProvider,
    inputs=lambda client: {
        "name": "workload",
        "external_subnet_ids": [_external(client)],
        "externally_routable_prefixes": ["172.30.0.0/16", "172.31.0.0/16"],
        "dns_servers": ["169.254.169.253"],
    },
    collection=lambda client, state: Vpcs(client),
    changes=lambda client: {
        "name": "renamed",
        "external_subnet_ids": [_external(client, "another", 65)],
        "externally_routable_prefixes": ["172.30.0.0/16"],
        "dns_servers": ["10.0.0.2", "10.0.0.3"],
    },
    drifts={
        "renamed": _change(Vpcs, name="by-hand"),
        "a prefix gone": _change(Vpcs, externally_routable_prefixes=[IpSubnet.of("172.31.0.0/16")]),
        "detached": _change(Vpcs, external_subnets=[]),
        "marker removed": _change(Vpcs, description="mine now"),
    },
)


def _overlay_inputs(client: PrismCentral) -> dict[str, Any]:
    return {
        "name": "workload-1",
        "vpc_id": _vpc(client),
        "cidr": "172.30.1.0/24",
        "gateway": "172.30.1.1",
        "dhcp_pools": [["172.30.1.200", "172.30.1.250"]],
        "dns_servers": ["169.254.169.253"],
        "domain_name": "workload.internal",
    }


OVERLAY_SUBNET = Noun(
    name="overlay subnet",
    provider=OverlaySubnetProvider,
    inputs=_overlay_inputs,
    collection=lambda client, state: Subnets(client),
    changes=lambda client: {
        "name": "renamed",
        "gateway": "172.30.1.2",
        "dhcp_pools": [],
        "dns_servers": [],
        "domain_name": "elsewhere.internal",
        "cidr": "172.30.0.0/16",
        "vpc_id": _vpc(client, "another"),
    },
    replaces=frozenset({"cidr", "vpc_id"}),
    drifts={
        "renamed": _change(Subnets, name="by-hand"),
        "DHCP options gone": _change(Subnets, dhcp_options=None),
        "marker removed": _change(Subnets, description="mine now"),
    },
)


def _route_inputs(client: PrismCentral) -> dict[str, Any]:
    external = _external(client)
    return {
        "vpc_id": _vpc(client, external=external),
        "destination": "0.0.0.0/0",
        "external_subnet_id": external,
    }


def _routes(client: PrismCentral, state: Mapping[str, Any]) -> Collection[Any]:
    return Routes(client, RouteTables(client).of_vpc(str(state["vpc_id"])).id)


def _lead_elsewhere(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> object:
    other = _attach_nat(client, str(state["vpc_id"]))
    nexthop = Nexthop(nexthop_type="EXTERNAL_SUBNET", nexthop_reference=other)
    return _routes(client, state).update(ext_id, lambda was: was.model_copy(update={"nexthop": nexthop}))


def _attach_nat(client: PrismCentral, vpc_id: str) -> str:
    nat = Subnets(client).find_by_name("overlay-external-subnet-nat")
    assert nat is not None
    attachment = ExternalSubnet(subnet_reference=nat.id)
    Vpcs(client).update(
        vpc_id,
        lambda vpc: vpc.model_copy(update={"external_subnets": [*(vpc.external_subnets or []), attachment]}),
    )
    return nat.id


def _route_changes(client: PrismCentral) -> dict[str, Any]:
    vpc = Vpcs(client).find_by_name("workload")
    assert vpc is not None
    return {
        "destination": "10.0.0.0/8",
        "external_subnet_id": _attach_nat(client, vpc.id),
    }


ROUTE = Noun(
    name="route",
    provider=RouteProvider,
    inputs=_route_inputs,
    collection=_routes,
    changes=_route_changes,
    replaces=frozenset({"destination"}),
    drifts={"leads elsewhere": _lead_elsewhere},
)

CATEGORY = Noun(
    name="category",
    provider=CategoryProvider,
    inputs=lambda client: {"key": "DisasterRecovery", "value": "Protected"},
    collection=lambda client, state: Categories(client),
    changes=lambda client: {"key": "Protection", "value": "Yes"},
    replaces=frozenset({"key", "value"}),
    drifts={"marker removed": _change(Categories, description="mine now")},
)


def _policy_inputs(client: PrismCentral) -> dict[str, Any]:
    managers = _managers(client)
    cluster = next(c.id for c in Clusters(client).list() if not c.is_prism_central)
    return {
        "name": "workload-protection",
        "category_ids": [_category(client, "a"), _category(client, "b")],
        "locations": [
            {"label": "tokyo", "domain_manager_id": managers["own"], "cluster_ids": [cluster], "is_primary": True},
            {"label": "osaka", "domain_manager_id": managers["other"]},
        ],
        "rpo_seconds": 3600,
        "retention_local": 2,
        "retention_remote": 3,
    }


def _policy_changes(client: PrismCentral) -> dict[str, Any]:
    managers = _managers(client)
    return {
        "name": "renamed",
        "category_ids": [_category(client, "c")],
        "locations": [
            {"label": "east", "domain_manager_id": managers["own"], "is_primary": True},
            {"label": "west", "domain_manager_id": managers["other"], "is_primary": False},
        ],
        "rpo_seconds": 900,
        "retention_local": 5,
        "retention_remote": 6,
    }


def _drop_the_way_back(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> object:
    return ProtectionPolicies(client).update(
        ext_id,
        lambda policy: policy.model_copy(
            update={"replication_configurations": (policy.replication_configurations or [])[:1]}
        ),
    )


def _slower_back(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> object:
    def slow(policy: Any) -> Any:
        policy.replication_configurations[1].schedule.recovery_point_objective_time_seconds = 7200
        return policy

    return ProtectionPolicies(client).update(ext_id, slow)


PROTECTION_POLICY = Noun(
    name="protection policy",
    provider=ProtectionPolicyProvider,
    inputs=_policy_inputs,
    collection=lambda client, state: ProtectionPolicies(client),
    changes=_policy_changes,
    drifts={
        "renamed": _change(ProtectionPolicies, name="by-hand"),
        "no category left": _change(ProtectionPolicies, category_ids=[]),
        "the way back dropped": _drop_the_way_back,
        "the way back slower": _slower_back,
    },
)


def _plan_inputs(client: PrismCentral) -> dict[str, Any]:
    managers = _managers(client)
    return {
        "name": "workload-recovery",
        "primary_domain_manager_id": managers["own"],
        "recovery_domain_manager_id": managers["other"],
        "stages": [
            {"category_ids": [_category(client, "db")], "delay_seconds": 30},
            {"category_ids": [_category(client, "web")]},
        ],
        "network_mappings": [_mapping("workload-1"), _mapping("workload-2", test=True)],
    }


def _network(name: str, vpc: str, gateway: str = "172.30.1.1") -> dict[str, Any]:
    return {"vpc_id": vpc, "subnet_name": name, "gateway": gateway, "prefix_length": 24}


PRIMARY_VPC, RECOVERY_VPC, TEST_VPC = (f"{n}0000000-0000-4000-8000-000000000000" for n in "123")


def _mapping(name: str, test: bool = False, gateway: str = "172.30.1.1") -> dict[str, Any]:
    mapping = {"primary": _network(name, PRIMARY_VPC, gateway), "recovery": _network(name, RECOVERY_VPC, gateway)}
    return {**mapping, "recovery_test": _network(f"{name}-test", TEST_VPC)} if test else mapping


def _plan_changes(client: PrismCentral) -> dict[str, Any]:
    return {
        "name": "renamed",
        "stages": [{"category_ids": [_category(client, "all")], "delay_seconds": 5}],
        "network_mappings": [
            _mapping("workload-2", gateway="172.30.1.9"),
            _mapping("workload-3"),
            _mapping("workload-4"),
        ],
    }


def _lose_a_stage(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> None:
    stages = RecoveryStages(client, ext_id)
    stages.delete(next(s.id for s in stages.list() if s.priority == 2))


def _gain_a_stage(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> object:
    stages = RecoveryStages(client, ext_id)
    twin = next(s for s in stages.list() if s.priority == 1)
    return stages.create(twin.model_copy(update={"ext_id": None}))


def _lose_a_mapping(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> None:
    mappings = NetworkMappings(client, ext_id)
    mappings.delete(next(iter(mappings.list())).id)


RECOVERY_PLAN = Noun(
    name="recovery plan",
    provider=RecoveryPlanProvider,
    inputs=_plan_inputs,
    collection=lambda client, state: RecoveryPlans(client),
    changes=_plan_changes,
    drifts={
        "renamed": _change(RecoveryPlans, name="by-hand"),
        "a stage lost": _lose_a_stage,
        "a stage twice": _gain_a_stage,
        "a mapping lost": _lose_a_mapping,
    },
)

NOUNS = (EXTERNAL_SUBNET, VPC, OVERLAY_SUBNET, ROUTE, CATEGORY, PROTECTION_POLICY, RECOVERY_PLAN)
