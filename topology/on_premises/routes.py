"""The routes between a site and on-premises, from one table.

Attachments to on-premises use a table of their own on the transit gateway. What stands in it is what BGP announces over
a VPN, and what a Direct Connect gateway is told to announce; so the table decides which site attracts the workload's
traffic: of two that can announce, the active one and no other. Where only one site has a connection, that one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from topology.choices import Ends, OnPremisesConnection, Peering, Target, VpnRouting

if TYPE_CHECKING:
    from topology.model import SiteModel


@dataclass(frozen=True)
class Entry:
    """Whether what comes from on-premises is led to the workload the way this site's own traffic is, and why."""

    open: bool
    reason: str


_RUNS_HERE = Entry(True, "the workload runs in this site, which announces it")
_NO_END = Entry(False, "no connection to on-premises ends in this site")
_OTHER_ANNOUNCES = Entry(False, "the active site announces the workload, and of two that announce it each gets a part")
_PASSED_ON = Entry(True, "the only connection ends in this site, which announces the workload and passes traffic on")
_NOT_PASSED_ON = Entry(False, "the workload runs in the other site, and nothing carries on-premises' traffic there")
_RUNS_HERE_STATIC = Entry(True, "the workload runs in this site; on-premises sends by static routes of its own")
_PASSED_ON_STATIC = Entry(True, "on-premises' static routes do not follow a failover, so what comes is passed on")

ENTRY: Mapping[tuple[bool, bool, Peering, Ends], Entry] = {
    # announces by BGP, active here, peering, where connections end
    (True, True, Peering.TRANSIT_GATEWAY, Ends.BOTH): _RUNS_HERE,
    (True, True, Peering.TRANSIT_GATEWAY, Ends.HERE): _RUNS_HERE,
    (True, True, Peering.VPC, Ends.BOTH): _RUNS_HERE,
    (True, True, Peering.VPC, Ends.HERE): _RUNS_HERE,
    (True, True, Peering.NONE, Ends.BOTH): _RUNS_HERE,
    (True, True, Peering.NONE, Ends.HERE): _RUNS_HERE,
    (True, False, Peering.TRANSIT_GATEWAY, Ends.BOTH): _OTHER_ANNOUNCES,
    (True, False, Peering.TRANSIT_GATEWAY, Ends.HERE): _PASSED_ON,
    (True, False, Peering.VPC, Ends.BOTH): _OTHER_ANNOUNCES,
    (True, False, Peering.VPC, Ends.HERE): _NOT_PASSED_ON,
    (True, False, Peering.NONE, Ends.BOTH): _OTHER_ANNOUNCES,
    (True, False, Peering.NONE, Ends.HERE): _NOT_PASSED_ON,
    (False, True, Peering.TRANSIT_GATEWAY, Ends.BOTH): _RUNS_HERE_STATIC,
    (False, True, Peering.TRANSIT_GATEWAY, Ends.HERE): _RUNS_HERE_STATIC,
    (False, True, Peering.TRANSIT_GATEWAY, Ends.THERE): _NO_END,
    (False, True, Peering.VPC, Ends.BOTH): _RUNS_HERE_STATIC,
    (False, True, Peering.VPC, Ends.HERE): _RUNS_HERE_STATIC,
    (False, True, Peering.VPC, Ends.THERE): _NO_END,
    (False, True, Peering.NONE, Ends.BOTH): _RUNS_HERE_STATIC,
    (False, True, Peering.NONE, Ends.HERE): _RUNS_HERE_STATIC,
    (False, True, Peering.NONE, Ends.THERE): _NO_END,
    (False, False, Peering.TRANSIT_GATEWAY, Ends.BOTH): _PASSED_ON_STATIC,
    (False, False, Peering.TRANSIT_GATEWAY, Ends.HERE): _PASSED_ON_STATIC,
    (False, False, Peering.TRANSIT_GATEWAY, Ends.THERE): _NO_END,
    (False, False, Peering.VPC, Ends.BOTH): _NOT_PASSED_ON,
    (False, False, Peering.VPC, Ends.HERE): _NOT_PASSED_ON,
    (False, False, Peering.VPC, Ends.THERE): _NO_END,
    (False, False, Peering.NONE, Ends.BOTH): _NOT_PASSED_ON,
    (False, False, Peering.NONE, Ends.HERE): _NOT_PASSED_ON,
    (False, False, Peering.NONE, Ends.THERE): _NO_END,
}


@dataclass(frozen=True)
class Return:
    """How this site's own traffic reaches on-premises: `target` is None where BGP tells the gateway, or nothing leads
    there, which `reaches` tells apart."""

    reaches: bool
    target: Target | None
    reason: str


_BY_BGP = Return(True, None, "on-premises announces its prefixes to this site by BGP")
_BY_VPN = Return(True, Target.VPN, "on-premises is behind this site's VPN connection, which has static routes")
_BY_OTHER_SITE = Return(True, Target.PEERING, "on-premises' only connection ends in the other site, one peering away")
_NOT_BY_VPC = Return(
    False, None, "on-premises' only connection ends in the other site, and VPC peering is not transitive"
)
_NO_WAY = Return(False, None, "on-premises' only connection ends in the other site, and nothing joins the sites")

RETURN: Mapping[tuple[bool, bool, Peering], Return] = {
    # a connection ends here, it announces by BGP, peering
    (True, True, Peering.TRANSIT_GATEWAY): _BY_BGP,
    (True, True, Peering.VPC): _BY_BGP,
    (True, True, Peering.NONE): _BY_BGP,
    (True, False, Peering.TRANSIT_GATEWAY): _BY_VPN,
    (True, False, Peering.VPC): _BY_VPN,
    (True, False, Peering.NONE): _BY_VPN,
    (False, False, Peering.TRANSIT_GATEWAY): _BY_OTHER_SITE,
    (False, False, Peering.VPC): _NOT_BY_VPC,
    (False, False, Peering.NONE): _NO_WAY,
}


def entry_row(model: "SiteModel") -> Entry:
    """The row for what comes from on-premises."""
    if model.on_premises is None:
        return _NO_END
    return ENTRY[model.on_premises.announces, model.is_active, model.peering, model.on_premises.ends]


def return_row(model: "SiteModel") -> Return | None:
    """The row for what goes to on-premises; None where the configuration knows no on-premises."""
    if model.on_premises is None:
        return None
    return RETURN[model.on_premises.is_here, model.on_premises.announces, model.peering]


def passes_on_other_vpc(model: "SiteModel") -> bool:
    """Whether on-premises reaches the other site's VPC through this site, which has the only connection."""
    ends = model.on_premises.ends if model.on_premises else None
    return ends is Ends.HERE and model.peering is Peering.TRANSIT_GATEWAY


def on_premises_limits(model: "SiteModel") -> tuple[str, ...]:
    """What this way to on-premises cannot do, and what to do about it, in sentences."""
    on_premises = model.on_premises
    if on_premises is None:
        return ()
    found: list[str] = []
    names = {Ends.HERE: (model.me.name, model.other.name), Ends.THERE: (model.other.name, model.me.name)}
    if on_premises.ends in names:
        there, without = names[on_premises.ends]
        found.append(_ONE_END[model.peering].format(there=there, without=without))
    if on_premises.vpn is not None and on_premises.vpn.routing is VpnRouting.STATIC:
        found.append(_STATIC.format(me=model.me.name))
    if on_premises.announces:
        found.append(_RETURNING.format(me=model.me.name))
    if on_premises.connection is OnPremisesConnection.DIRECT_CONNECT and on_premises.is_here:
        found.append(_ALLOWED_PREFIXES)
    return tuple(found)


_ONE_END: Mapping[Peering, str] = {
    Peering.TRANSIT_GATEWAY: (
        "on-premises' only connection ends in {there}: with {there} lost, on-premises does not reach the workload in "
        "{without}; give {without} a connection of its own"
    ),
    Peering.VPC: (
        "on-premises' only connection ends in {there}, and VPC peering is not transitive: on-premises never reaches "
        "{without}; give {without} a connection of its own, or set peering: transit-gateway"
    ),
    Peering.NONE: (
        "on-premises' only connection ends in {there}, and nothing joins the sites: on-premises never reaches "
        "{without}; give {without} a connection of its own, or set peering: transit-gateway"
    ),
}
_STATIC = (
    "the VPN of {me} has static routes: on-premises' own routes do not follow a failover; change them there by hand, "
    "or set routing: bgp"
)
_RETURNING = (
    "{me} goes on announcing what it announced when it was lost: when it comes back after an unplanned failover, run "
    "its `pulumi up` before its connection to on-premises is repaired"
)
_ALLOWED_PREFIXES = (
    "Direct Connect changes its announcement within minutes, not seconds, and AWS promises no time: traffic to the "
    "workload may stop meanwhile"
)
