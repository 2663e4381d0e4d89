"""Route of a VPC's route table. /api/networking/v4.N/config/route-tables/{routeTableExtId}/routes."""

from __future__ import annotations

from ipaddress import IPv4Network

from simulator.prism.model import Json, Noun, Record, Refusal, Site, fields, invalid, not_one_of
from simulator.prism.networking import ipam, ipv4

_NEXTHOPS = ("IP_ADDRESS", "DIRECT_CONNECT_VIF", "LOCAL_SUBNET", "EXTERNAL_SUBNET", "VPN_CONNECTION")


class Route(Noun):
    """Clients make static routes. Local routes come and go with the VPC's subnets."""

    kind = "route"
    namespace = "networking"
    path = "config/route-tables/{route_table}/routes"
    object_type = "networking.v4.config.Route"
    rel = "networking:config:route"
    required = ("destination", "routeType")
    readonly = frozenset({"isActive", "priority", "routeTableReference", "vpcReference"})
    query = Noun.query - {"$select"}
    fields = fields(
        "routeTableReference vpcReference externalRoutingDomainReference routeType isActive priority name description"
        " destination nexthop nexthops metadata projectExtId"
    )

    def shape(self, body: Json) -> None:
        super().shape(body)
        ipv4.ip_network(body["destination"], "destination")
        nexthop = _nexthop(body)
        if nexthop.get("nexthopType") not in _NEXTHOPS:
            raise not_one_of("nexthop.nexthopType", _NEXTHOPS)

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        if body["routeType"] != "STATIC" or (old is not None and old.data["routeType"] != "STATIC"):
            raise invalid("Only routes of type STATIC can be created or changed.")
        table = site.store.require("route_table", str(parent))
        vpc = site.store.require("vpc", table.data["vpcReference"])
        destination = _destination(body)
        for other in site.store.all("route", parent):
            if other is not old and _destination(other.data) == destination:
                message = f"VPC {vpc.name} already has a route to {destination}."
                raise Refusal(409, "ROUTE_ALREADY_EXISTS", message, arguments={"route": other.ext_id})
        nexthop = _nexthop(body)
        externals = {e["subnetReference"] for e in vpc.data.get("externalSubnets", [])}
        if nexthop["nexthopType"] == "EXTERNAL_SUBNET" and nexthop.get("nexthopReference") not in externals:
            raise invalid(f"The next hop to {destination} is not an external subnet of VPC {vpc.name}.")

    def complete(self, site: Site, record: Record) -> None:
        data = record.data
        nexthop = _nexthop(data)
        if "nexthopReference" in nexthop:
            nexthop["nexthopName"] = site.name_of("subnet", nexthop["nexthopReference"])
        data["nexthop"] = {**nexthop, "$objectType": "networking.v4.config.Nexthop"}
        data["nexthops"] = [data["nexthop"]]
        data["routeTableReference"] = record.parent
        data["vpcReference"] = site.store.require("route_table", str(record.parent)).data["vpcReference"]
        data.update(isActive=True, priority=_destination(data).prefixlen)

    def check_delete(self, site: Site, record: Record) -> None:
        if record.data["routeType"] != "STATIC":
            raise invalid(f"Route {record.name} belongs to a subnet and cannot be deleted.")


def add_local_route(site: Site, subnet: Record) -> None:
    """Add the VPC's route to one of its own subnets."""
    prefix = ipam.prefix_of(subnet)
    tables = site.store.where("route_table", vpcReference=subnet.data["vpcReference"])
    if prefix is None or not tables:
        return
    ext_id = site.world.new_id()
    ip = {"ip": ipv4.address_object(prefix.network_address), "prefixLength": prefix.prefixlen}
    data = {
        "$objectType": Route.object_type,
        "$reserved": {},
        "extId": ext_id,
        "name": f"local-{subnet.name}",
        "routeType": "LOCAL",
        "destination": {"$objectType": "networking.v4.config.IPSubnet", "ipv4": ip},
        "nexthop": {"nexthopType": "LOCAL_SUBNET", "nexthopReference": subnet.ext_id},
    }
    record = Record("route", ext_id, data, tables[0].ext_id)
    Route().complete(site, record)
    site.store.add(record)


def _nexthop(body: Json) -> Json:
    """The next hop, from the older single field or from the newer list."""
    given: Json = body.get("nexthop") or next(iter(body.get("nexthops", [])), {})
    return dict(given)


def _destination(body: Json) -> IPv4Network:
    return ipv4.ip_network(body["destination"], "destination")
