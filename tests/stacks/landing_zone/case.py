"""The landing zone on the real engine: routable pair by pair, without drift, and gone when destroyed.

Regions, VPC sizes and zones differ from case to case; the overlay and the plan do not matter here. A case is a file of
its own, so that the cases run at the same time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local_cloud.project import LocalProject
from operations.look import Reachability, summary
from operations.run import RUNS_FROM_NOTHING, Project, converge
from tests.stacks.settings import write

HOME, OTHER = "tokyo", "osaka"


@dataclass(frozen=True)
class Case:
    """Where the two sites lie, how they are joined, and what else their networks have."""

    peering: str
    regions: tuple[str, str]
    cidrs: tuple[str, str]
    zones: tuple[str, str] = ("a", "a")
    site: Mapping[str, Any] = field(default_factory=dict)

    def sites(self, known: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
        """The sites of the project, moved here."""
        return {
            name: {
                **known[name],
                **self.site,
                "region": region,
                "availabilityZones": [f"{region}{zone}" for zone in zones],
                "vpcCidr": cidr,
            }
            for name, region, cidr, zones in zip((HOME, OTHER), self.regions, self.cidrs, self.zones, strict=True)
        }

    @property
    def pairs(self) -> int:
        return 2 * 4 * len(self.zones[0]) * 4 * len(self.zones[1])


def clients(local: LocalProject) -> dict[str, Any]:
    return {site: local.aws("ec2", site) for site in (HOME, OTHER)}


def reached(local: LocalProject) -> str:
    """How many subnet pairs of the two sites get through, and why the others do not."""
    vpcs = {site: str(local.stack(site).outputs()["vpcId"]) for site in (HOME, OTHER)}
    return summary(Reachability.read(clients(local)).pairs((HOME, vpcs[HOME]), (OTHER, vpcs[OTHER])))


def stands_reaches_stays_and_goes(case: Case, directory: Path) -> None:
    """The story of a case, on a local cloud of its regions."""
    project = Project.here().working_copy(directory / "project")
    write(
        project, peering=case.peering, sites=case.sites(project.configuration()["sites"]), loadBalancer=None, dns=None
    )
    local = LocalProject.at(project, directory / "cloud")
    local.start(print)
    try:
        _story(local, case)
    finally:
        local.cloud.down()


def _story(local: LocalProject, case: Case) -> None:
    stacks = [local.stack(OTHER), local.stack(HOME)]
    before = [inventory(ec2) for ec2 in clients(local).values()]
    assert converge(stacks, lambda *_: None) == RUNS_FROM_NOTHING
    assert reached(local) == f"{case.pairs} of {case.pairs} subnet pairs get through"
    for stack in stacks:
        refreshed = stack.refresh()
        assert not refreshed.changed, refreshed.text
    for stack in reversed(stacks):
        stack.destroy()
    assert [inventory(ec2) for ec2 in clients(local).values()] == before


def inventory(ec2: Any) -> dict[str, list[str]]:
    """The ids of everything of a network that lives in a region."""
    gone = ("deleted", "deleting", "failed", "rejected")
    kinds = {
        "vpcs": ("Vpcs", "VpcId"),
        "subnets": ("Subnets", "SubnetId"),
        "route_tables": ("RouteTables", "RouteTableId"),
        "internet_gateways": ("InternetGateways", "InternetGatewayId"),
        "nat_gateways": ("NatGateways", "NatGatewayId"),
        "addresses": ("Addresses", "AllocationId"),
        "vpc_endpoints": ("VpcEndpoints", "VpcEndpointId"),
        "flow_logs": ("FlowLogs", "FlowLogId"),
        "vpc_peering_connections": ("VpcPeeringConnections", "VpcPeeringConnectionId"),
        "transit_gateways": ("TransitGateways", "TransitGatewayId"),
        "transit_gateway_route_tables": ("TransitGatewayRouteTables", "TransitGatewayRouteTableId"),
        "transit_gateway_attachments": ("TransitGatewayAttachments", "TransitGatewayAttachmentId"),
    }
    return {
        kind: sorted(item[id] for item in getattr(ec2, f"describe_{kind}")()[key] if state(item) not in gone)
        for kind, (key, id) in kinds.items()
    }


def state(item: Mapping[str, Any]) -> str:
    return str(item.get("State") or item.get("Status", {}).get("Code", "") if "FlowLogId" not in item else "")
