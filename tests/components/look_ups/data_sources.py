"""AWS's own answers, made of what a data source of the AWS provider would show: the tests say them in those terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import grpc  # type: ignore[import-untyped]
from botocore.exceptions import BotoCoreError, ClientError

Shown = Callable[..., Mapping[Any, Any]]
_TARGETS = {
    "gatewayId": "GatewayId",
    "natGatewayId": "NatGatewayId",
    "transitGatewayId": "TransitGatewayId",
    "vpcPeeringConnectionId": "VpcPeeringConnectionId",
    "networkInterfaceId": "NetworkInterfaceId",
    "instanceId": "InstanceId",
}


class DataSources:
    """A boto3 client of one service. `shown` takes a data source's token and arguments."""

    def __init__(self, service: str, shown: Shown) -> None:
        self._service, self._shown = service, shown

    def describe_availability_zones(self) -> dict[str, Any]:
        names = self._show("aws:index/getAvailabilityZones:getAvailabilityZones")["names"]
        return {"AvailabilityZones": [{"ZoneName": name} for name in names]}

    def describe_vpcs(self, Filters: list[dict[str, Any]]) -> dict[str, Any]:
        found = self._found("aws:ec2/getVpc:getVpc", id=Filters[0]["Values"][0])
        return {"Vpcs": [_vpc(one) for one in found]}

    def describe_vpc_attribute(self, VpcId: str, Attribute: str) -> dict[str, Any]:
        vpc = self._show("aws:ec2/getVpc:getVpc", id=VpcId)
        return {Attribute[0].upper() + Attribute[1:]: {"Value": vpc[Attribute]}}

    def describe_subnets(self, Filters: list[dict[str, Any]]) -> dict[str, Any]:
        found = [one for id in Filters[0]["Values"] for one in self._found("aws:ec2/getSubnet:getSubnet", id=id)]
        return {"Subnets": [_subnet(one) for one in found]}

    def describe_route_tables(self, Filters: list[dict[str, Any]]) -> dict[str, Any]:
        vpc_id = Filters[0]["Values"][0]
        ids = self._show("aws:ec2/getRouteTables:getRouteTables", vpcId=vpc_id)["ids"]
        shown = {id: self._show("aws:ec2/getRouteTable:getRouteTable", routeTableId=id) for id in ids}
        return {"RouteTables": [_table(id, one) for id, one in shown.items()]}

    def describe_transit_gateways(self, TransitGatewayIds: list[str], **_: Any) -> dict[str, Any]:
        token = "aws:ec2transitgateway/getTransitGateway:getTransitGateway"
        found = self._found(token, id=TransitGatewayIds[0])
        return {"TransitGateways": [{"Options": _capitals(one), "Tags": _tags(one)} for one in found]}

    def describe_vpc_peering_connections(self, VpcPeeringConnectionIds: list[str]) -> dict[str, Any]:
        token = "aws:ec2/getVpcPeeringConnection:getVpcPeeringConnection"
        return {"VpcPeeringConnections": [{"Tags": _tags(self._show(token, id=VpcPeeringConnectionIds[0]))}]}

    def describe_transit_gateway_route_tables(self, TransitGatewayRouteTableIds: list[str], **_: Any) -> dict[str, Any]:
        (id,) = TransitGatewayRouteTableIds
        found = self._found("aws:ec2transitgateway/getRouteTable:getRouteTable", id=id)
        return {"TransitGatewayRouteTables": [{**_capitals(one), "TransitGatewayRouteTableId": id} for one in found]}

    def describe_transit_gateway_attachments(self, Filters: list[dict[str, Any]]) -> dict[str, Any]:
        wanted = {one["Name"]: one["Values"][0] for one in Filters}
        id = wanted.get("transit-gateway-attachment-id")
        if id is not None:
            token = "aws:ec2transitgateway/getAttachment:getAttachment"
            found = [id] if self._found(token, transitGatewayAttachmentId=id) else []
        else:
            filters = [{"name": name, "values": [value]} for name, value in wanted.items()]
            found = list(self._show("aws:ec2transitgateway/getAttachments:getAttachments", filters=filters)["ids"])
        return {"TransitGatewayAttachments": [self._attachment(one) for one in found]}

    def _attachment(self, id: str) -> dict[str, Any]:
        token = "aws:ec2transitgateway/getAttachment:getAttachment"
        one = self._show(token, transitGatewayAttachmentId=id)
        table = {"TransitGatewayRouteTableId": one.get("associationTransitGatewayRouteTableId")}
        return {**_capitals(one), "TransitGatewayAttachmentId": id, "Association": table, "Tags": _tags(one)}

    def get_transit_gateway_route_table_propagations(self, TransitGatewayRouteTableId: str) -> dict[str, Any]:
        token = "aws:ec2transitgateway/getRouteTablePropagations:getRouteTablePropagations"
        ids = self._show(token, transitGatewayRouteTableId=TransitGatewayRouteTableId)["ids"]
        return {"TransitGatewayRouteTablePropagations": [{"TransitGatewayAttachmentId": id} for id in ids]}

    def describe_customer_gateways(self, CustomerGatewayIds: list[str], **_: Any) -> dict[str, Any]:
        found = self._found("aws:ec2/getCustomerGateway:getCustomerGateway", id=CustomerGatewayIds[0])
        return {"CustomerGateways": [_capitals(one) for one in found]}

    def describe_direct_connect_gateways(self) -> dict[str, Any]:
        one = self._show("aws:directconnect/getGateway:getGateway", name="office")
        keys = {"directConnectGatewayId": one["id"], "amazonSideAsn": int(one["amazonSideAsn"])}
        return {"directConnectGateways": [{**keys, "directConnectGatewayName": "office"}]}

    def get_hosted_zone(self, Id: str) -> dict[str, Any]:
        one = self._show("aws:route53/getZone:getZone", zoneId=Id)
        return {"HostedZone": {"Name": one["name"], "Config": {"PrivateZone": one["privateZone"]}}}

    def head_bucket(self, Bucket: str) -> dict[str, Any]:
        return dict(self._show("aws:s3/getBucket:getBucket", bucket=Bucket))

    def _found(self, token: str, **args: Any) -> list[Mapping[Any, Any]]:
        """What a filter finds: nothing instead of a refusal."""
        try:
            return [self._shown(token, **args)]
        except grpc.RpcError:
            return []

    def _show(self, token: str, **args: Any) -> Mapping[Any, Any]:
        try:
            return self._shown(token, **args)
        except (BotoCoreError, ClientError):
            raise
        except grpc.RpcError as error:
            raise ClientError({"Error": {"Code": "NotFound", "Message": str(error)}}, token) from None


def _capitals(one: Mapping[Any, Any]) -> dict[str, Any]:
    return {f"{name[0].upper()}{name[1:]}": value for name, value in one.items()}


def _tags(one: Mapping[Any, Any]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in (one.get("tags") or {}).items()]


def _vpc(one: Mapping[Any, Any]) -> dict[str, Any]:
    blocks = [{"CidrBlock": block["cidrBlock"]} for block in one["cidrBlockAssociations"]]
    return {"VpcId": one["id"], "CidrBlock": one["cidrBlock"], "CidrBlockAssociationSet": blocks}


def _subnet(one: Mapping[Any, Any]) -> dict[str, Any]:
    return {**_capitals(one), "SubnetId": one["id"]}


def _table(id: str, one: Mapping[Any, Any]) -> dict[str, Any]:
    associations = [
        {"Main": each["main"]} | ({"SubnetId": each["subnetId"]} if each["subnetId"] else {})
        for each in one["associations"]
    ]
    routes = [
        {"DestinationCidrBlock": route["cidrBlock"]}
        | {name: route[key] for key, name in _TARGETS.items() if route.get(key)}
        for route in one["routes"]
    ]
    return {"RouteTableId": id, "Associations": associations, "Routes": routes, "Tags": _tags(one)}
