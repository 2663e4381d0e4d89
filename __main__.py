"""One site of the two; the stack is named after it. This is the table of contents: the parts are in components/."""

import components as parts

model = parts.load_model()
site, names, other = model.me, parts.Names.of(model), parts.SiteOutputs.read(model.other.name)
region = parts.in_region(site)

found = parts.find_existing(model, names=names, opts=region)
network = parts.Network("network", site=site, names=names, existing=found.network, opts=region)
gateway = parts.TransitGateway("tgw", site=site, network=network, names=names, existing=found.gateway, opts=region)
peering = parts.peer("peering", model=model, network=network, gateway=gateway, other=other, names=names, opts=region)
source = parts.MigrationSource.of(model, "ec2", gateway=gateway, names=names, opts=region)
ways = {**gateway.ways, **peering.ways, **(source.ways if source else {})}
central = parts.Central.of(model, "prism", network=network)
overlay = parts.Overlay.of(model, "overlay", central=central, existing=found, other=other)
protection = parts.Protection.of(model, "protection", central=central, overlay=overlay, other=other)
migration = parts.Migration.of(model, "migration", source=source, overlay=overlay, names=names, opts=region)

# The workload: its virtual machines first, its targets and routes after them
front = parts.Front.of(model, network=network, existing=found, overlay=overlay, other=other, names=names, opts=region)
recovery = parts.failover("failover", model=model, other=other, after=[overlay, protection], drained=front.drained)
restored = parts.restored_first(model, recovery=recovery, other=other, after=[overlay])
front.follow(recovery, *restored)
table, machines = gateway.route_table_id, [recovery, *restored, *parts.cut_over(migration)]
workload = parts.WorkloadRoutes(
    "workload", model=model, table_id=table, ways=ways, names=names, after=machines, opts=region
)
others = parts.TransitGatewayRoutes("other-vpc", routes=model.routes.other_vpc, table_id=table, ways=ways, opts=region)
on_premises = parts.OnPremisesConnection.of(
    model, "on-premises", gateway=gateway, workload=workload, ways=ways, names=names, after=machines, opts=region
)
routes = [workload, on_premises]
later = parts.on_demand(
    model, recovery=recovery, other=other, front=front, followed=routes, opts=region, first=restored
)
parts.VpcRoutes("vpc-routes", routes=model.routes.vpc, table_ids=network.route_table_ids, ways=ways, opts=region)

parts.publish(
    vpc_id=network.vpc_id,
    transit_gateway_id=gateway.id,
    requested_peering_id=peering.id if model.is_home else None,
    accepted_peering_id=None if model.is_home else peering.id,
    **parts.published(central, overlay, protection),
    **front.published,
    **parts.last_word(recovery),
)
waiting = [peering, overlay, protection, front, workload, others, on_premises]
parts.show(
    transitGatewayRouteTableId=table,
    activeRegion=model.active.name,
    workloadRoutes=workload.leads_to,
    **(on_premises.outputs if on_premises else {}),
    **parts.told_of(recovery, later),
    migration=migration.shown if migration else None,
    limits=list(model.limits),
    pending=[what for part in waiting if part for what in part.pending],
)
parts.show_estimate(model)
