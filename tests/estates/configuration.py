"""What an operator writes into Pulumi.yaml for an estate: what exists by id, and the rest by the names that it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.estates.estate import Estate, Policy, Site
from tests.estates.in_aws import TIERS, AwsIds, SiteIds


def planned(estate: Estate) -> dict[str, Any]:
    """The key ``sites`` before anything is named by id, with the subnets that the estate has."""
    return {site.name: {**_facts(site), "subnets": _subnets(site)} for site in estate.sites}


def existing(estate: Estate, ids: AwsIds, *, peering: bool = True) -> dict[str, Any]:
    """The key ``sites`` with everything that exists by its id; ``peering`` says whether that is named, too."""
    named = {"transitGatewayPeeringId": ids.peering} if peering and ids.peering else {}
    return {site.name: {**_facts(site), "existing": {**_ids(ids.sites[site.name]), **named}} for site in estate.sites}


def overlay(estate: Estate) -> dict[str, Any]:
    """The key ``overlay``, with the estate's own names."""
    external = [estate.external_host(number) for number in (1, 10, 99)]
    return {
        "vpc": estate.overlay,
        "externallyRoutablePrefixes": [estate.prefix],
        "externalSubnet": {
            "name": estate.external_name,
            "cidr": estate.external_cidr,
            "gateway": external[0],
            "pools": [external[1:]],
        },
        "subnets": [
            {
                "name": one.name,
                "cidr": one.cidr,
                "gateway": one.host(1),
                "dhcpPools": [list(one.pool)],
                "dnsServers": [one.dns],
                "domainName": one.domain,
            }
            for one in estate.segments
        ],
    }


def protection(estate: Estate, plan: str, policies: str = "") -> dict[str, Any]:
    """The key ``protection``: the estate's policies are the tiers, and one plan recovers all of them.

    ``policies`` goes before the names of the policies, so that they are the project's own beside those of the estate.
    """
    first, *others = (_tier(policy, policies) for policy in estate.policies)
    named = zip(estate.policies[1:], others, strict=True)
    tiers = [{"name": one.category[1].lower(), "destination": "cluster", **tier} for one, tier in named]
    return {**first, "recoveryPlan": plan, "timeoutMinutes": 30, **({"tiers": tiers} if tiers else {})}


def changes(estate: Estate) -> Mapping[str, Any]:
    """All keys but ``sites`` that differ from those of the tracked Pulumi.yaml; None takes one out."""
    return {
        "activeRegion": estate.home.name,
        "homeSite": estate.home.name,
        "overlay": overlay(estate),
        "protection": protection(estate, estate.plans[0].name),
        "loadBalancer": None,
        "dns": None,
    }


def _facts(site: Site) -> dict[str, Any]:
    return {
        "region": site.region,
        "availabilityZones": [f"{site.region}{zone}" for zone in site.zones],
        "vpcCidr": site.cidr,
        "asn": site.asn,
        "prismCentral": site.prism_central,
        "cluster": site.cluster,
    }


def _subnets(site: Site) -> dict[str, list[str]]:
    """Zone after zone, and in each the tiers in their order."""
    return {
        tier: [site.subnet(number + 4 * zone) for zone in range(len(site.zones))]
        for number, tier in enumerate(TIERS, 1)
    }


def _ids(own: SiteIds) -> dict[str, Any]:
    return {
        "vpcId": own.vpc,
        "subnetIds": {tier: list(found) for tier, found in own.subnets.items()},
        "transitGatewayId": own.gateway,
        "transitGatewayRouteTableId": own.gateway_table,
        "transitGatewayAttachmentId": own.attachment,
    }


def _tier(policy: Policy, before: str) -> dict[str, Any]:
    return {
        "category": {"key": policy.category[0], "value": policy.category[1]},
        "policy": before + policy.name,
        "rpoSeconds": policy.rpo_seconds,
        "retention": {"local": policy.kept, "remote": policy.kept},
    }
