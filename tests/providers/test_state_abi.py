"""What is written into state: where a provider lives and how it is called. Changing a line here breaks every
stack that exists; keep the old path importable if it must be."""

from __future__ import annotations

import base64
import importlib
import pkgutil

import pytest
from pulumi.dynamic import Resource
from pulumi.dynamic.dynamic import serialize_provider

import providers
from providers.base import CheckedProvider, PrismResource
from tools.provider_pages import documented

ABI = {
    "providers.category.CategoryProvider": "dynamic/prism:Category",
    "providers.category_members.CategoryMembersProvider": "dynamic/prism:CategoryMembers",
    "providers.cut_over.CutOverProvider": "dynamic/prism:CutOver",
    "providers.destroy_guard.DestroyGuardProvider": "dynamic/prism:DestroyGuard",
    "providers.external_subnet.ExternalSubnetProvider": "dynamic/prism:ExternalSubnet",
    "providers.failover.FailoverProvider": "dynamic/prism:Failover",
    "providers.floating_ips.FloatingIpsProvider": "dynamic/prism:FloatingIps",
    "providers.nat_subnet.NatSubnetProvider": "dynamic/prism:NatSubnet",
    "providers.ip_retention.IpRetentionProvider": "dynamic/prism:IpRetention",
    "providers.nc2_cluster.Nc2ClusterProvider": "dynamic/nc2:Nc2Cluster",
    "providers.pairing.PairingProvider": "dynamic/prism:Pairing",
    "providers.prism_site.PrismSiteProvider": "dynamic/prism:PrismSite",
    "providers.protection_policy.ProtectionPolicyProvider": "dynamic/prism:ProtectionPolicy",
    "providers.recovery_plan.RecoveryPlanProvider": "dynamic/prism:RecoveryPlan",
    "providers.recovery_point_store.RecoveryPointStoreProvider": "dynamic/prism:RecoveryPointStore",
    "providers.route.RouteProvider": "dynamic/prism:Route",
    "providers.routing_policy.RoutingPolicyProvider": "dynamic/prism:RoutingPolicy",
    "providers.source_instances.SourceInstancesProvider": "dynamic/migration:SourceInstances",
    "providers.store_recovery.StoreRecoveryProvider": "dynamic/prism:StoreRecovery",
    "providers.subnet.OverlaySubnetProvider": "dynamic/prism:OverlaySubnet",
    "providers.vm.VmProvider": "dynamic/prism:Vm",
    "providers.target_registrations.TargetRegistrationsProvider": "dynamic/aws:TargetRegistrations",
    "providers.transit_vpc_prefixes.TransitVpcPrefixesProvider": "dynamic/prism:TransitVpcPrefixes",
    "providers.vm_nic.VmNicProvider": "dynamic/prism:VmNic",
    "providers.vpc.VpcProvider": "dynamic/prism:Vpc",
}


def exported(base: type) -> dict[str, type]:
    """The subclasses that the modules of the package define themselves."""
    found = {}
    for module in pkgutil.iter_modules(providers.__path__):
        if module.name.startswith("_"):
            continue
        for name, value in vars(importlib.import_module(f"providers.{module.name}")).items():
            if isinstance(value, type) and issubclass(value, base) and value.__module__ == f"providers.{module.name}":
                found[f"{value.__module__}.{name}"] = value
    return found


def test_the_providers_are_where_state_looks_for_them() -> None:
    assert sorted(exported(CheckedProvider)) == sorted(ABI)


def test_the_resources_have_the_types_that_state_knows() -> None:
    types = {str(vars(resource)["_resource_type_name"]) for resource in exported(Resource).values()}
    assert types == set(ABI.values())
    assert all(issubclass(resource, PrismResource) for resource in exported(Resource).values())


@pytest.mark.parametrize("path", sorted(ABI))
def test_a_provider_pickles_to_a_reference_and_holds_no_secret(path: str) -> None:
    provider = exported(CheckedProvider)[path]()
    pickled = base64.b64decode(serialize_provider(provider))
    module, name = path.rsplit(".", 1)
    assert len(pickled) < 100
    assert module.encode() in pickled
    assert name.encode() in pickled
    assert pickled.index(module.encode()) < 20
    assert not provider.serialize_as_secret_always
    assert not vars(provider)


def test_the_resource_and_the_provider_of_a_noun_are_called_after_it() -> None:
    # The state holds OverlaySubnet, from the time when the external subnet was in the same module.
    expected = {one.noun: one.noun.title().replace("_", "") for one in documented()} | {"subnet": "OverlaySubnet"}
    for one in documented():
        assert one.resource.__name__ == expected[one.noun]
        assert one.provider.__name__ == f"{expected[one.noun]}Provider"
        assert one.provider.__module__ == one.resource.__module__ == f"providers.{one.noun}"
