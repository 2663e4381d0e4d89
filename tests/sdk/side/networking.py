"""ntnx_networking_py_client against the simulator."""

from __future__ import annotations

from typing import Any

import ntnx_clustermgmt_py_client
import ntnx_networking_py_client as sdk

from tests.sdk.side._world import World, kind, refusal

_VPC, _SUBNET = "networking:config:vpc", "networking:config:subnet"
_ROUTE, _FLOATING_IP = "networking:config:route", "networking:config:floating-ip"


def _ip(value: str) -> Any:
    return sdk.IPv4Address(value=value, prefix_length=32)


def _prefix(value: str, length: int) -> Any:
    return sdk.IPSubnet(ipv4=sdk.IPv4Subnet(ip=_ip(value), prefix_length=length))


def _subnet(name: str, net: str, vpc: str, **fields: Any) -> Any:
    pool = sdk.IPv4Pool(start_ip=_ip(f"{net}.10"), end_ip=_ip(f"{net}.99"))
    subnet = sdk.IPv4Subnet(ip=_ip(f"{net}.0"), prefix_length=24)
    config = sdk.IPv4Config(ip_subnet=subnet, default_gateway_ip=_ip(f"{net}.1"), pool_list=[pool])
    kind_of = sdk.SubnetType.OVERLAY
    return sdk.Subnet(
        name=name, subnet_type=kind_of, vpc_reference=vpc, ip_config=[sdk.IPConfig(ipv4=config)], **fields
    )


def _vpcs(world: World) -> Any:
    return sdk.VpcsApi(world.tokyo.client(sdk))


def _subnets(world: World) -> Any:
    return sdk.SubnetsApi(world.tokyo.client(sdk))


def _routes(world: World) -> Any:
    return sdk.RoutesApi(world.tokyo.client(sdk))


def _floating_ips(world: World) -> Any:
    return sdk.FloatingIpsApi(world.tokyo.client(sdk))


def seeded_transit_vpc_is_found_by_name(world: World) -> None:
    (vpc,) = _vpcs(world).list_vpcs(_filter="name eq 'transit-vpc'").data
    assert (kind(vpc), vpc.vpc_type) == ("Vpc", "TRANSIT")
    world.kept["transit"] = vpc.ext_id


def empty_list_has_no_data(world: World) -> None:
    assert _vpcs(world).list_vpcs(_filter="name eq 'none'").data is None


def external_subnet_without_nat_is_made(world: World) -> None:
    body = _subnet("nonat", "100.64.10", world.kept["transit"], is_external=True, is_nat_enabled=False)
    world.kept["external"] = world.tokyo.made(_subnets(world).create_subnet(body), _SUBNET)
    subnet = _subnets(world).get_subnet_by_id(world.kept["external"]).data
    assert (subnet.is_external, subnet.is_nat_enabled) == (True, False)


def vpc_is_made_behind_the_external_subnet_with_a_routable_prefix(world: World) -> None:
    external = sdk.ExternalSubnet(subnet_reference=world.kept["external"])
    body = sdk.Vpc(
        name="workload", external_subnets=[external], externally_routable_prefixes=[_prefix("172.30.0.0", 16)]
    )
    world.kept["vpc"] = world.tokyo.made(_vpcs(world).create_vpc(body), _VPC)
    vpc = _vpcs(world).get_vpc_by_id(world.kept["vpc"]).data
    assert vpc.external_subnets[0].external_ips[0].ipv4.value.startswith("100.64.10.")
    assert vpc.externally_routable_prefixes[0].ipv4.prefix_length == 16


def vpc_read_carries_its_etag_and_is_updated_with_it(world: World) -> None:
    vpc = _vpcs(world).get_vpc_by_id(world.kept["vpc"]).data
    assert sdk.ApiClient.get_etag(vpc)
    vpc.description = "changed"
    world.tokyo.done(_vpcs(world).update_vpc_by_id(vpc.ext_id, vpc))
    assert _vpcs(world).get_vpc_by_id(vpc.ext_id).data.description == "changed"


def stale_etag_is_refused_with_412(world: World) -> None:
    vpc = _vpcs(world).get_vpc_by_id(world.kept["vpc"]).data
    world.tokyo.done(_vpcs(world).update_vpc_by_id(vpc.ext_id, vpc))
    refused = refusal(_vpcs(world).update_vpc_by_id, vpc.ext_id, vpc)
    assert refused.status == 412


def overlay_subnet_is_made_read_and_updated(world: World) -> None:
    world.kept["app"] = world.tokyo.made(
        _subnets(world).create_subnet(_subnet("app", "172.30.1", world.kept["vpc"])), _SUBNET
    )
    subnet = _subnets(world).get_subnet_by_id(world.kept["app"]).data
    assert (kind(subnet), subnet.ip_usage.num_free_i_ps, subnet.ip_prefix) == ("Subnet", 90, "172.30.1.0/24")
    assert subnet.ip_config[0].ipv4.pool_list[0].start_ip.value == "172.30.1.10"
    subnet.description = "changed"
    world.tokyo.done(_subnets(world).update_subnet_by_id(subnet.ext_id, subnet))


def overlapping_subnet_is_a_failed_task(world: World) -> None:
    reply = _subnets(world).create_subnet(_subnet("twin", "172.30.1", world.kept["vpc"]))
    assert world.tokyo.failure(reply) == "SUBNET_OVERLAP"


def addresses_are_reserved_listed_and_given_back(world: World) -> None:
    api, app = sdk.SubnetIPReservationApi(world.tokyo.client(sdk)), world.kept["app"]
    wanted = [sdk.IPAddress(ipv4=_ip("172.30.1.20"))]
    spec = sdk.IpReserveSpec(reserve_type="IP_ADDRESS_LIST", ip_addresses=wanted, client_context="ours")
    world.tokyo.done(api.reserve_ips_by_subnet_id(app, spec))
    (reserved,) = api.list_reserved_ips_by_subnet_id(app).data
    assert (kind(reserved), reserved.ipv4_address, reserved.client_context) == ("ReservedIp", "172.30.1.20", "ours")
    gone = sdk.IpUnreserveSpec(unreserve_type="CONTEXT", client_context="ours")
    world.tokyo.done(api.unreserve_ips_by_subnet_id(app, gone))
    assert api.list_reserved_ips_by_subnet_id(app).data is None


def route_table_of_the_vpc_is_found(world: World) -> None:
    found = sdk.RouteTablesApi(world.tokyo.client(sdk)).list_route_tables(
        _filter=f"vpcReference eq '{world.kept['vpc']}'"
    )
    assert [kind(table) for table in found.data] == ["RouteTable"]
    world.kept["table"] = found.data[0].ext_id


def default_route_is_made_listed_updated_and_deleted(world: World) -> None:
    table, api = world.kept["table"], _routes(world)
    nexthop = sdk.Nexthop(nexthop_type="EXTERNAL_SUBNET", nexthop_reference=world.kept["external"])
    body = sdk.Route(name="default", route_type="STATIC", destination=_prefix("0.0.0.0", 0), nexthop=nexthop)
    route_id = world.tokyo.made(api.create_route_for_route_table(table, body), _ROUTE)
    types = sorted((kind(r), r.route_type) for r in api.list_routes_by_route_table_id(table).data)
    assert types == [("Route", "LOCAL"), ("Route", "STATIC")]
    route = api.get_route_for_route_table_by_id(route_id, table).data
    assert route.nexthop.nexthop_name == "nonat"
    route.description = "changed"
    world.tokyo.done(api.update_route_for_route_table_by_id(route_id, table, route))
    world.tokyo.done(api.delete_route_for_route_table_by_id(route_id, table))


def floating_ip_is_made_found_by_a_filter_with_two_spaces_and_deleted(world: World) -> None:
    api = _floating_ips(world)
    made = world.tokyo.made(api.create_floating_ip(sdk.FloatingIp(name="public")), _FLOATING_IP)
    (floating,) = api.list_floating_ips(_filter="name eq  'public'").data
    assert (kind(floating), floating.ext_id, floating.association_status) == ("FloatingIp", made, "NOT_ASSOCIATED")
    assert floating.floating_ip.ipv4.value
    floating = api.get_floating_ip_by_id(made).data
    floating.description = "changed"
    world.tokyo.done(api.update_floating_ip_by_id(made, floating))
    world.tokyo.done(api.delete_floating_ip_by_id(made))


def selected_fields_come_as_projections_and_expanded_ones_inside(world: World) -> None:
    (subnet,) = _subnets(world).list_subnets(_filter="name eq 'app'", _expand="vpc", _select="name").data
    assert (kind(subnet), kind(subnet.vpc_projection)) == ("SubnetProjection", "VpcProjection")
    assert subnet.vpc_projection.name == "workload"


def vnics_of_a_subnet_are_listed(world: World) -> None:
    assert _subnets(world).list_vnics_by_subnet_id(world.kept["app"]).data is None


def routing_policy_is_made_read_updated_and_deleted(world: World) -> None:
    api = sdk.RoutingPoliciesApi(world.tokyo.client(sdk))
    anything = sdk.AddressTypeObject(address_type="ANY")
    match = sdk.RoutingPolicyMatchCondition(source=anything, destination=anything, protocol_type="ANY")
    rule = sdk.RoutingPolicyRule(policy_match=match, policy_action=sdk.RoutingPolicyAction(action_type="PERMIT"))
    body = sdk.RoutingPolicy(name="permit", priority=10, vpc_ext_id=world.kept["vpc"], policies=[rule])
    made = world.tokyo.made(api.create_routing_policy(body), "networking:config:routing-policy")
    policy = api.get_routing_policy_by_id(made).data
    assert (kind(policy), policy.vpc.name) == ("RoutingPolicy", "workload")
    policy.priority = 20
    world.tokyo.done(api.update_routing_policy_by_id(made, policy))
    assert [p.priority for p in api.list_routing_policies().data] == [20]
    world.tokyo.done(api.delete_routing_policy_by_id(made))


def aws_networks_of_the_cluster_are_listed(world: World) -> None:
    manage = ntnx_clustermgmt_py_client
    clusters = manage.ClustersApi(world.tokyo.client(manage)).list_clusters(_filter="name eq 'nc2-tokyo'").data
    client, cluster = world.tokyo.client(sdk), clusters[0].ext_id
    (vpc,) = sdk.AwsVpcsApi(client).list_aws_vpcs(cluster).data
    (subnet,) = sdk.AwsSubnetsApi(client).list_aws_subnets(cluster).data
    assert (kind(vpc), kind(subnet), vpc.vpc_id) == ("AwsVpc", "AwsSubnet", subnet.vpc_id)


def there_are_no_gateways_and_no_bgp_sessions(world: World) -> None:
    assert sdk.GatewaysApi(world.tokyo.client(sdk)).list_gateways().data is None
    assert sdk.BgpSessionsApi(world.tokyo.client(sdk)).list_bgp_sessions().data is None


def subnet_and_vpc_are_deleted(world: World) -> None:
    world.tokyo.done(_subnets(world).delete_subnet_by_id(world.kept["app"]))
    world.tokyo.done(_vpcs(world).delete_vpc_by_id(world.kept["vpc"]))
    refused = refusal(_vpcs(world).get_vpc_by_id, world.kept["vpc"])
    assert refused.status == 404


def bgp_session_is_made_between_two_gateways(world: World) -> None:
    gateways, sessions = sdk.GatewaysApi(world.tokyo.client(sdk)), sdk.BgpSessionsApi(world.tokyo.client(sdk))
    vpc = world.tokyo.made(_vpcs(world).create_vpc(sdk.Vpc(name="of-gateways")), _VPC)
    services = {
        "local": sdk.LocalNetworkServices(local_bgp_service=sdk.LocalBgpService(vpc_reference=vpc, asn=65001)),
        "remote": sdk.RemoteNetworkServices(
            remote_bgp_service=sdk.RemoteBgpService(address=sdk.IPAddress(ipv4=_ip("192.0.2.1")), asn=65002)
        ),
    }
    made = {
        side: world.tokyo.made(
            gateways.create_gateway(sdk.Gateway(name=side, services=given)), "networking:config:gateway"
        )
        for side, given in services.items()
    }
    seen = {kind(gateway.services) for gateway in gateways.list_gateways().data}
    assert seen == {"LocalNetworkServices", "RemoteNetworkServices"}
    body = sdk.BgpSession(
        name="session", local_gateway_reference=made["local"], remote_gateway_reference=made["remote"]
    )
    session_id = world.tokyo.made(sessions.create_bgp_session(body), "networking:config:bgp-session")
    session = sessions.get_bgp_session_by_id(session_id).data
    assert (kind(session), session.status.state) == ("BgpSession", "UP")
    (wide,) = sessions.list_bgp_sessions(_expand="localGateway").data
    assert kind(wide) == "BgpSessionProjection"
    session.dynamic_route_priority = 700
    world.tokyo.done(sessions.update_bgp_session_by_id(session_id, session))
    assert world.tokyo.failure(gateways.delete_gateway_by_id(made["local"])) == "ENTITY_IN_USE"
    world.tokyo.done(sessions.delete_bgp_session_by_id(session_id))
    for gateway in made.values():
        world.tokyo.done(gateways.delete_gateway_by_id(gateway))
