"""One site's stack, which is named after the site. This file is the table of contents; the parts are in components/."""

import components as parts

stack = parts.Stack.load()
model, routes = stack.model, stack.model.routes

# The site's AWS network, and what joins it to the other site
account = parts.Account.of(stack)
existing = parts.Existing.of(stack, account.id)
parts.refuse_names_of_others(stack)
network = parts.Network("network", stack, existing=existing.network)
gateway = parts.TransitGateway("tgw", stack, network=network, existing=existing.gateway)
peering = parts.Peering.of("peering", stack, network=network, gateway=gateway)
ec2_vpc = parts.Ec2Vpc.of("ec2", stack, gateway=gateway)
parts.ClusterAccessGroups("cluster-access", stack, network=network)
route_targets = {**gateway.route_targets, **peering.route_targets, **(ec2_vpc.route_targets if ec2_vpc else {})}

# What Prism Central holds: the overlay, the protection, and the VMs that come from EC2
prism_central = parts.PrismCentral.of("prism", stack, network=network)
overlay = parts.Overlay.of("overlay", stack, prism_central=prism_central, existing=existing)
protection = parts.Protection.of("protection", stack, prism_central=prism_central, overlay=overlay)
migration = parts.Migration.of("migration", stack, ec2_vpc=ec2_vpc, overlay=overlay)

# The workload: its VMs first, then the load balancer's targets, and routes last
ingress = parts.Ingress.of(stack, network=network, existing=existing, overlay=overlay)
recovery = parts.Recovery.of(stack, overlay=overlay, protection=protection, drained=ingress.drained)
reached = recovery.reached(migration.cut_over if migration else None)
ingress.register_targets(reached, *recovery.resources)
before_routes = [*recovery.resources, *([migration.cut_over] if migration else [])]
workload_routes = parts.WorkloadRoutes(
    "workload",
    stack,
    table_id=gateway.route_table_id,
    route_targets=route_targets,
    reached=reached,
    after=before_routes,
    left_alone=recovery.routes_wait,
)
workload_routes.lead_in(stack.site.existing.led_route_table_ids, after=before_routes)
other_vpc_routes = parts.TransitGatewayRoutes(
    "other-vpc",
    routes.other_vpc,
    table_id=gateway.route_table_id,
    route_targets=route_targets,
    opts=stack.kept,
    led_by_others=gateway.led_by_others,
)
on_premises = parts.OnPremisesConnection.of(
    "on-premises",
    stack,
    gateway=gateway,
    workload=workload_routes,
    route_targets=route_targets,
    after=before_routes,
)
nodes_and_tiers = parts.NodesAndStoreTiers.of(
    stack, recovery=recovery, ingress=ingress, routes=[workload_routes, on_premises]
)
parts.VpcRoutes("vpc-routes", routes.vpc, network=network, route_targets=route_targets, opts=stack.aws)

led = [*workload_routes.led, *(on_premises.led if on_premises else ())]
arrival = parts.Arrival(
    stack, gateway_id=gateway.id, table_id=gateway.route_table_id, vpc_id=network.vpc_id, led=workload_routes.led
)
word = parts.Word.of(recovery, tiers=nodes_and_tiers.tiers, led=led)
parts.publish(network, gateway, peering, prism_central, overlay, protection, ingress, word)
with_pending = [peering, overlay, protection, ingress, workload_routes, other_vpc_routes, on_premises]
parts.show(
    transitGatewayRouteTableId=gateway.route_table_id,
    activeRegion=word.active_site,
    workloadRoutes=arrival.routes(workload_routes.leads_to),
    workloadPrefixListId=workload_routes.list_id,
    **arrival.shown,
    **stack.shown,
    **account.shown,
    **existing.shown,
    **(on_premises.outputs if on_premises else {}),
    **recovery.outputs,
    **nodes_and_tiers.outputs,
    migration=migration.shown if migration else None,
    limits=list(model.limits),
    pending=[what for part in with_pending if part for what in part.pending],
)
parts.guard("destroy-guard", stack, overlay=overlay)
parts.show_estimate(model)
arrival.expect()
if migration:
    migration.expect_all_retained()
ingress.expect_all_served(*nodes_and_tiers.failed)
