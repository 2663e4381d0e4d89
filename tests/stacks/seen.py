"""What runs where, where routes lead, the operator's one command in this process, and what is left after the end."""

from local_cloud.observation import leads_to, placements
from local_cloud.project import LocalProject
from local_cloud.workload import machines
from operations.run import Orchestration
from prism.datapolicies import ProtectionPolicies, RecoveryPlans
from prism.networking import Subnets, Vpcs
from prism.prism import Categories

HOME, OTHER = "tokyo", "osaka"


def where(local: LocalProject, site: str) -> dict[str, tuple[str, str]]:
    """VM name -> (address, power) in one site."""
    category = local.model(site).protection.category
    found = placements(site, local.prism(site), category.key, category.value)
    return {vm.name: (vm.address, vm.power) for vm in found}


def promised(local: LocalProject) -> dict[str, tuple[str, str]]:
    return {machine.vm: (machine.address, "ON") for machine in machines(local.model(HOME))}


def gateway(local: LocalProject, site: str) -> set[str]:
    """Where the site's transit gateway leads the workload's prefixes."""
    model = local.model(site)
    ec2 = local.aws("ec2", site)
    table = str(local.stack(site).outputs()["transitGatewayRouteTableId"])
    return {leads_to(ec2, table, prefix) for prefix in model.overlay.externally_routable_prefixes}


def leftovers(local: LocalProject, site: str) -> dict[str, list[str]]:
    """What is there beyond what AWS and NC2 put there themselves, by kind."""
    prism, model = local.prism(site), local.model(site)
    ec2 = local.aws("ec2", site)
    ours = {model.overlay.external_subnet.name, *(subnet.name for subnet in model.overlay.subnets)}
    gone = ("deleted", "deleting", "failed", "rejected")
    found = {
        "vpcs": [vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]],
        "transit gateways": [
            gateway["TransitGatewayId"]
            for gateway in ec2.describe_transit_gateways()["TransitGateways"]
            if gateway["State"] not in gone
        ],
        "attachments": [
            attachment["TransitGatewayAttachmentId"]
            for attachment in ec2.describe_transit_gateway_attachments()["TransitGatewayAttachments"]
            if attachment["State"] not in gone
        ],
        "nat gateways": [
            nat["NatGatewayId"] for nat in ec2.describe_nat_gateways()["NatGateways"] if nat["State"] not in gone
        ],
        "addresses": [address["PublicIp"] for address in ec2.describe_addresses()["Addresses"]],
        "overlay vpcs": [vpc.label for vpc in Vpcs(prism).list() if vpc.label != model.me.transit_vpc],
        "overlay subnets": [subnet.label for subnet in Subnets(prism).list() if subnet.label in ours],
        "categories": [category.label for category in Categories(prism).list() if category.type == "USER"],
        "protection policies": [policy.label for policy in ProtectionPolicies(prism).list()],
        "recovery plans": [plan.label for plan in RecoveryPlans(prism).list()],
    }
    return {kind: ids for kind, ids in found.items() if ids}


def orchestrate(local: LocalProject, target: str) -> tuple[Orchestration, list[str]]:
    said: list[str] = []
    stacks = {site: local.stack(site) for site in dict.fromkeys((target, *local.sites()))}
    return Orchestration(target, stacks, said.append, f"python -m operations failover {target}"), said


def running(local: LocalProject, site: str) -> dict[str, str]:
    """VM name -> address of what runs at a site."""
    return {name: address for name, (address, power) in where(local, site).items() if power == "ON"}


def addresses(local: LocalProject) -> dict[str, str]:
    """VM name -> address that the configuration promises."""
    return {name: address for name, (address, _) in promised(local).items()}
