"""The device on-premises that a VPN connection leads to, as AWS knows it."""

from pulumi import Input, ResourceOptions
from pulumi_aws import ec2

from components.tags import Tags
from topology import Vpn

_LARGEST_PLAIN_ASN = 2**31 - 1
"""AWS takes larger ones under another key."""


def customer_gateway(name: str, *, vpn: Vpn, tags: Tags, opts: ResourceOptions) -> Input[str]:
    """The id of the existing customer gateway, which this stack never changes, or of a new one."""
    if vpn.customer_gateway_id is not None:
        return vpn.customer_gateway_id
    large = vpn.asn > _LARGEST_PLAIN_ASN
    return ec2.CustomerGateway(
        name,
        type="ipsec.1",
        ip_address=vpn.address,
        bgp_asn=None if large else str(vpn.asn),
        bgp_asn_extended=str(vpn.asn) if large else None,
        tags=tags.named("customer-gateway"),
        opts=opts,
    ).id
