"""VPC, with its route table. /api/networking/v4.N/config/vpcs."""

from __future__ import annotations

from simulator.prism.model import Json, Noun, Record, Site, fields, hidden, in_use, invalid, missing, not_one_of
from simulator.prism.networking import ipam, ipv4, transit_vpc_prefixes

_TYPES = ("REGULAR", "TRANSIT")


class Vpc(Noun):
    """Refuses subnets that are not external, overlapping routable prefixes, and deletion while it holds anything."""

    kind = "vpc"
    namespace = "networking"
    path = "config/vpcs"
    object_type = "networking.v4.config.Vpc"
    rel = "networking:config:vpc"
    required = ("name",)
    projected = True
    readonly = frozenset({"snatIps", "supportedMultipleExternalSubnetType"})
    fields = fields(
        "name description vpcType commonDhcpOptions snatIps externalSubnets externalRoutingDomainReference"
        " externallyRoutablePrefixes kubernetesClusters scope shouldAdvertiseConnectedSubnets sharedWithProjects"
        " supportedMultipleExternalSubnetType metadata projectExtId"
    )

    def shape(self, body: Json) -> None:
        super().shape(body)
        if body.get("vpcType", "REGULAR") not in _TYPES:
            raise not_one_of("vpcType", _TYPES)
        for index, prefix in enumerate(body.get("externallyRoutablePrefixes", [])):
            ipv4.ip_network(prefix, f"externallyRoutablePrefixes[{index}]")
        for index, external in enumerate(body.get("externalSubnets", [])):
            if "subnetReference" not in external:
                raise missing(f"externalSubnets[{index}].subnetReference")

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        externals = [_external_subnet(site, e["subnetReference"]) for e in body.get("externalSubnets", [])]
        for nat in (True, False):
            same = [s.name for s in externals if s.data["isNatEnabled"] is nat]
            if len(same) > 1:  # assumed: one of each kind
                raise invalid(
                    f"A VPC takes one external subnet with NAT and one without; given were {', '.join(same)}."
                )
        _check_routable_prefixes(site, body, old)
        if old is not None:
            _check_kept(site, body, old)

    def complete(self, site: Site, record: Record) -> None:
        data = record.data
        data.setdefault("vpcType", "REGULAR")
        data["snatIps"] = []
        known = hidden.of_vpc(record).setdefault("externalIps", {})
        for external in data.get("externalSubnets", []):
            subnet = site.store.require("subnet", external["subnetReference"])
            if not external.get("externalIps"):
                external["externalIps"] = known.get(subnet.ext_id) or [ipv4.ip_object(ipam.allocate(site, subnet))]
            known[subnet.ext_id] = external["externalIps"]
            external["$objectType"] = "networking.v4.config.ExternalSubnet"
            if subnet.data["isNatEnabled"]:
                data["snatIps"] += external["externalIps"]

    def view(self, site: Site, record: Record) -> Json:
        """With the active gateway of each external subnet, and with which further external subnets it may have."""
        nodes = transit_vpc_prefixes.gateway_nodes(site)
        externals = [{**one, "activeGatewayNodes": nodes} for one in record.data.get("externalSubnets", [])]
        shown = {**record.data, "supportedMultipleExternalSubnetType": site.spec.multiple_external_subnets}
        return {**shown, "externalSubnets": externals} if externals else shown

    def created(self, site: Site, record: Record) -> None:
        table_id = site.world.new_id()
        table = {
            "$objectType": "networking.v4.config.RouteTable",
            "$reserved": {},
            "extId": table_id,
            "vpcReference": record.ext_id,
        }
        site.store.add(Record("route_table", table_id, table))

    def check_delete(self, site: Site, record: Record) -> None:
        for kind in ("subnet", "floating_ip"):
            inside = site.store.where(kind, vpcReference=record.ext_id)
            if inside:
                what = f"{kind.replace('_', ' ')} {inside[0].name}"
                raise in_use(f"VPC {record.name} cannot be deleted while it has {what}.", vpc=record.ext_id)

    def deleted(self, site: Site, record: Record) -> None:
        for table in site.store.where("route_table", vpcReference=record.ext_id):
            for route in site.store.all("route", table.ext_id):
                site.store.remove(route)
            site.store.remove(table)
        for policy in site.store.where("routing_policy", vpcExtId=record.ext_id):
            site.store.remove(policy)


def _external_subnet(site: Site, subnet_id: str) -> Record:
    subnet = site.store.require("subnet", subnet_id)
    if not subnet.data["isExternal"]:
        raise invalid(f"Subnet {subnet.name} is not external and cannot be an external subnet of a VPC.")
    return subnet


def _check_routable_prefixes(site: Site, body: Json, old: Record | None) -> None:
    """Raise Refusal if a VPC behind the same external subnet claims the same addresses."""
    mine = [ipv4.ip_network(p, "externallyRoutablePrefixes") for p in body.get("externallyRoutablePrefixes", [])]
    routers = {e["subnetReference"] for e in body.get("externalSubnets", [])}
    for other in site.store.all("vpc"):
        shared = routers & {e["subnetReference"] for e in other.data.get("externalSubnets", [])}
        if other is old or not shared:
            continue
        for prefix in other.data.get("externallyRoutablePrefixes", []):
            theirs = ipv4.ip_network(prefix, "externallyRoutablePrefixes")
            if any(theirs.overlaps(prefix) for prefix in mine):
                message = f"Externally routable prefix {theirs} is already claimed by VPC {other.name}."
                raise invalid(message, "ROUTABLE_PREFIX_OVERLAP", vpc=other.ext_id)


def _check_kept(site: Site, body: Json, old: Record) -> None:
    if body.get("vpcType", old.data["vpcType"]) != old.data["vpcType"]:
        raise invalid(f"vpcType of VPC {old.name} cannot be changed.")
    kept = {e["subnetReference"] for e in body.get("externalSubnets", [])}
    for external in old.data.get("externalSubnets", []):
        gone = external["subnetReference"]
        users = [
            r.name
            for r in site.store.where("route", vpcReference=old.ext_id)
            if r.data["nexthop"].get("nexthopReference") == gone
        ]
        users += [
            f.name for f in site.store.where("floating_ip", vpcReference=old.ext_id, externalSubnetReference=gone)
        ]
        if gone not in kept and users:
            subnet = site.name_of("subnet", gone)
            raise in_use(f"VPC {old.name} cannot give up external subnet {subnet} while {users[0]} uses it.")
