"""The site's Direct Connect: gateway, association with the transit gateway, transit virtual interface."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
from pulumi import Input, InvokeOutputOptions, Output, ResourceOptions
from pulumi_aws import directconnect
from pulumi_aws import ec2transitgateway as tgw

from components.gateway import TransitGateway
from components.tags import Tags
from topology import DirectConnect, TransitInterface

_LARGEST_PLAIN_ASN = 2**31 - 2
"""AWS takes larger ones under another key."""


class DirectConnectGateway(pulumi.ComponentResource):
    """The gateway, its own or an existing one, and what it announces to on-premises.

    The list of allowed prefixes is announced as it stands, whatever the transit gateway routes, so it follows the
    active site: changed in place, after the VMs and their routes (`after`). What is `left_alone` stays what it is.
    """

    id: Output[str]
    attachment_id: Output[str]
    resource: pulumi.Resource

    def __init__(
        self,
        name: str,
        *,
        direct_connect: DirectConnect,
        allowed_prefixes: Output[list[str]],
        gateway: TransitGateway,
        tags: Tags,
        after: Sequence[pulumi.Resource],
        left_alone: bool = False,
        opts: ResourceOptions | None = None,
    ) -> None:
        super().__init__("nc2dr:index:DirectConnectGateway", name, None, opts)
        self._name, self._tags = name, tags
        self.id = Output.from_input(self._gateway(direct_connect))
        kept = ["allowed_prefixes"] if left_alone else None
        self._associated = association = self._association(gateway, allowed_prefixes, after, kept)
        if direct_connect.interface is not None:
            self._interface(direct_connect.interface)
        # AWS makes the attachment with the association, and the association does not say which it is.
        self.attachment_id = tgw.get_direct_connect_gateway_attachment_output(
            transit_gateway_id=gateway.id,
            dx_gateway_id=self.id,
            opts=InvokeOutputOptions(parent=self, depends_on=[association]),
        ).id
        self.resource = association
        self.register_outputs({"id": self.id})

    def announces(self, wanted: Output[list[str]]) -> Output[str]:
        """Empty where these prefixes are announced, or what is announced in their place."""
        return Output.all(self._associated.allowed_prefixes, wanted).apply(
            lambda both: _differs(both[0] or [], both[1])
        )

    def announced(self, wanted: Output[list[str]]) -> Output[list[str]]:
        """What is announced once the association has been changed. A preview tells what is wanted."""
        if pulumi.runtime.is_dry_run():
            return wanted
        return self._associated.allowed_prefixes.apply(lambda found: list(found or []))

    def _association(
        self,
        gateway: TransitGateway,
        allowed_prefixes: Output[list[str]],
        after: Sequence[pulumi.Resource],
        kept: list[str] | None,
    ) -> directconnect.GatewayAssociation:
        return directconnect.GatewayAssociation(
            self._name,
            dx_gateway_id=self.id,
            associated_gateway_id=gateway.id,
            allowed_prefixes=allowed_prefixes,
            opts=ResourceOptions(parent=self, depends_on=list(after), ignore_changes=kept),
        )

    def _gateway(self, direct_connect: DirectConnect) -> Input[str]:
        if direct_connect.existing is not None:
            return direct_connect.existing.id
        return directconnect.Gateway(
            self._name,
            name=self._tags.name("direct-connect"),
            amazon_side_asn=str(direct_connect.gateway_asn),
            opts=ResourceOptions(parent=self),
        ).id

    def _interface(self, interface: TransitInterface) -> None:
        tags = self._tags.named("direct-connect")
        large = interface.asn > _LARGEST_PLAIN_ASN
        directconnect.TransitVirtualInterface(
            self._name,
            connection_id=interface.connection_id,
            dx_gateway_id=self.id,
            name=tags["Name"],
            vlan=interface.vlan,
            mtu=interface.mtu,
            address_family="ipv4",
            bgp_asn=None if large else interface.asn,
            bgp_asn_long=str(interface.asn) if large else None,
            amazon_address=interface.amazon_address,
            customer_address=interface.customer_address,
            tags=tags,
            # AWS generates the key, and its provider does not know it for a secret.
            opts=ResourceOptions(parent=self, additional_secret_outputs=["bgpAuthKey"]),
        )


def _differs(announced: Sequence[str], wanted: Sequence[str]) -> str:
    if set(announced) == set(wanted):
        return ""
    return f"Direct Connect announces {', '.join(announced) or 'nothing'}, not {', '.join(wanted)}"
