"""The two sites in a few lines of text: which machine runs where, and where each gateway leads the workload."""

from collections.abc import Mapping, Sequence

from operations.look.observation import Placement
from text_table import table

__all__ = ["front", "machines", "routes", "table"]


def machines(placements: Sequence[Placement]) -> str:
    rows = [(vm.name, vm.address, vm.site, vm.power) for vm in sorted(placements, key=lambda vm: (vm.name, vm.site))]
    return table(("virtual machine", "address", "site", "power"), rows)


def front(targets: Mapping[str, Mapping[str, str]], name: str, leads_to: str) -> str:
    """`targets`: for each site, the state of its targets by address; `name` leads to the site `leads_to`."""
    rows = [
        (site, ", ".join(f"{address} {state}" for address, state in sorted(states.items())) or "none")
        for site, states in targets.items()
    ]
    return f"{table(('load balancer of', 'targets'), rows)}\n{name} leads to {leads_to}"


def routes(prefixes: Sequence[str], sites: Sequence[str], leads: dict[tuple[str, str], str]) -> str:
    """`leads`: (prefix, site) -> what that site's transit gateway does with the prefix."""
    rows = [(prefix, *(leads[prefix, site] for site in sites)) for prefix in prefixes]
    return table(("prefix", *(f"{site}'s transit gateway" for site in sites)), rows)
