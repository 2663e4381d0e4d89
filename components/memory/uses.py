"""Which outputs of the other stack this stack goes by, and what it would do without each."""

from collections.abc import Iterator

from topology import Peering, SiteModel

_PEERING = "the peering and its routes"
_PROTECTION = "the protection policies and the recovery plans"
WITH_THE_WORD = ("takenOver", "tiersTakenOver")
"""What belongs to the word of an active site, and is kept with it. Alone, its absence means nothing."""
OF_THE_PEERING = frozenset({"transitGatewayId", "vpcId", "requestedPeeringId", "acceptedPeeringId"})


def uses(model: SiteModel) -> dict[str, str]:
    """Output -> what goes by it. Whatever the program reads of the other stack stands here; a test holds it up."""
    turn = dict.fromkeys(("generation", "activeSite"), "the check whose turn a failover is")
    return {**turn, **dict(_peering(model)), **dict(_protection(model)), **dict(_ingress(model))}


def _peering(model: SiteModel) -> Iterator[tuple[str, str]]:
    if model.peering is Peering.NONE:
        return
    if not model.is_home:
        yield "requestedPeeringId", _PEERING
        return
    yield "transitGatewayId" if model.peering is Peering.TRANSIT_GATEWAY else "vpcId", _PEERING
    yield "acceptedPeeringId", _PEERING


def _protection(model: SiteModel) -> Iterator[tuple[str, str]]:
    """A site in zero compute has a Prism Central only while it is active: then alone it is expected to say so."""
    if not model.is_home and model.protection.in_store:
        yield "categoryIds", "the categories of restored VMs"
    if not model.is_home or not model.other_has_cluster:
        return
    yield "domainManagerId", _PROTECTION
    yield "overlayVpcId", _PROTECTION
    if model.overlay.test_vpc is not None:
        yield "overlayTestVpcId", "the test networks of the recovery plans"
    if model.other.zero_compute:
        yield (
            "prismCentralAddress",
            "the pairing of the Prism Centrals (told by the NC2 console or PRISM_ENDPOINT there)",
        )


def _ingress(model: SiteModel) -> Iterator[tuple[str, str]]:
    if model.dns is not None and model.load_balancer is not None:
        if model.is_home:
            yield "loadBalancerDnsName", "the health check behind the DNS name"
        elif model.dns.zone_id is None:
            yield "hostedZoneId", "the DNS record of this site"
    if model.migration is not None and model.migration.site != model.me.name:
        yield "capturedAddresses", "the DHCP pools, which leave captured addresses out"
