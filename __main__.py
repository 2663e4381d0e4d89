"""One site of the two; the stack is named after it. This is the table of contents: the parts are in components/."""

from functools import partial

import pulumi
import pulumi_aws as aws

import components as parts
from providers.prism_site import PrismSite

model = parts.load_model()
site, names, other = model.me, parts.Names(model.name_prefix, model.me.name), parts.SiteOutputs.read(model.other.name)
# The provider's region is the site's own and never follows activeRegion: a changed region replaces everything.
region = pulumi.ResourceOptions(providers={"aws": aws.Provider("aws", region=site.region)})

network = parts.Network("network", site=site, names=names, opts=region)
gateway = parts.TransitGateway("tgw", asn=site.asn, network=network, names=names, opts=region)
peering = parts.peer("peering", model=model, network=network, gateway=gateway, other=other, names=names, opts=region)
source = parts.MigrationSource.of(model, "ec2", gateway=gateway, names=names, opts=region)
ways = {**gateway.ways, **peering.ways, **(source.ways if source else {})}

central = PrismSite("prism", prism_central=site.prism_central, cluster=site.cluster, transit_vpc=site.transit_vpc)
captured = parts.Captured.of(model, other)
overlay = parts.Overlay("overlay", overlay=captured.overlay, prism=central)
migration = parts.Migration.of(
    model, "migration", source=source, captured=captured, overlay=overlay, names=names, opts=region
)
protection = parts.Protection.of(model, "protection", prism=central, overlay=overlay, other=other)

# The workload: its virtual machines first, its routes after them
recovery = parts.failover("failover", model=model, after=[overlay, *([protection] if protection else [])])
tgw_routes = partial(parts.TransitGatewayRoutes, table_id=gateway.route_table_id, ways=ways, opts=region)
machines = [recovery, *([migration.cut_over] if migration else [])]
workload = tgw_routes("workload", routes=model.routes.workload, after=machines)
others = tgw_routes("other-vpc", routes=model.routes.other_vpc)
parts.VpcRoutes("vpc-routes", routes=model.routes.vpc, table_ids=network.route_table_ids, ways=ways, opts=region)

parts.publish(
    vpc_id=network.vpc_id,
    transit_gateway_id=gateway.id,
    requested_peering_id=peering.id if model.is_home else None,
    accepted_peering_id=None if model.is_home else peering.id,
    domain_manager_id=central.domain_manager_id,
    overlay_vpc_id=overlay.vpc_id,
    captured_addresses=captured.published,
)
waiting = [peering, captured, protection, workload, others]
parts.show(
    transitGatewayRouteTableId=gateway.route_table_id,
    activeRegion=model.active.name,
    state=recovery.state,
    workloadRoutes=workload.leads_to,
    recovered=recovery.recovered,
    migration=migration.shown if migration else None,
    limits=list(model.limits),
    pending=[what for part in waiting if part for what in part.pending],
)
