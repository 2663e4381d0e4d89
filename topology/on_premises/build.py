"""The connection to on-premises of a configuration that has no problems."""

from collections.abc import Mapping

from topology.choices import OnPremisesConnection, VpnRouting
from topology.config import DirectConnectConfig, OnPremisesConfig, SiteConfig, SiteOnPremisesConfig, VpnConfig
from topology.on_premises.connection import (
    DirectConnect,
    Ends,
    ExistingDirectConnectGateway,
    OnPremises,
    Phase,
    TransitInterface,
    TunnelOptions,
    Vpn,
)

_AWS_DEFAULT_ASN = 65000
"""The ASN that AWS gives a customer gateway without BGP."""


def ends_here(config: OnPremisesConfig, site: SiteConfig) -> bool:
    """Whether a connection of the configured kind ends in the site."""
    facts = site.on_premises
    if facts is None or config.connection is OnPremisesConnection.NONE:
        return False
    is_vpn = config.connection is OnPremisesConnection.VPN
    return (facts.customer_gateway if is_vpn else facts.direct_connect) is not None


def vpn_routing(config: OnPremisesConfig, facts: SiteOnPremisesConfig) -> VpnRouting:
    """The routing of a site's VPN: the site's own setting, or the setting of both sites."""
    return facts.routing or config.vpn.routing


def build_on_premises(
    config: OnPremisesConfig | None, sites: Mapping[str, SiteConfig], me: str, pre_shared_keys: tuple[str, ...]
) -> OnPremises | None:
    """On-premises as site `me` sees it, of a configuration that has no problems; None where nothing leads there."""
    if config is None or config.connection is OnPremisesConnection.NONE:
        return None
    there = any(ends_here(config, site) for name, site in sites.items() if name != me)
    facts = sites[me].on_premises
    here = facts if facts is not None and ends_here(config, sites[me]) else None
    is_vpn = config.connection is OnPremisesConnection.VPN
    return OnPremises(
        connection=config.connection,
        prefixes=tuple(map(str, config.prefixes)),
        ends=Ends.THERE if here is None else Ends.BOTH if there else Ends.HERE,
        vpn=_vpn(config, here, pre_shared_keys) if here and is_vpn else None,
        direct_connect=_direct_connect(config, here.direct_connect) if here and not is_vpn else None,
    )


def _vpn(config: OnPremisesConfig, facts: SiteOnPremisesConfig, pre_shared_keys: tuple[str, ...]) -> Vpn:
    device = facts.customer_gateway
    assert device is not None
    return Vpn(
        routing=vpn_routing(config, facts),
        asn=config.asn or _AWS_DEFAULT_ASN,
        address=str(device.address) if device.address else None,
        customer_gateway_id=device.id,
        options=_options(config.vpn),
        inside_cidrs=tuple(map(str, facts.tunnel_inside_cidrs or ())),
        pre_shared_keys=pre_shared_keys,
    )


def _options(vpn: VpnConfig) -> TunnelOptions:
    phase1, phase2 = (
        Phase(phase.encryption, phase.integrity, phase.dh_groups, phase.lifetime_seconds)
        for phase in (vpn.phase1, vpn.phase2)
    )
    return TunnelOptions(phase1, phase2, vpn.dpd_timeout_seconds, vpn.dpd_action, vpn.startup_action)


def _direct_connect(config: OnPremisesConfig, facts: DirectConnectConfig | None) -> DirectConnect:
    assert facts is not None
    assert config.asn is not None
    interface = None
    if facts.connection_id is not None and facts.vlan is not None:
        interface = TransitInterface(
            connection_id=facts.connection_id,
            vlan=facts.vlan,
            mtu=facts.mtu,
            asn=config.asn,
            amazon_address=str(facts.amazon_address) if facts.amazon_address else None,
            customer_address=str(facts.customer_address) if facts.customer_address else None,
        )
    given = facts.gateway
    existing = ExistingDirectConnectGateway(given.id, given.name) if given else None
    return DirectConnect(facts.gateway_asn, existing, interface)
