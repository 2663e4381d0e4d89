"""VPC of v3, read only. POST /api/nutanix/v3/vpcs/list, GET .../vpcs/{uuid}."""

from __future__ import annotations

from simulator.prism.model import Json, Record, Site
from simulator.prism.networking import ipv4
from simulator.prism.v3.kind import ReadKind, document, refer


class Vpc(ReadKind):
    """The VPCs of v4."""

    name = "vpc"
    collection = "vpcs"
    operations = ("POST vpcs/list", "GET vpcs/{uuid}")

    def shown(self, site: Site, record: Record) -> Json:
        prefixes = [
            ipv4.ip_network(one, "externallyRoutablePrefixes")
            for one in record.data.get("externallyRoutablePrefixes", [])
        ]
        resources: Json = {
            "vpc_type": record.data["vpcType"],
            "external_subnet_list": [
                {
                    "external_subnet_reference": refer(site, "subnet", external["subnetReference"]),
                    "external_ip_list": [ip["ipv4"]["value"] for ip in external.get("externalIps", [])],
                }
                for external in record.data.get("externalSubnets", [])
            ],
            "externally_routable_prefix_list": [
                {"ip": str(prefix.network_address), "prefix_length": prefix.prefixlen} for prefix in prefixes
            ],
        }
        return document(self.name, record, resources)
