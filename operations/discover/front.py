"""Load balancers, floating IPs, names and connections to on-premises: what the stacks do not take over. Pure."""

from operations.discover.aws_facts import AwsFacts
from operations.discover.draft import Draft
from operations.discover.finding import Outcome
from operations.discover.prism_facts import PrismFacts


def tell_front(draft: Draft, aws: AwsFacts, prism: PrismFacts, vpc: str) -> None:
    """What is in front of the VMs at this site."""
    ours = {one.address: one for one in prism.floating_ips if one.address}
    for balancer in aws.balancers:
        if balancer.vpc_id != vpc:
            continue
        behind = sorted(ours[one].label for one in balancer.addresses & ours.keys())
        leads = f"; it leads to {', '.join(behind)}" if behind else ""
        kind = ", ".join(part for part in (balancer.kind, balancer.scheme) if part)
        said = f"{kind}{leads}; the configuration has no key for an existing one"
        todo = "Leave loadBalancer out to keep it; a failover then does not move its targets."
        draft.tell(Outcome.NOT_EXPRESSIBLE, f"load balancer '{balancer.name}'", said, todo)
        for zone in aws.zones:
            for name, kind, target in zone.records:
                if target.lower() == balancer.dns_name.lower():
                    draft.tell(Outcome.LEFT, f"record {name} {kind} of zone {zone.id}", f"leads to '{balancer.name}'")
    nics = {nic.id: vm for vm in prism.vms for nic in vm.nics or []}
    for one in prism.floating_ips:
        vm = nics.get(one.nic_id)
        where = f"leads to VM '{vm.label}'" if vm else "leads nowhere"
        draft.tell(Outcome.LEFT, f"floating IP '{one.label}' ({one.address})", where)


def tell_connections(draft: Draft, aws: AwsFacts, gateway: str) -> None:
    """The VPN connections that end at the chosen transit gateway."""
    for vpn in aws.vpns:
        if vpn.gateway_id == gateway:
            routing = "static routes" if vpn.static else f"BGP, ASN {vpn.asn}"
            said = f"to {vpn.address} ({routing}); the configuration has no key for an existing connection"
            todo = f"Leave onPremises out to keep it, or give sites.{draft.site}.onPremises.customerGateway.id: "
            todo += f"{vpn.customer_gateway_id} for a connection of the stack's own."
            draft.tell(Outcome.NOT_EXPRESSIBLE, f"VPN connection {vpn.id}", said, todo)
