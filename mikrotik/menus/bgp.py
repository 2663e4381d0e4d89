"""BGP: one session per tunnel. It announces only the LAN prefixes and accepts only AWS's prefixes."""

from mikrotik.connection.vpn_connection import Tunnel
from mikrotik.decisions.design import Design
from mikrotik.menus import names
from mikrotik.menus.item import Item, Value
from mikrotik.routeros.quote import duration

_KEEPALIVES_PER_HOLD = 3


def items(design: Design) -> list[Item]:
    """Filters, instance and sessions as the router's version writes them; none for a static connection."""
    if not design.bgp:
        return []
    sessions = [_session6, _session7][design.version.major == 7]
    return [
        *_filters(design),
        *([_instance(design)] if design.version.bgp_instance or design.version.major == 6 else []),
        *(sessions(design, tunnel) for tunnel in design.connection.tunnels),
    ]


def _filters(design: Design) -> list[Item]:
    """Two filter chains. Each accepts its prefixes and ends with a refusal."""
    make = [_filter6, _filter7][design.version.major == 7]
    found = []
    for chain, prefixes in (("out", design.router.lan_prefixes), ("in", design.router.aws_prefixes)):
        end = names.comment(design, f"{chain} none")
        for prefix in prefixes:
            found.append(make(design, chain, names.comment(design, f"{chain} {prefix}"), str(prefix), end))
        found.append(make(design, chain, end, None, None))
    return found


def _filter7(design: Design, chain: str, identity: str, prefix: str | None, before: str | None) -> Item:
    relation = "==" if chain == "out" else "in"
    rule = "reject" if prefix is None else f"if (dst {relation} {prefix}) {{ accept }}"
    arguments: dict[str, Value] = {"chain": names.own(design, chain), "rule": rule}
    return Item("/routing filter rule", identity, arguments, before=before)


def _filter6(design: Design, chain: str, identity: str, prefix: str | None, before: str | None) -> Item:
    arguments: dict[str, Value] = {"chain": names.own(design, chain)}
    if prefix is None:
        arguments["action"] = "discard"
    else:
        arguments |= {"prefix": prefix, "action": "accept"}
        if chain == "in":
            arguments["prefix-length"] = f"{prefix.partition('/')[2]}-32"
    return Item("/routing filter", identity, arguments, before=before)


def _instance(design: Design) -> Item:
    arguments: dict[str, Value] = {
        "name": names.own(design, "bgp"),
        "as": str(design.customer_asn),
        "router-id": _router_id(design),
    }
    if design.version.major == 6:
        # /routing bgp network would announce through every instance of the router, so the routing table is offered
        # whole and the out filter lets the LAN prefixes through.
        arguments |= {
            "redistribute-connected": "yes",
            "redistribute-static": "yes",
            "redistribute-ospf": "yes",
            "redistribute-rip": "yes",
        }
    return Item("/routing bgp instance", names.comment(design, "bgp"), arguments)


def _session7(design: Design, tunnel: Tunnel) -> Item:
    configuration = tunnel.configuration
    process: dict[str, Value] = (
        {"instance": names.own(design, "bgp")}
        if design.version.bgp_instance
        else {"as": str(design.customer_asn), "router-id": _router_id(design)}
    )
    arguments: dict[str, Value] = {
        "name": names.own(design, str(tunnel.number)),
        **process,
        "local.role": "ebgp",
        "local.address": str(configuration.customer_inside),
        "remote.address": str(configuration.aws_inside),
        "remote.as": str(configuration.aws_asn),
        design.version.address_family: "ip",
        **_timers(tunnel),
        "input.filter": names.own(design, "in"),
        "output.filter-chain": names.own(design, "out"),
        "output.network": names.lan_list(design),
    }
    return Item("/routing bgp connection", names.comment(design, f"bgp {tunnel.number}"), arguments)


def _session6(design: Design, tunnel: Tunnel) -> Item:
    configuration = tunnel.configuration
    arguments: dict[str, Value] = {
        "name": names.own(design, str(tunnel.number)),
        "instance": names.own(design, "bgp"),
        "remote-address": str(configuration.aws_inside),
        "remote-as": str(configuration.aws_asn),
        "update-source": str(configuration.customer_inside),
        "address-families": "ip",
        **_timers(tunnel),
        "in-filter": names.own(design, "in"),
        "out-filter": names.own(design, "out"),
    }
    return Item("/routing bgp peer", names.comment(design, f"bgp {tunnel.number}"), arguments)


def _timers(tunnel: Tunnel) -> dict[str, Value]:
    hold = tunnel.configuration.hold_seconds or 0
    return {"hold-time": duration(hold), "keepalive-time": duration(max(hold // _KEEPALIVES_PER_HOLD, 1))}


def _router_id(design: Design) -> str:
    return str(design.router.router_id or design.router.wan_address)
