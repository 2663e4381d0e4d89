"""The migration on the real engine out of a customer's VPC, which is attached to the company's transit gateway."""

from pathlib import Path
from typing import Any

import pytest

from prism.vmm import Vms
from stories.migration import Migration

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=4)]

_OPTIONS = ("HttpTokens", "InstanceMetadataTags", "HttpEndpoint")


class OfACustomer(Migration):
    """As the migration's own story, in a VPC that stood before; `destroy` leaves all of it as it was."""

    stays_attached = True

    def play(self) -> None:
        self.local.enter(self.home)
        vpc, gateway = self._vpc(), self._gateway()
        attachment = self._attachment(vpc, gateway["TransitGatewayId"])
        table = self._table(gateway["TransitGatewayId"], attachment)
        site, cidr = self.home, self.local.model(self.home).overlay.externally_routable_prefixes[0]
        named = {"transitGatewayId": gateway["TransitGatewayId"], "transitGatewayRouteTableId": table}
        self.local.project.set(f"sites.{site}.existing", named)
        existing = {"vpcId": vpc, "transitGatewayAttachmentId": attachment}
        self.local.project.set("ec2Vpc", {"site": site, "cidr": cidr, "existing": existing})
        before = self._held()
        super().play()
        self._restored(before)

    def _restored(self, before: dict[str, Any]) -> None:
        instances = [one for page in self.ec2().describe_instances()["Reservations"] for one in page["Instances"]]
        self.expect("instances whose metadata the stack has changed", len(self._changed(instances)), len(instances))
        vms = Vms(self.local.prism(self.home))
        for vm in vms.list():
            vms.delete(vm.id)
        self.phase("destroy", self.stack(self.home).destroy)
        after = self._held()
        for kind, held in before.items():
            self.expect(f"the customer's {kind}", after[kind], held)
        instances = [one for page in self.ec2().describe_instances()["Reservations"] for one in page["Instances"]]
        self.expect("instances left with changed metadata", self._changed(instances), [])

    @staticmethod
    def _changed(instances: list[dict[str, Any]]) -> list[str]:
        wanted = ["required", "enabled", "enabled"]
        return [one["InstanceId"] for one in instances if [one["MetadataOptions"][key] for key in _OPTIONS] == wanted]

    def _vpc(self) -> str:
        ec2, overlay = self.ec2(), self.local.model(self.home).overlay
        vpc = ec2.create_vpc(CidrBlock=overlay.externally_routable_prefixes[0])["Vpc"]["VpcId"]
        zone = self.local.model(self.home).me.availability_zones[0]
        ec2.create_subnet(VpcId=vpc, CidrBlock=overlay.subnets[0].cidr, AvailabilityZone=zone)
        return str(vpc)

    def _gateway(self) -> Any:
        options = {
            "AmazonSideAsn": self.local.model(self.home).me.asn,
            "DefaultRouteTableAssociation": "disable",
            "DefaultRouteTablePropagation": "disable",
            "DnsSupport": "enable",
        }
        return self.ec2().create_transit_gateway(Description="company", Options=options)["TransitGateway"]

    def _attachment(self, vpc: str, gateway: str) -> str:
        ec2 = self.ec2()
        (subnet,) = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"]
        made = ec2.create_transit_gateway_vpc_attachment(
            TransitGatewayId=gateway, VpcId=vpc, SubnetIds=[subnet["SubnetId"]]
        )
        return str(made["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"])

    def _table(self, gateway: str, attachment: str) -> str:
        ec2 = self.ec2()
        made = ec2.create_transit_gateway_route_table(TransitGatewayId=gateway)["TransitGatewayRouteTable"]
        table = str(made["TransitGatewayRouteTableId"])
        both = {"TransitGatewayRouteTableId": table, "TransitGatewayAttachmentId": attachment}
        ec2.associate_transit_gateway_route_table(**both)
        ec2.enable_transit_gateway_route_table_propagation(**both)
        return table

    def _held(self) -> dict[str, Any]:
        """VPCs, subnets, tables, gateways and attachments with all that AWS says of them, and the gateway's routes."""
        ec2 = self.ec2()
        attachments = ec2.describe_transit_gateway_vpc_attachments()["TransitGatewayVpcAttachments"]
        tables = ec2.describe_transit_gateway_route_tables()["TransitGatewayRouteTables"]
        every = [{"Name": "state", "Values": ["active", "blackhole"]}]
        return {
            "vpcs": ec2.describe_vpcs()["Vpcs"],
            # The instances that were launched meanwhile have addresses of them.
            "subnets": [one | {"AvailableIpAddressCount": 0} for one in ec2.describe_subnets()["Subnets"]],
            "tables": ec2.describe_route_tables()["RouteTables"],
            "gateways": ec2.describe_transit_gateways()["TransitGateways"],
            "attachments": [one for one in attachments if one["State"] not in ("deleted", "deleting")],
            "gateway tables": tables,
            "routes": [
                ec2.search_transit_gateway_routes(
                    TransitGatewayRouteTableId=one["TransitGatewayRouteTableId"], Filters=every
                )["Routes"]
                for one in tables
            ],
            "lists": [one["PrefixListName"] for one in ec2.describe_managed_prefix_lists()["PrefixLists"]],
        }


def test_a_customer_s_vpc_is_migrated_and_brought_back_and_left_as_it_was(tmp_path: Path) -> None:
    said: list[str] = []
    assert OfACustomer.tell(tmp_path, said.append) == [], "\n".join(said)
