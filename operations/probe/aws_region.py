"""Probes of the AWS region: what NC2 does in the VPC, transit gateways, endpoints, quotas."""

from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from typing import Any

from botocore.exceptions import ClientError

from operations.probe.names import named
from operations.probe.placement import partitions
from operations.probe.seen import Look, Seen, counted, judged, unseen
from operations.probe.site import Json, Site
from operations.readiness.service_quotas import QUOTAS
from prism.networking import FloatingIps
from topology import TAGS_OF_NC2

_NO_QUOTA = "no such code"
_TAGGED = (
    ("describe_subnets", "Subnets"),
    ("describe_network_interfaces", "NetworkInterfaces"),
    ("describe_security_groups", "SecurityGroups"),
)


def nc2_routes(site: Site) -> Seen:
    prefixes = {str(prefix) for prefix in site.model.overlay.externally_routable_prefixes}
    main = [table for table in site.route_tables if _is_main(table)]
    others = [table for table in site.route_tables if not _is_main(table)]
    facts = {"main": _leads(main, prefixes), "others": _leads(others, prefixes)}
    where = ", ".join(name for name, leads in facts.items() if leads)
    if not where:
        return unseen("no table leads an overlay prefix to a network interface", **facts)
    return judged(facts["main"], f"an overlay prefix leads to a network interface in: {where}", **facts)


def _leads(tables: list[Json], prefixes: set[str]) -> bool:
    routes = [route for table in tables for route in table.get("Routes") or []]
    return any(route.get("NetworkInterfaceId") and route.get("DestinationCidrBlock") in prefixes for route in routes)


def _is_main(table: Json) -> bool:
    return any(association.get("Main") for association in table.get("Associations") or [])


def floating_ips(site: Site) -> Seen:
    found = [one.address for one in FloatingIps(site.prism).list() if one.address]
    if not found:
        return unseen("there are no floating IPs")
    subnets = [ip_network(subnet["CidrBlock"]) for subnet in site.subnets]
    within = sum(any(ip_address(address) in subnet for subnet in subnets) for address in found)
    told = f"of {counted(len(found), 'floating IP')} {within} are in subnets of the VPC"
    return judged(within == len(found), told, inSubnets=within == len(found))


def nc2_tags(site: Site) -> Seen:
    things = [thing for operation, key in _TAGGED for thing in site.of_vpc(operation, key)]
    own = {*dict(site.model.me.tags), "Name"}
    keys = {
        tag["Key"]
        for thing in things
        for tag in thing.get("Tags") or thing.get("TagSet") or []
        if tag["Key"] not in own and not tag["Key"].startswith("aws:")
    }
    ours, others = {key for key in keys if key.startswith(TAGS_OF_NC2)}, {key for key in keys if _like_nc2(key)}
    facts = {"nutanix": bool(ours), "otherOfNc2": bool(others)}
    if not keys:
        return unseen("nothing in the VPC has tags of others", **facts)
    told = ", ".join([*sorted(ours), *(named(key) for key in sorted(keys - ours))])
    return judged(not others, f"keys of others: {told}", **facts)


def _like_nc2(key: str) -> bool:
    """A key that NC2 may have set, and which the prefix would not leave alone."""
    lower = key.lower()
    return not key.startswith(TAGS_OF_NC2) and ("nutanix" in lower or lower.startswith("nc2"))


def prefix_list_routes(site: Site) -> Seen:
    ec2, kinds, states = site.aws("ec2"), set[str](), set[str]()
    for table in ec2.describe_transit_gateway_route_tables()["TransitGatewayRouteTables"]:
        id_ = table["TransitGatewayRouteTableId"]
        asked = {"TransitGatewayRouteTableId": id_, "Filters": [{"Name": "state", "Values": ["active", "blackhole"]}]}
        for route in ec2.search_transit_gateway_routes(**asked)["Routes"]:
            if route.get("PrefixListId"):
                kinds.add(str(route.get("Type")))
                states.add(str(route.get("State")))
    facts = {"types": sorted(kinds), "states": sorted(states)}
    if not kinds:
        return unseen("no route of a prefix list is in a transit gateway's table of this account")
    return judged(kinds == {"propagated"}, f"their routes are of type {', '.join(sorted(kinds))}", **facts)


def peerings_inside(site: Site) -> Seen:
    region = site.model.me.region
    found = site.aws("ec2").describe_transit_gateway_peering_attachments()["TransitGatewayPeeringAttachments"]
    inside = [
        one
        for one in found
        if one.get("State") == "available"
        and one["RequesterTgwInfo"].get("Region") == one["AccepterTgwInfo"].get("Region") == region
    ]
    if not inside:
        return unseen("there is no peering of transit gateways inside this region")
    pairs = [
        tuple(one[end].get("TransitGatewayId") for end in ("RequesterTgwInfo", "AccepterTgwInfo")) for one in inside
    ]
    single = len(pairs) == len(set(pairs))
    told = f"{counted(len(set(pairs)), 'peering')} with {counted(len(pairs), 'attachment')}"
    return judged(single, told, oneAttachment=single)


def endpoint_names(site: Site) -> Seen:
    region = site.model.me.region
    wanted = [f"com.amazonaws.{region}.{service}" for service in ("s3", "dynamodb")]
    found = site.aws("ec2").describe_vpc_endpoint_services(Filters=[{"Name": "service-type", "Values": ["Gateway"]}])[
        "ServiceNames"
    ]
    missing = [name for name in wanted if name not in found]
    facts = {"commonPrefix": not missing}
    return judged(not missing, f"{'not there' if missing else 'there'}: {', '.join(missing or wanted)}", **facts)


def run_command(site: Site) -> Seen:
    found = site.aws("ssm").describe_instance_information(MaxResults=50)["InstanceInformationList"]
    online = [one for one in found if one.get("PingStatus") == "Online"]
    if not online:
        return unseen("no instance is managed by SSM")
    return unseen(
        f"{counted(len(online), 'instance')} online; whose rights they have is in their profiles", online=True
    )


def quota_names(site: Site) -> Seen:
    client = site.aws("service-quotas")
    found = {quota.code: _quota_name(client, quota.service, quota.code) for quota in QUOTAS}
    unknown = [code for code, name in found.items() if name == _NO_QUOTA]
    told = ", ".join(f"{code} {name}" for code, name in found.items())
    return judged(not unknown, told, **found)


def _quota_name(client: Any, service: str, code: str) -> str:
    """Its name, of the account's own quota or else of AWS's default."""
    for ask in (client.get_service_quota, client.get_aws_default_service_quota):
        try:
            return str(ask(ServiceCode=service, QuotaCode=code)["Quota"]["QuotaName"])
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchResourceException":
                raise
    return _NO_QUOTA


PROBES: Mapping[str, Look] = {
    "nc2-writes-routes": nc2_routes,
    "floating-ips-are-in-flow-subnets": floating_ips,
    "nc2-needs-no-tags": nc2_tags,
    "most-nodes": partitions,
    "prefix-list-reference": prefix_list_routes,
    "peering-in-one-region": peerings_inside,
    "gateway-endpoint-names": endpoint_names,
    "run-command-rights": run_command,
    "quota-codes": quota_names,
}
