"""What of the workload runs where, and where the routes to it lead."""

from local_cloud.project import LocalProject
from local_cloud.workload import machines
from operations.look.observation import ec2_client, leads_to, placements

HOME, OTHER = "tokyo", "osaka"


def where(local: LocalProject, site: str) -> dict[str, tuple[str, str]]:
    """Machine name -> (address, power) in one site."""
    category = local.model(site).protection.category
    found = placements(site, local.prism(site), category.key, category.value)
    return {vm.name: (vm.address, vm.power) for vm in found}


def promised(local: LocalProject) -> dict[str, tuple[str, str]]:
    return {machine.vm: (machine.address, "ON") for machine in machines(local.model(HOME))}


def gateway(local: LocalProject, site: str) -> set[str]:
    """Where the site's transit gateway leads the workload's prefixes."""
    model = local.model(site)
    ec2 = ec2_client(local.environment(site), model.me.region)
    table = str(local.stack(site).outputs()["transitGatewayRouteTableId"])
    return {leads_to(ec2, table, prefix) for prefix in model.overlay.externally_routable_prefixes}
