"""The VPC the workload lives in before its migration to NC2; its addresses are the overlay's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from topology.config import Ec2VpcConfig, OverlayConfig, SiteConfig
from topology.errors import Problem
from topology.network.addressing import MAX_ZONES, attachment_cidr
from topology.network.tier import Tier
from topology.site import SubnetPlan, zone_problems


@dataclass(frozen=True)
class Ec2Vpc:
    """`site` names the site in whose region it lies; one attachment subnet for each zone."""

    site: str
    cidr: str
    availability_zones: tuple[str, ...]
    attachment_subnets: tuple[SubnetPlan, ...]


def build_ec2_vpc(config: Ec2VpcConfig) -> Ec2Vpc:
    """The EC2 VPC of a configuration that has no problems."""
    zones = config.availability_zones
    return Ec2Vpc(
        site=config.site,
        cidr=str(config.cidr),
        availability_zones=zones,
        attachment_subnets=tuple(
            SubnetPlan(Tier.ATTACHMENT, zone, str(attachment_cidr(config.cidr, number)))
            for number, zone in enumerate(zones)
        ),
    )


def ec2_vpc_problems(
    config: Ec2VpcConfig, sites: Mapping[str, SiteConfig], overlay: OverlayConfig | None
) -> Iterator[Problem]:
    """Problems of the EC2 VPC with the sites and the overlay."""
    site = sites.get(config.site)
    yield from zone_problems("ec2Vpc.availabilityZones", config.availability_zones, site.region if site else None)
    for name, other in sites.items():
        if config.cidr.overlaps(other.vpc_cidr):
            expected = f"expected no overlap with sites.{name}.vpcCidr, {other.vpc_cidr} (change either key)"
            yield Problem.with_value("ec2Vpc.cidr", config.cidr, expected)
    if overlay is not None and len(config.availability_zones) <= MAX_ZONES:
        yield from _overlay_problems(config, overlay)


def _overlay_problems(config: Ec2VpcConfig, overlay: OverlayConfig) -> Iterator[Problem]:
    for prefix in overlay.externally_routable_prefixes:
        if not prefix.subnet_of(config.cidr):
            expected = (
                f"expected a prefix that holds {prefix} of overlay.externallyRoutablePrefixes: "
                "the workload keeps its addresses when it moves to NC2"
            )
            yield Problem.with_value("ec2Vpc.cidr", config.cidr, expected)
    external = overlay.external_subnet.cidr
    if config.cidr.overlaps(external):
        expected = f"expected no overlap with overlay.externalSubnet.cidr, {external} (change either key)"
        yield Problem.with_value("ec2Vpc.cidr", config.cidr, expected)
    attachments = [attachment_cidr(config.cidr, zone) for zone in range(len(config.availability_zones))]
    for number, subnet in enumerate(overlay.subnets):
        for attachment in attachments:
            if subnet.cidr.overlaps(attachment):
                expected = f"expected no overlap with {attachment}, the attachment subnet of the EC2 VPC"
                yield Problem.with_value(f"overlay.subnets[{number}].cidr", subnet.cidr, expected)
