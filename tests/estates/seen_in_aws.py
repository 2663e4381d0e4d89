"""All that AWS shows of the networks, load balancers and zones of a region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.estates.snapshot import Held

_GONE = ("deleted", "deleting", "failed", "rejected", "released")
_TARGETS = (
    "GatewayId",
    "NatGatewayId",
    "TransitGatewayId",
    "NetworkInterfaceId",
    "VpcPeeringConnectionId",
    "InstanceId",
)


def network(ec2: Any) -> Held:
    """VPCs, subnets, their tables with every route, gateways, addresses, security groups and prefix lists."""
    for vpc in ec2.describe_vpcs()["Vpcs"]:
        yield f"VPC {vpc['VpcId']}", {"cidr": vpc["CidrBlock"], "tags": _tags(vpc)}
    for subnet in ec2.describe_subnets()["Subnets"]:
        seen = {"vpc": subnet["VpcId"], "cidr": subnet["CidrBlock"], "zone": subnet["AvailabilityZone"]}
        yield f"subnet {subnet['SubnetId']}", {**seen, "tags": _tags(subnet)}
    yield from _tables(ec2)
    for one in ec2.describe_internet_gateways()["InternetGateways"]:
        yield f"internet gateway {one['InternetGatewayId']}", {"vpcs": [at["VpcId"] for at in one["Attachments"]]}
    for one in _living(ec2.describe_nat_gateways()["NatGateways"]):
        yield f"NAT gateway {one['NatGatewayId']}", {"subnet": one["SubnetId"]}
    for one in ec2.describe_addresses()["Addresses"]:
        yield f"address {one['PublicIp']}", {"allocation": one["AllocationId"], "tags": _tags(one)}
    for one in ec2.describe_security_groups()["SecurityGroups"]:
        yield f"security group {one['GroupId']}", {"name": one["GroupName"], "ingress": one["IpPermissions"]}
    for one in ec2.describe_managed_prefix_lists()["PrefixLists"]:
        if one["OwnerId"] != "AWS":
            yield f"prefix list {one['PrefixListId']}", {"name": one["PrefixListName"]}
    for one in ec2.describe_vpc_endpoints()["VpcEndpoints"]:
        yield f"VPC endpoint {one['VpcEndpointId']}", {"service": one["ServiceName"], "vpc": one["VpcId"]}


def transit_gateways(ec2: Any) -> Held:
    """Transit gateways, attachments, tables with their associations and propagations, and every route."""
    for one in _living(ec2.describe_transit_gateways()["TransitGateways"]):
        options = {key: value for key, value in one["Options"].items() if "Support" in key or "Default" in key}
        yield f"transit gateway {one['TransitGatewayId']}", {"options": options, "tags": _tags(one)}
    for one in _living(ec2.describe_transit_gateway_attachments()["TransitGatewayAttachments"]):
        seen = {"gateway": one["TransitGatewayId"], "type": one["ResourceType"], "resource": one.get("ResourceId")}
        yield f"attachment {one['TransitGatewayAttachmentId']}", {**seen, "state": one["State"], "tags": _tags(one)}
    for table in _living(ec2.describe_transit_gateway_route_tables()["TransitGatewayRouteTables"]):
        id = table["TransitGatewayRouteTableId"]
        associations = ec2.get_transit_gateway_route_table_associations(TransitGatewayRouteTableId=id)["Associations"]
        propagations = ec2.get_transit_gateway_route_table_propagations(TransitGatewayRouteTableId=id)
        yield f"transit gateway table {id}", {"gateway": table["TransitGatewayId"], "tags": _tags(table)}
        for one in associations:
            yield f"association of {one['TransitGatewayAttachmentId']} with {id}", {"state": one["State"]}
        for one in propagations["TransitGatewayRouteTablePropagations"]:
            yield f"propagation of {one['TransitGatewayAttachmentId']} into {id}", {"state": one["State"]}
        yield from _gateway_routes(ec2, id)


def load_balancers(elb: Any) -> Held:
    """Load balancers, listeners, target groups and their targets."""
    for one in elb.describe_load_balancers()["LoadBalancers"]:
        arn, name = one["LoadBalancerArn"], one["LoadBalancerName"]
        yield f"load balancer {name}", {"arn": arn, "groups": one.get("SecurityGroups")}
        for listener in elb.describe_listeners(LoadBalancerArn=arn)["Listeners"]:
            seen = {"load balancer": name, "port": listener["Port"], "actions": listener["DefaultActions"]}
            yield f"listener {listener['ListenerArn']}", seen
    for group in elb.describe_target_groups()["TargetGroups"]:
        health = elb.describe_target_health(TargetGroupArn=group["TargetGroupArn"])["TargetHealthDescriptions"]
        targets = sorted(one["Target"]["Id"] for one in health)
        yield f"target group {group['TargetGroupName']}", {"port": group["Port"], "targets": targets}


def zones(route53: Any) -> Held:
    """Hosted zones and their records."""
    for zone in route53.list_hosted_zones()["HostedZones"]:
        yield f"hosted zone {zone['Name']}", {"id": zone["Id"]}
        for one in route53.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]:
            name = f"record {one['Type']} {one['Name']} {one.get('SetIdentifier', '')}".rstrip()
            yield f"{name} of {zone['Id']}", {key: value for key, value in one.items() if key not in ("Name", "Type")}


def _tables(ec2: Any) -> Held:
    for table in ec2.describe_route_tables()["RouteTables"]:
        id = table["RouteTableId"]
        subnets = sorted(one["SubnetId"] for one in table["Associations"] if one.get("SubnetId"))
        main = any(one["Main"] for one in table["Associations"])
        yield f"route table {id}", {"vpc": table["VpcId"], "main": main, "subnets": subnets, "tags": _tags(table)}
        for route in table["Routes"]:
            to = route.get("DestinationCidrBlock") or route.get("DestinationPrefixListId")
            target = next((route[key] for key in _TARGETS if route.get(key)), "")
            yield f"route {to} in {id}", {"to": target, "state": route["State"]}


def _gateway_routes(ec2: Any, table: str) -> Held:
    wanted = [{"Name": "state", "Values": ["active", "blackhole"]}]
    routes = ec2.search_transit_gateway_routes(TransitGatewayRouteTableId=table, Filters=wanted)["Routes"]
    for one in routes:
        onward = (one.get("TransitGatewayAttachments") or [{}])[0]
        of = one.get("PrefixListId") or one["Type"]
        name = f"route {one['DestinationCidrBlock']} ({of}) in {table}"
        yield name, {"to": onward.get("TransitGatewayAttachmentId"), "state": one["State"]}


def _living(items: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [one for one in items if one.get("State") not in _GONE]


def _tags(item: Mapping[str, Any]) -> dict[str, str]:
    return {one["Key"]: one["Value"] for one in item.get("Tags") or ()}
