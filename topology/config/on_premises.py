"""The schema of `onPremises` and of `sites.<site>.onPremises`."""

from typing import Annotated

from pydantic import Field

from topology import values
from topology.choices import DpdAction, OnPremisesConnection, StartupAction, VpnRouting
from topology.config.section import Section


class Phase1Config(Section):
    """What the tunnels accept in phase 1. A device may choose anything listed here, so list no weak algorithm."""

    encryption: values.Encryption = ("AES256",)
    integrity: values.Integrity = ("SHA2-256",)
    dh_groups: values.Groups = (14,)
    lifetime_seconds: values.Phase1Lifetime = 28800


class Phase2Config(Section):
    """What the tunnels accept in phase 2; the groups are those of perfect forward secrecy."""

    encryption: values.Encryption = ("AES256",)
    integrity: values.Integrity = ("SHA2-256",)
    dh_groups: values.Groups = (14,)
    lifetime_seconds: values.Phase2Lifetime = 3600


class VpnConfig(Section):
    """The settings of every tunnel of both sites. Tunnels speak IKEv2 only."""

    routing: Annotated[VpnRouting, values.choice(VpnRouting)] = VpnRouting.BGP
    phase1: Phase1Config = Phase1Config()
    phase2: Phase2Config = Phase2Config()
    dpd_timeout_seconds: values.DpdTimeout = 30
    dpd_action: Annotated[DpdAction, values.choice(DpdAction)] = DpdAction.RESTART
    startup_action: Annotated[StartupAction, values.choice(StartupAction)] = StartupAction.START


class OnPremisesConfig(Section):
    """The kind of connection, the prefixes of on-premises, and what the VPN tunnels accept."""

    connection: Annotated[OnPremisesConnection, values.choice(OnPremisesConnection)] = Field(
        description="vpn, direct-connect or none"
    )
    prefixes: tuple[values.OnPremisesPrefix, ...] = ()
    asn: values.OnPremisesAsn | None = None
    vpn: VpnConfig = VpnConfig()


class CustomerGatewayConfig(Section):
    """The device on-premises: its public address (a new customer gateway), or the id of an existing one."""

    address: values.PublicAddress | None = None
    id: values.CustomerGatewayId | None = None


class ExistingDirectConnectGatewayConfig(Section):
    """An existing Direct Connect gateway. The AWS provider finds it by name; its id must agree."""

    id: values.DirectConnectGatewayId = Field(description="the id of the Direct Connect gateway")
    name: values.DirectConnectGatewayName = Field(description="the name of the Direct Connect gateway of that id")


class DirectConnectConfig(Section):
    """The Direct Connect gateway, and the connection whose transit virtual interface leads to it."""

    gateway_asn: values.Asn | None = None
    gateway: ExistingDirectConnectGatewayConfig | None = None
    connection_id: values.DirectConnectConnectionId | None = None
    vlan: values.Vlan | None = None
    mtu: values.Mtu = 1500
    amazon_address: values.LinkAddress | None = None
    customer_address: values.LinkAddress | None = None


class SiteOnPremisesConfig(Section):
    """The connections that can end in one site: `onPremises.connection` chooses which is used."""

    customer_gateway: CustomerGatewayConfig | None = None
    routing: Annotated[VpnRouting, values.choice(VpnRouting)] | None = None
    tunnel_inside_cidrs: tuple[values.InsideCidr, ...] | None = None
    direct_connect: DirectConnectConfig | None = None
