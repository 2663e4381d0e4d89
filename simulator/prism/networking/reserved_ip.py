"""Reserved IP: an address of a subnet that dynamic allocation leaves out.

GET /api/networking/v4.N/config/subnets/{subnetExtId}/reserved-ips, POST .../subnets/{extId}/addresses/$actions/reserve
and unreserve.
"""

from __future__ import annotations

from ipaddress import IPv4Address
from types import MappingProxyType

from simulator.prism.model import Done, Json, Noun, Record, Refusal, Site, fields, invalid, not_one_of
from simulator.prism.networking import ipam, ipv4

_TYPES = MappingProxyType(
    {
        "reserve": ("IP_ADDRESS_COUNT", "IP_ADDRESS_RANGE", "IP_ADDRESS_LIST"),
        "unreserve": ("IP_ADDRESS_LIST", "IP_ADDRESS_RANGE", "CONTEXT"),
    }
)


class ReservedIp(Noun):
    """Reserved by count, range or list under a clientContext. Released by list, range or context."""

    kind = "reserved_ip"
    namespace = "networking"
    path = "config/subnets/{subnet}/reserved-ips"
    object_type = "networking.v4.config.ReservedIp"
    plural = "SubnetReservedIps"
    verbs = frozenset({"list"})
    fields = fields("ipv4Address clientContext")
    acts_on = "subnet"
    action_path = "config/subnets/{subnet}/addresses"
    actions = MappingProxyType({"reserve": "reserve", "unreserve": "unreserve"})

    def shape_action(self, name: str, body: Json) -> None:
        kind = body.get(f"{name}Type")
        if kind not in _TYPES[name]:
            raise not_one_of(f"{name}Type", _TYPES[name])
        for index, ip in enumerate(body.get("ipAddresses", [])):
            ipv4.ip_address(ip, f"ipAddresses[{index}]")

    def reserve(self, site: Site, subnet: Record, body: Json) -> Done:
        """Reserve addresses: all of them, or none."""
        if body["reserveType"] == "IP_ADDRESS_COUNT":
            wanted = self._free(site, subnet, int(body.get("count", 1)))
        else:
            wanted = _listed(body)
        known = ipam.reserved(site, subnet)
        for ip in wanted:
            ipam.require_free(site, subnet, ip)
            if int(ip) in known:
                raise Refusal(
                    409, "IP_ADDRESS_CONFLICT", f"IP address {ip} in subnet {subnet.name} is reserved already."
                )
        for ip in wanted:
            ext_id = site.world.new_id()
            data = {"$objectType": self.object_type, "$reserved": {}, "extId": ext_id, "ipv4Address": str(ip)}
            if "clientContext" in body:
                data["clientContext"] = body["clientContext"]
            site.store.add(Record(self.kind, ext_id, data, subnet.ext_id))
        # A client that did not choose the addresses itself finds them only here.
        return Done(
            affected=(("networking:config:subnet", subnet.ext_id, subnet.name),),
            details={"reservedIps": [str(ip) for ip in wanted]},
        )

    def unreserve(self, site: Site, subnet: Record, body: Json) -> Done:
        """Release addresses. Those that are not reserved are no error."""
        held = site.store.all(self.kind, subnet.ext_id)
        if body["unreserveType"] == "CONTEXT":
            gone = [r for r in held if r.data.get("clientContext") == body.get("clientContext")]
        else:
            wanted = {str(ip) for ip in _listed(body)}
            gone = [r for r in held if r.data["ipv4Address"] in wanted]
        for record in gone:
            site.store.remove(record)
        return Done(affected=(("networking:config:subnet", subnet.ext_id, subnet.name),))

    def _free(self, site: Site, subnet: Record, count: int) -> list[IPv4Address]:
        found: list[IPv4Address] = []
        for start, end in ipv4.pools(ipam.config_of(subnet) or {}, "ipConfig"):
            for number in range(int(start), int(end) + 1):
                ip = IPv4Address(number)
                if (
                    len(found) < count
                    and number not in ipam.reserved(site, subnet)
                    and not ipam.holder(site, subnet, ip)
                ):
                    found.append(ip)
        if len(found) < count:
            raise Refusal(409, "NO_FREE_IP", f"Subnet {subnet.name} has no {count} free IP addresses in its pools.")
        return found


def _listed(body: Json) -> list[IPv4Address]:
    """The addresses that a body lists, or counts from a first one."""
    if "ipAddresses" in body:
        return [ipv4.ip_address(ip, "ipAddresses") for ip in body["ipAddresses"]]
    if "startIpAddress" in body and "count" in body:
        start = ipv4.ip_address(body["startIpAddress"], "startIpAddress")
        return [start + offset for offset in range(int(body["count"]))]
    raise invalid("Give ipAddresses, or startIpAddress and count.")
