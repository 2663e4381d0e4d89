"""What leads to on-premises as it is written down: what both sites share, and each site's own facts."""

from typing import Annotated

from pydantic import Field

from topology import values
from topology.choices import DpdAction, OnPremisesConnection, StartupAction, VpnRouting
from topology.config.section import Section


class Phase1Config(Section):
    """What the tunnels accept in phase 1. A device may choose any of what is listed, so weak ones are not listed."""

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
    """What every tunnel of both sites has in common; they speak IKEv2 only."""

    routing: Annotated[VpnRouting, values.choice(VpnRouting)] = VpnRouting.BGP
    phase1: Phase1Config = Phase1Config()
    phase2: Phase2Config = Phase2Config()
    dpd_timeout_seconds: values.DpdTimeout = 30
    dpd_action: Annotated[DpdAction, values.choice(DpdAction)] = DpdAction.RESTART
    startup_action: Annotated[StartupAction, values.choice(StartupAction)] = StartupAction.START


class OnPremisesConfig(Section):
    """How on-premises is connected, what lies there, and what the VPN tunnels accept."""

    connection: Annotated[OnPremisesConnection, values.choice(OnPremisesConnection)] = Field(
        description="vpn, direct-connect or none"
    )
    prefixes: tuple[values.OnPremisesPrefix, ...] = ()
    asn: values.OnPremisesAsn | None = None
    vpn: VpnConfig = VpnConfig()


class CustomerGatewayConfig(Section):
    """The device on-premises: by its public address, or by the id of the customer gateway that AWS knows already."""

    address: values.PublicAddress | None = None
    id: values.CustomerGatewayId | None = None


class ExistingDirectConnectGatewayConfig(Section):
    """A Direct Connect gateway that is there: AWS's provider finds it by its name, and its id must be this one."""

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
    """What ends in one site: a customer gateway's VPN connection, a Direct Connect gateway, or both facts for later."""

    customer_gateway: CustomerGatewayConfig | None = None
    routing: Annotated[VpnRouting, values.choice(VpnRouting)] | None = None
    tunnel_inside_cidrs: tuple[values.InsideCidr, ...] | None = None
    direct_connect: DirectConnectConfig | None = None
