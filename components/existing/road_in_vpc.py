"""The rest of the way at the active site: the VPC's table that brings the packets from the gateway to NC2's node."""

from collections.abc import Iterator
from ipaddress import IPv4Network

from aws import AwsError, VpcTableRoute
from components.existing.held import HeldVpcTable, vpc_in
from components.existing.situation import Situation
from components.existing.walked import Walked
from topology import Platform, effective_route, leads_to_node, led_off


def look_at_vpc(now: Situation) -> Walked:
    """The routes in the tables of the attachment's subnets that take packets from NC2's route, and where it lacks.

    A route of another table of the VPC takes only what that VPC's own subnets send, so it is told.
    """
    model = now.stack.model
    if not (model.is_active and model.platform is Platform.NC2 and now.vpc_id and now.gateway_id):
        return Walked()
    try:
        tables = vpc_in(now.stack.site.region, now.vpc_id, now.gateway_id)
    except AwsError as error:
        return Walked.unseen(f"{error} Whether the packets reach a node of NC2 was not checked.")
    return Walked.of(
        wrong=[said for one in tables if one.subnets for said in _led_off(now, one)],
        missing=[said for one in tables if one.subnets for said in _missing(now, one, tables)],
        warned=[said for one in tables if not one.subnets for said in _led_off(now, one)],
    )


def _led_off(now: Situation, table: HeldVpcTable) -> Iterator[str]:
    site = now.stack.site
    for prefix in now.prefixes:
        for route in led_off(table.routes, prefix):
            by_gateway = not table.subnets and route.target == now.gateway_id and route.state == "active"
            if by_gateway or str(route.destination) in site.existing.accepted_routes:
                continue
            whose = f"{table.id}, the route table of {', '.join(table.subnets)}" if table.subnets else table.id
            comes = ", by which the transit gateway reaches it," if table.subnets else ""
            yield (
                f"In {now.vpc_id}, {whose}{comes} leads {route.destination} to {_to(route)}. NC2's own route leads "
                f"{prefix} to its node, and the longest prefix wins. Remove it: "
                f"`{_command(table, route, site.region)}`. If it is meant, name {route.destination} in "
                f"sites.{site.name}.existing.acceptedRoutes."
            )


def _missing(now: Situation, table: HeldVpcTable, tables: tuple[HeldVpcTable, ...]) -> Iterator[str]:
    main = next((one.id for one in tables if one.main), "none")
    for prefix in now.prefixes:
        route = effective_route(table.routes, IPv4Network(prefix))
        if leads_to_node(route) or (route and str(route.destination) in now.stack.site.existing.accepted_routes):
            continue
        led = f"leads {prefix} to {_to(route)}" if route else f"has no route of {prefix}"
        hint = (
            "NC2 writes it within a minute where the prefix is in its transit VPC and the cluster runs"
            if table.id == main
            else f"NC2 writes its routes into the VPC's main table, {main}: associate these subnets with that"
        )
        yield (
            f"In {now.vpc_id}, {table.id}, the route table of {', '.join(table.subnets)}, by which the transit gateway "
            f"reaches it, {led}, not to a node of NC2. {hint}."
        )


def _to(route: VpcTableRoute) -> str:
    return route.target + ("" if route.state == "active" else f" ({route.state})")


def _command(table: HeldVpcTable, route: VpcTableRoute, region: str) -> str:
    if route.propagated:
        where = f"--region {region} --route-table-id {table.id} --gateway-id {route.target}"
        return f"aws ec2 disable-vgw-route-propagation {where}"
    what = f"prefix-list-id {route.prefix_list_id}" if route.prefix_list_id else f"cidr-block {route.destination}"
    return f"aws ec2 delete-route --region {region} --route-table-id {table.id} --destination-{what}"
