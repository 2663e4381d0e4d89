"""Subnet of v3, read only. POST /api/nutanix/v3/subnets/list, GET .../subnets/{uuid}."""

from __future__ import annotations

from simulator.prism.model import Json, Record, Site
from simulator.prism.networking import ipv4
from simulator.prism.v3.kind import ReadKind, document, refer


class Subnet(ReadKind):
    """The subnets of v4. What v3 has no word for is left out."""

    name = "subnet"
    collection = "subnets"
    operations = ("POST subnets/list", "GET subnets/{uuid}")

    def shown(self, site: Site, record: Record) -> Json:
        data = record.data
        resources: Json = {"subnet_type": data["subnetType"], "is_external": data["isExternal"]}
        if data["isExternal"]:
            resources["enable_nat"] = data["isNatEnabled"]
        if "networkId" in data:
            resources["vlan_id"] = data["networkId"]
        if "vpcReference" in data:
            resources["vpc_reference"] = refer(site, "vpc", data["vpcReference"])
        configs = data.get("ipConfig") or [{}]
        if "ipv4" in configs[0]:
            resources["ip_config"] = _addresses(configs[0]["ipv4"])
        cluster = refer(site, "cluster", data.get("clusterReference", site.cluster_id))
        return document(self.name, record, resources, cluster_reference=cluster)


def _addresses(config: Json) -> Json:
    prefix = ipv4.network(config["ipSubnet"], "ipSubnet")
    pools = [{"range": f"{start} {end}"} for start, end in ipv4.pools(config, "ipConfig")]
    shown: Json = {"subnet_ip": str(prefix.network_address), "prefix_length": prefix.prefixlen, "pool_list": pools}
    if "defaultGatewayIp" in config:
        shown["default_gateway_ip"] = config["defaultGatewayIp"]["value"]
    return shown
