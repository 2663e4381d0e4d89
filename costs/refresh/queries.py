"""How each charge is found in AWS's price list.

assumed: service codes, usage types and attributes are those of the public price lists of 2025 and 2026. If AWS renames
one, the refresh finds no price and names the charge.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from costs.prices import GLOBAL, Charge, node_charge
from topology.compute import NODE_TYPES

_REGION_CODE = r"((EU|[A-Z]{3}[0-9]{1,2})-|[a-z]{2,}(-[a-z]+)+-[0-9]+-){0,2}"
"""The prefix of a usage type: APN1- or ap-northeast-1-, two of them between regions, nothing in us-east-1.

Strict, because any other prefix is another charge, such as APN1-TS-LoadBalancerUsage.
"""


@dataclass(frozen=True)
class Query:
    """A service's code, the pattern of the usage type without region, and attributes that products are filtered by.

    `sender` and `receiver` name the attributes that hold the region, and the one that receives.
    """

    service: str
    usage_type: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    sender: str = "regionCode"
    receiver: str = "toRegionCode"

    def filters(self, region: str, to: str | None) -> list[dict[str, str]]:
        """The request's filters for a region, `global` for what has none."""
        attributes = dict(self.attributes)
        if region != GLOBAL:
            attributes[self.sender] = region
        if to is not None:
            attributes[self.receiver] = to
        return [{"Type": "TERM_MATCH", "Field": name, "Value": value} for name, value in attributes.items()]

    def matches(self, usage_type: str) -> bool:
        """Whether a product's usage type is this charge, in whichever region."""
        return re.fullmatch(_REGION_CODE + self.usage_type, usage_type) is not None


def _transit_gateway(operation: str, usage_type: str = "TransitGateway-Hours") -> Query:
    return Query("AmazonVPC", usage_type, {"operation": operation})


def _transfer(usage_type: str, kind: str) -> Query:
    return Query("AWSDataTransfer", usage_type, {"transferType": kind}, sender="fromRegionCode")


def _node(node_type: str) -> Query:
    """A node is priced like any instance: Linux, shared tenancy, nothing installed."""
    asked = {"operatingSystem": "Linux", "tenancy": "Shared", "preInstalledSw": "NA", "operation": "RunInstances"}
    return Query("AmazonEC2", f"BoxUsage:{re.escape(node_type)}", {**asked, "capacitystatus": "Used"})


_ALB = {"productFamily": "Load Balancer-Application"}
_NAT = {"productFamily": "NAT Gateway"}
QUERIES: Mapping[Charge, Query] = {
    Charge.TGW_VPC_ATTACHMENT: _transit_gateway("TransitGatewayVPC"),
    Charge.TGW_PEERING_ATTACHMENT: _transit_gateway("TransitGatewayPeering"),
    Charge.TGW_VPN_ATTACHMENT: _transit_gateway("TransitGatewayVPN"),
    Charge.TGW_DIRECT_CONNECT_ATTACHMENT: _transit_gateway("TransitGatewayDirectConnect"),
    Charge.TGW_DATA: _transit_gateway("TransitGatewayVPC", "TransitGateway-Bytes"),
    Charge.INTER_REGION_TRANSFER: _transfer("AWS-Out-Bytes", "InterRegion Outbound"),
    Charge.INTER_ZONE_TRANSFER: _transfer("DataTransfer-Regional-Bytes", "IntraRegion"),
    Charge.INTERNET_TRANSFER: _transfer("DataTransfer-Out-Bytes", "AWS Outbound"),
    Charge.NAT_GATEWAY: Query("AmazonEC2", "NatGateway-Hours", _NAT),
    Charge.NAT_DATA: Query("AmazonEC2", "NatGateway-Bytes", _NAT),
    Charge.PUBLIC_IPV4: Query("AmazonVPC", "PublicIPv4:InUseAddress"),
    Charge.VPN_CONNECTION: Query("AmazonVPC", r"VPN-Usage-Hours:ipsec\.1"),
    Charge.LOAD_BALANCER: Query("AWSELB", "LoadBalancerUsage", _ALB),
    Charge.LOAD_BALANCER_CAPACITY: Query("AWSELB", "LCUUsage", _ALB),
    Charge.WEB_ACL: Query("awswaf", "WebACL(V2)?"),
    Charge.WEB_ACL_RULE: Query("awswaf", "Rule(V2)?"),
    Charge.WEB_ACL_REQUESTS: Query("awswaf", "Request(V2-Tier1)?"),
    Charge.HOSTED_ZONE: Query("AmazonRoute53", "HostedZone"),
    Charge.HEALTH_CHECK: Query("AmazonRoute53", "Health-Check-AWS"),
    Charge.DNS_QUERIES: Query("AmazonRoute53", "DNS-Queries", {"routingType": "Standard"}),
    Charge.INTERFACE_ENDPOINT: Query("AmazonVPC", "VpcEndpoint-Hours", {"operation": "VpcEndpoint"}),
    Charge.INTERFACE_ENDPOINT_DATA: Query("AmazonVPC", "VpcEndpoint-Bytes", {"operation": "VpcEndpoint"}),
    Charge.LOG_DELIVERY: Query("AmazonCloudWatch", "S3-Egress-Bytes"),
    Charge.S3_STORAGE: Query("AmazonS3", "TimedStorage-ByteHrs", {"volumeType": "Standard"}),
    Charge.KMS_KEY: Query("awskms", "KMS-Keys"),
    **{node_charge(name): _node(name) for name in NODE_TYPES},
}
