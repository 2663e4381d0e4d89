"""Puts the repairs into moto at run time. Nothing of the installed package is changed on disk."""

from importlib.metadata import version
from typing import Literal

from moto.backends import get_backend
from moto.directconnect.models import Connection, DirectConnectBackend
from moto.directconnect.responses import DirectConnectResponse
from moto.ec2.models import EC2Backend
from moto.ec2.models.route_tables import Route, RouteTable
from moto.ec2.responses import EC2Response
from moto.elbv2.models import ELBv2Backend, FakeTargetGroup
from moto.route53.models import Route53Backend
from moto.route53.responses import Route53
from moto.route53.urls import url_paths as route53_paths
from moto.wafv2.models import WAFV2Backend

from simulator.aws import managed_prefix_lists, nat_gateways, subnets, vpc_peering, vpc_routes, vpcs
from simulator.aws.direct_connect import connections as direct_connect_connections
from simulator.aws.direct_connect import gateway_associations, tags, virtual_interfaces
from simulator.aws.direct_connect import gateways as direct_connect_gateways
from simulator.aws.dns import answers, records
from simulator.aws.load_balancer import load_balancers, target_group, target_groups, web_acls
from simulator.aws.transit_gateway import (
    attachments,
    direct_connect_attachments,
    gateway,
    peering,
    prefix_lists,
    relations,
    route_tables,
    routes,
    vpn_attachments,
)
from simulator.aws.vpn import (
    connection_options,
    connection_routes,
    connections,
    customer_gateways,
    gateways,
    route_propagation,
)

MOTO_VERSION = "5.2.5"

_EC2_BACKENDS: tuple[type, ...] = (
    gateway.TransitGatewayBackend,
    attachments.TransitGatewayAttachmentBackend,
    vpn_attachments.TransitGatewayVpnAttachmentBackend,
    peering.TransitGatewayPeeringBackend,
    route_tables.TransitGatewayRouteTableBackend,
    relations.TransitGatewayRelationBackend,
    routes.TransitGatewayRouteBackend,
    managed_prefix_lists.ManagedPrefixListBackend,
    prefix_lists.TransitGatewayPrefixListBackend,
    direct_connect_attachments.TransitGatewayDirectConnectAttachmentBackend,
    vpc_routes.VpcRouteBackend,
    vpc_peering.VpcPeeringBackend,
    subnets.SubnetBackend,
    nat_gateways.NatGatewayBackend,
    vpcs.VpcBackend,
    customer_gateways.CustomerGatewayBackend,
    gateways.VpnGatewayBackend,
    connections.VpnConnectionBackend,
    connection_options.VpnConnectionOptionsBackend,
    connection_routes.VpnConnectionRouteBackend,
    route_propagation.VpnRoutePropagationBackend,
)
_EC2_RESPONSES: tuple[type, ...] = (
    attachments.TransitGatewayAttachmentResponse,
    routes.TransitGatewayRouteResponse,
    managed_prefix_lists.ManagedPrefixListResponse,
    prefix_lists.TransitGatewayPrefixListResponse,
    customer_gateways.CustomerGatewayResponse,
    connections.VpnConnectionResponse,
    connection_options.VpnConnectionOptionsResponse,
    connection_routes.VpnConnectionRouteResponse,
    route_propagation.VpnRoutePropagationResponse,
)
_DIRECT_CONNECT_BACKENDS: tuple[type, ...] = (
    tags.DirectConnectTagBackend,
    direct_connect_connections.DirectConnectConnectionBackend,
    direct_connect_gateways.DirectConnectGatewayBackend,
    gateway_associations.DirectConnectGatewayAssociationBackend,
    virtual_interfaces.DirectConnectVirtualInterfaceBackend,
)
_DIRECT_CONNECT_RESPONSES: tuple[type, ...] = (
    direct_connect_gateways.DirectConnectGatewayResponse,
    gateway_associations.DirectConnectGatewayAssociationResponse,
    virtual_interfaces.DirectConnectVirtualInterfaceResponse,
)
REPAIRS: tuple[tuple[type, tuple[type, ...]], ...] = (
    (EC2Backend, _EC2_BACKENDS),
    (EC2Response, _EC2_RESPONSES),
    (DirectConnectBackend, _DIRECT_CONNECT_BACKENDS),
    (Connection, (direct_connect_connections.DirectConnectConnectionShown,)),
    (DirectConnectResponse, _DIRECT_CONNECT_RESPONSES),
    (ELBv2Backend, (target_groups.TargetGroupBackend, load_balancers.LoadBalancerBackend)),
    (FakeTargetGroup, (target_group.TargetGroup,)),
    (Route53Backend, (records.DnsRecordBackend,)),
    (Route53, (answers.DnsAnswerResponse,)),
    (WAFV2Backend, (web_acls.WebAclBackend,)),
)
_SERVICES: tuple[Literal["ec2", "directconnect", "elbv2", "route53", "wafv2"], ...] = (
    "ec2",
    "directconnect",
    "elbv2",
    "route53",
    "wafv2",
)
_GRAFTS: tuple[tuple[type, type], ...] = (
    (Route, vpc_routes.VpcRouteState),
    (RouteTable, route_propagation.VpnRoutePropagationState),
)


class UnrepairedMoto(AssertionError):
    """The installed moto is not the one these repairs were written for."""


def install() -> None:
    """Repairs the moto of this process; a second call does nothing. Raises UnrepairedMoto."""
    check_version(version("moto"))
    repaired = [_lead_with(target, mixins) for target, mixins in REPAIRS]
    route53_paths[answers.URL_PATH] = Route53.dispatch
    for target, source in _GRAFTS:
        for name, member in vars(source).items():
            if not name.startswith("__"):
                setattr(target, name, member)
    if any(repaired):
        _begin_anew()


def check_version(installed: str) -> None:
    """Refuses a moto other than the one repaired, which would be patched wrongly without anyone noticing."""
    if installed != MOTO_VERSION:
        raise UnrepairedMoto(
            f"The repairs in simulator/aws were written for moto {MOTO_VERSION}, but moto {installed} is "
            f"installed. Install moto=={MOTO_VERSION}, or check each repair against {installed} and raise "
            f"MOTO_VERSION."
        )


def _begin_anew() -> None:
    """What moto made before it was repaired has none of what the repairs keep: it is discarded."""
    for name in _SERVICES:
        for regions in get_backend(name).values():
            for backend in regions.values():
                backend.reset()


def _lead_with(target: type, mixins: tuple[type, ...]) -> bool:
    """Makes `mixins` the first bases of a class: their methods win and their super() is moto's own.

    Answers whether they were not before.

    A class's own methods would win over any base, so those that a mixin repairs move to a base behind the mixins.
    """
    missing = tuple(mixin for mixin in mixins if mixin not in target.__bases__)
    repaired = {name for mixin in missing for name in vars(mixin) if not name.startswith("__")} & vars(target).keys()
    behind = type(f"Unrepaired{target.__name__}", (), {name: vars(target)[name] for name in repaired})
    for name in repaired:
        delattr(target, name)
    target.__bases__ = (*missing, *((behind,) if repaired else ()), *target.__bases__)
    return bool(missing)
