"""Whatever stands in Prism Central: what a stack would make is refused, or used as it is; destroy leaves all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pulumi.dynamic import ResourceProvider

from prism import ConflictError, PrismCentral
from prism.clustermgmt import Clusters
from prism.datapolicies import ProtectionPolicies, RecoveryPlans
from prism.networking import Subnets, Vpcs
from prism.prism import Categories, DomainManagers
from providers.category import CategoryProvider
from providers.external_subnet import ExternalSubnetProvider
from providers.protection_policy import ProtectionPolicyProvider
from providers.recovery_plan import RecoveryPlanProvider
from providers.route import RouteProvider
from providers.subnet import OverlaySubnetProvider
from providers.vpc import VpcProvider
from tests.estates import configuration
from tests.estates.conftest import Build, Built
from tests.estates.estate import Estate
from tests.estates.generator import estate
from tests.estates.handing_over import hand_over_categories, hand_over_overlay, mark
from tests.estates.in_prism import TRANSIT
from tests.estates.snapshot import difference, lost
from tests.estates.trial import TRIAL
from tests.providers._engine import Engine

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Wanted:
    """A resource of the home site's stack, with the inputs that the program gives it."""

    resource: str
    provider: type[ResourceProvider]
    inputs: dict[str, Any]

    def engine(self, site: str) -> Engine:
        return Engine(self.provider, owner=f"nc2-dr/{site}/{self.resource}")


def wanted(built: Built) -> Iterator[Wanted]:
    """Everything that has a name in the configuration, as if what it belongs to were known."""
    client = built.centrals(built.estate.home.name)
    yield from _overlay(built.estate, client)
    yield from _protection(built, client)


def _overlay(one: Estate, client: PrismCentral) -> Iterator[Wanted]:
    overlay, vpcs = configuration.overlay(one), Vpcs(client)
    external = overlay["externalSubnet"]
    transit, vpc = vpcs.get_by_name(TRANSIT).id, vpcs.get_by_name(one.overlay).id
    cluster = next(each.id for each in Clusters(client).list() if each.name == one.home.cluster)
    yield Wanted(
        "overlay-external", ExternalSubnetProvider, {**external, "transit_vpc_id": transit, "cluster_id": cluster}
    )
    joined = next(each.id for each in Subnets(client).list() if each.name == one.external_name)
    prefixes = overlay["externallyRoutablePrefixes"]
    routed = {"external_subnet_ids": [joined], "externally_routable_prefixes": prefixes}
    yield Wanted("overlay-vpc", VpcProvider, {"name": one.overlay, **routed})
    route = {"vpc_id": vpc, "destination": "0.0.0.0/0", "external_subnet_id": joined}
    yield Wanted("overlay-default", RouteProvider, route)
    for subnet in overlay["subnets"]:
        inputs = {
            "name": subnet["name"],
            "vpc_id": vpc,
            "cidr": subnet["cidr"],
            "gateway": subnet["gateway"],
            "dhcp_pools": subnet["dhcpPools"],
            "dns_servers": subnet["dnsServers"],
            "domain_name": subnet["domainName"],
        }
        yield Wanted(f"overlay-{subnet['name']}", OverlaySubnetProvider, inputs)


def _protection(built: Built, client: PrismCentral) -> Iterator[Wanted]:
    one, managers = (
        built.estate,
        [next(iter(DomainManagers(built.centrals(site.name)).list())).id for site in built.estate.sites],
    )
    ids = {f"{each.key}:{each.value}": each.id for each in Categories(client).list()}
    for key, value in dict.fromkeys(policy.category for policy in one.policies):
        yield Wanted(f"protection-{key}-{value}", CategoryProvider, {"key": key, "value": value})
    locations = [
        {"label": site.name, "domain_manager_id": id, "is_primary": site is one.home}
        for site, id in zip(one.sites, managers, strict=True)
    ]
    for policy in one.policies:
        kept = {"retention_local": policy.kept, "retention_remote": policy.kept} if policy.rpo_seconds else {}
        inputs = {"name": policy.name, "category_ids": [ids[":".join(policy.category)]], "locations": locations}
        yield Wanted(
            f"policy-{policy.name}",
            ProtectionPolicyProvider,
            {**inputs, "rpo_seconds": policy.rpo_seconds, **kept},
        )
    stages = [{"category_ids": [ids[":".join(policy.category)]]} for policy in one.policies]
    ends = dict(zip(("primary_domain_manager_id", "recovery_domain_manager_id"), managers, strict=True))
    plan = {"name": one.plans[0].name, **ends, "stages": stages}
    yield Wanted("protection-plan", RecoveryPlanProvider, plan)


@pytest.mark.parametrize("seed", ["trial", 1, 3, 5, 8])
def test_an_estate_of_others_is_left_as_it_was(build: Build, seed: int | str, monkeypatch: pytest.MonkeyPatch) -> None:
    built = build(TRIAL if isinstance(seed, str) else estate(seed))
    home = built.estate.home.name
    for name, value in built.environment(home).items():
        monkeypatch.setenv(name, value)
    before, all_of_it = built.look(), list(wanted(built))
    for one in all_of_it:
        with pytest.raises(ConflictError, match="was not made by this stack"):
            one.engine(home).up(one.inputs)
    assert difference(before, built.look()) == []
    hand_over(built)
    handed_over, used = built.look(), []
    for one in all_of_it:
        engine = one.engine(home)
        if one.provider in (ProtectionPolicyProvider, RecoveryPlanProvider):
            # Their labels and stages are not those that the configuration can say.
            with pytest.raises(ConflictError, match="What others made is not rewritten"):
                engine.up(one.inputs)
            continue
        assert engine.up(one.inputs) == "create"
        assert engine.up(one.inputs) == "same"
        used.append(engine)
    assert difference(handed_over, built.look()) == []
    for engine in reversed(used):
        engine.destroy()
    assert lost(before.without(" policy '", " plan '"), built.look()) == []


def hand_over(built: Built) -> None:
    """All of it, policies and the plan too."""
    one = built.estate
    client, stack = built.centrals(one.home.name), f"nc2-dr/{one.home.name}"
    hand_over_overlay(one, client, stack)
    hand_over_categories(client, stack, *dict.fromkeys(policy.category for policy in one.policies))
    for policy in list(ProtectionPolicies(client).list()):
        mark(ProtectionPolicies(client), policy, f"{stack}/policy-{policy.name}")
    plan = RecoveryPlans(client).get_by_name(one.plans[0].name)
    mark(RecoveryPlans(client), plan, f"{stack}/protection-plan")
