"""The two sites in a few lines of text: which VM runs where, and where each gateway leads the workload."""

from collections.abc import Mapping, Sequence

from local_cloud import Front, Placement
from text_table import table


def vms(placements: Sequence[Placement]) -> str:
    """One line per VM and site."""
    rows = [(vm.name, vm.address, vm.site, vm.power) for vm in sorted(placements, key=lambda vm: (vm.name, vm.site))]
    return table(("virtual machine", "address", "site", "power"), rows)


def routes(prefixes: Sequence[str], sites: Sequence[str], leads: Mapping[tuple[str, str], str]) -> str:
    """`leads`: what a site's transit gateway does with a prefix, by (prefix, site)."""
    rows = [(prefix, *(leads[prefix, site] for site in sites)) for prefix in prefixes]
    return table(("prefix", *(f"{site}'s transit gateway" for site in sites)), rows)


def front(seen: Front, name: str) -> str:
    """Each site's targets, and the site that DNS leads `name` to."""
    rows = [
        (site, ", ".join(f"{address} {state}" for address, state in sorted(states.items())) or "none")
        for site, states in seen.targets.items()
    ]
    return f"{table(('load balancer of', 'targets'), rows)}\n{name} leads to {seen.leads_to}"
