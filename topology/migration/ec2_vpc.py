"""The VPC the workload lives in before its migration to NC2; its addresses are the overlay's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from topology.config import Ec2VpcConfig, ExistingEc2VpcConfig, OverlayConfig, SiteConfig
from topology.errors import Problem
from topology.network.addressing import MAX_ZONES, attachment_cidr
from topology.network.tier import Tier
from topology.site import SubnetPlan, zone_problems

_EXISTING = "ec2Vpc.existing"


@dataclass(frozen=True)
class ExistingEc2Vpc:
    """The VPC as it stands. Without an attachment, the stack attaches it by `subnet_ids`, one for each zone."""

    vpc_id: str
    subnet_ids: tuple[str, ...]
    transit_gateway_attachment_id: str | None


@dataclass(frozen=True)
class Ec2Vpc:
    """`site` names the site in whose region it lies; one attachment subnet for each zone.

    `existing`: None where the stack makes the VPC. One that exists has no zones and no attachment subnets of ours.
    """

    site: str
    cidr: str
    availability_zones: tuple[str, ...]
    attachment_subnets: tuple[SubnetPlan, ...]
    existing: ExistingEc2Vpc | None = None

    @property
    def is_attached_by_others(self) -> bool:
        """Whether the attachment to the transit gateway exists, which the stack leaves as it is."""
        return self.existing is not None and self.existing.transit_gateway_attachment_id is not None


def build_ec2_vpc(config: Ec2VpcConfig) -> Ec2Vpc:
    """The EC2 VPC of a configuration that has no problems."""
    zones, existing = config.availability_zones or (), config.existing
    return Ec2Vpc(
        site=config.site,
        cidr=str(config.cidr),
        availability_zones=zones,
        attachment_subnets=tuple(
            SubnetPlan(Tier.ATTACHMENT, zone, str(attachment_cidr(config.cidr, number)))
            for number, zone in enumerate(zones)
        ),
        existing=ExistingEc2Vpc(existing.vpc_id, existing.subnet_ids or (), existing.transit_gateway_attachment_id)
        if existing
        else None,
    )


def ec2_vpc_problems(
    config: Ec2VpcConfig, sites: Mapping[str, SiteConfig], overlay: OverlayConfig | None
) -> Iterator[Problem]:
    """Problems of the EC2 VPC with the sites and the overlay."""
    site = sites.get(config.site)
    if config.existing is not None:
        yield from _existing_problems(config, config.existing, site)
    elif config.availability_zones is None:
        yield Problem("ec2Vpc.availabilityZones", "is missing: expected a list of 1 to 4 availability zones")
    else:
        yield from zone_problems("ec2Vpc.availabilityZones", config.availability_zones, site.region if site else None)
    for name, other in sites.items():
        if config.cidr.overlaps(other.vpc_cidr):
            expected = f"expected no overlap with sites.{name}.vpcCidr, {other.vpc_cidr} (change either key)"
            yield Problem.with_value("ec2Vpc.cidr", config.cidr, expected)
    if overlay is not None and len(config.availability_zones or ()) <= MAX_ZONES:
        yield from _overlay_problems(config, overlay)


def _existing_problems(
    config: Ec2VpcConfig, existing: ExistingEc2VpcConfig, site: SiteConfig | None
) -> Iterator[Problem]:
    if config.availability_zones is not None:
        expected = "expected no such key with ec2Vpc.existing: the existing subnets have their zones"
        yield Problem.with_value("ec2Vpc.availabilityZones", config.availability_zones, expected)
    attachment, subnets = existing.transit_gateway_attachment_id, existing.subnet_ids
    if attachment is None and subnets is None:
        expected = (
            "is missing: expected the attachment of the VPC to the site's transit gateway; or, where it is not "
            "attached, subnetIds, by which this stack attaches it"
        )
        yield Problem(f"{_EXISTING}.transitGatewayAttachmentId", expected)
    if attachment is not None and subnets is not None:
        expected = "expected no such key with transitGatewayAttachmentId, which has its subnets"
        yield Problem.with_value(f"{_EXISTING}.subnetIds", subnets, expected)
    if attachment is not None and site is not None and site.existing.transit_gateway_id is None:
        expected = f"expected only together with sites.{config.site}.existing.transitGatewayId, the gateway of it"
        yield Problem.with_value(f"{_EXISTING}.transitGatewayAttachmentId", attachment, expected)
    yield from _subnet_id_problems(subnets)


def _subnet_id_problems(subnets: tuple[str, ...] | None) -> Iterator[Problem]:
    if subnets is not None and not subnets:
        yield Problem(f"{_EXISTING}.subnetIds", "expected at least one subnet, one for each zone of the instances")
    for number, id in enumerate(subnets or ()):
        if id in (subnets or ())[:number]:
            yield Problem.with_value(f"{_EXISTING}.subnetIds[{number}]", id, "expected each subnet once")


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
    attachments = [attachment_cidr(config.cidr, zone) for zone in range(len(config.availability_zones or ()))]
    for number, subnet in enumerate(overlay.subnets):
        for attachment in attachments:
            if subnet.cidr.overlaps(attachment):
                expected = f"expected no overlap with {attachment}, the attachment subnet of the EC2 VPC"
                yield Problem.with_value(f"overlay.subnets[{number}].cidr", subnet.cidr, expected)
