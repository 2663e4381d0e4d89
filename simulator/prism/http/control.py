"""The control API `/simulator/v1/`: read the world; change its links, clock, capacity and faults.

Plain JSON, no authentication.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from ipaddress import IPv4Address
from typing import Any, NoReturn
from urllib.parse import parse_qs

from simulator.prism.model import Json, RecoveryPointStore, Site, check_versions, timestamp
from simulator.prism.model.order_types import Given, number, text, whole
from simulator.prism.networking import floating_ip, transit_vpc_prefixes
from simulator.prism.recovery import look_into_buckets
from simulator.prism.vms import learned_addresses, nodes
from simulator.prism.world import nutanix_move, presence, seed

PREFIX = "/simulator/v1/"
_LEAST_RATE = 0.01


def handle(site: Site, method: str, path: str, query: str, body: bytes) -> tuple[int, Any]:
    """Status and JSON of the reply. A malformed request gets 400 and a message."""
    operation = _OPERATIONS.get((method, path.removeprefix(PREFIX).strip("/")))
    if operation is None:
        known = ", ".join(f"{verb} {PREFIX}{name}" for verb, name in _OPERATIONS)
        return 404, {"error": f"no {method} {path}; there are {known}"}
    try:
        asked = json.loads(body, parse_constant=_no_number) if body.strip() else {}
        if not isinstance(asked, dict):
            raise ValueError("expected a JSON object")
        asked |= {name: Given(values[-1]) for name, values in parse_qs(query).items()}
        return 200, operation(site, asked)
    except KeyError as error:
        return 400, {"error": f"{path}: expected {error}, which is missing or is unknown"}
    except (RecursionError, TypeError, ValueError) as error:
        return 400, {"error": f"{path}: {error}"}


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _status(site: Site, asked: Json) -> Json:
    """The clock, the links, the sites with what they hold, and the faults on order."""
    world = site.world
    world.advance()
    return {
        "site": site.name,
        "clock": {
            "mode": world.clock.mode,
            "now": timestamp(world.clock.now()),
            "taskSeconds": world.clock.task_seconds,
        },
        "links": dict(world.links),
        "sites": {
            one.name: {
                "region": one.spec.region,
                "domainManager": {"extId": one.domain_manager_id, "name": one.spec.prism_central_name},
                "cluster": {"extId": one.cluster_id, "name": one.spec.cluster_name},
                "capacity": _capacity_of(one),
                "versions": world.versions_of(one),
                "records": {kind: len(one.store.all(kind)) for kind in one.store.kinds()},
            }
            for one in world.sites.values()
        },
        "recoverSeconds": world.recover_seconds,
        "lagSeconds": world.replication_lag,
        "rateLimit": world.rate_limit,
        "events": len(world.events.log),
        "faults": world.faults.listed(),
    }


def _links(site: Site, asked: Json) -> Json:
    """Take links up or down: a JSON object of site -> `up` or `down`."""
    site.world.set_links(asked)
    return dict(site.world.links)


def _clock(site: Site, asked: Json) -> Json:
    """Advance by `seconds`, or by `ticks` on a clock of ticks; `mode` changes how long tasks take."""
    clock = site.world.clock
    push = sum(number(asked.get(name, 0), name, low=None) for name in ("seconds", "ticks"))
    clock.check(push)
    if "mode" in asked:
        mode = text(asked["mode"], "mode")
        clock.change(mode)
        site.world.ordered["clock"] = mode
    site.world.push_clock(push)
    return {"now": timestamp(clock.now()), "mode": clock.mode, "taskSeconds": clock.task_seconds}


def _recovery(site: Site, asked: Json) -> Json:
    """Change how long the recovery of one VM takes: `recoverSeconds`."""
    site.world.set_ordered(recover_seconds=number(asked["recoverSeconds"], "recoverSeconds"))
    return {"recoverSeconds": site.world.recover_seconds}


def _replication(site: Site, asked: Json) -> Json:
    """Change how long a recovery point takes to arrive at the other site: `lagSeconds`."""
    site.world.set_ordered(replication_lag=number(asked["lagSeconds"], "lagSeconds"))
    site.world.replication_dirty = True
    return {"lagSeconds": site.world.replication_lag}


def _capacity(site: Site, asked: Json) -> Json:
    """Change what this site has: `memoryBytes` for VMs, `floatingIps` (null = no limit of its own), `nodes`."""
    known = {"memoryBytes", "floatingIps", "nodes"}
    if not asked or set(asked) - known:
        raise ValueError(f"capacity {asked!r}: expected some of {', '.join(sorted(known))}")
    given = {name: None if value is None and name != "nodes" else whole(value, name) for name, value in asked.items()}
    if "nodes" in given:
        nodes.resize(site, whole(given.pop("nodes"), "nodes", 1))
    for name, limit in (("memoryBytes", "memory_limit_bytes"), ("floatingIps", "floating_ip_limit")):
        if name in given:
            setattr(site, limit, given[name])
            site.world.order("capacity", site.name, {limit: given[name]})
    return _capacity_of(site)


def _capacity_of(site: Site) -> Json:
    return {
        "memoryBytes": site.memory_capacity_bytes,
        "floatingIps": site.floating_ip_limit,
        "nodes": len(site.store.all("host")),
        "nodeType": site.spec.node_type,
    }


def _cluster(site: Site, asked: Json) -> Json:
    """Take this site's cluster and Prism Central away (`nodes` 0), or make new ones with so many `nodes`."""
    count = whole(asked["nodes"], "nodes")
    if count:
        presence.bring(site, count)
    else:
        presence.take_away(site)
    return {"present": not site.absent, "nodes": len(site.store.all("host"))}


def _gateways(site: Site, asked: Json) -> Json:
    """Name the other `ports` that this Prism Central is reached by, so that others can pair with it there."""
    if not isinstance(asked["ports"], list):
        raise ValueError(f"ports {asked['ports']!r}: expected a list of numbers")
    site.gateway_ports = tuple(whole(port, "port", 1, 65535) for port in asked["ports"])
    return {"ports": list(site.gateway_ports)}


def _store(site: Site, asked: Json) -> Json:
    """Add a recovery point store as an administrator does: its `name`, and its `bucket` with what is in there."""
    known = {store.data["name"] for store in site.store.all("recovery_point_store")}
    store = RecoveryPointStore(text(asked["name"], "name"), text(asked["bucket"], "bucket"))
    if site.absent or store.name in known:
        raise ValueError(f"{store.name}: expected a site with a cluster, and a name that no store has")
    seed.add_store(site, store)
    look_into_buckets(site)
    return {"stores": [str(record.data["name"]) for record in site.store.all("recovery_point_store")]}


def _versions(site: Site, asked: Json) -> Json:
    """Change the versions served, by namespace, at all sites or at one (`?site=tokyo`); null = any again."""
    known, at = site.world.versions, asked.pop("site", None)
    if at is not None:
        known = site.world.site_versions.setdefault(site.world.site(at).name, {})
    check_versions({name: version for name, version in asked.items() if version is not None})
    known.update(asked)
    for name in [name for name, version in known.items() if version is None]:
        del known[name]
    site.world.ordered["versions"] = dict(site.world.versions)
    site.world.ordered["site_versions"] = {name: dict(of) for name, of in site.world.site_versions.items()}
    site.world.changes.note_settings()
    return site.world.versions_of(site.world.site(at) if at else site)


def _sessions(site: Site, asked: Json) -> Json:
    """Expire every session cookie; `seconds` changes how long new ones are valid."""
    sessions = site.world.sessions
    if sessions is None:
        raise ValueError("no session cookies are given out; start the world with session_seconds (--cookies)")
    sessions.seconds = number(asked.get("seconds", sessions.seconds), "seconds")
    site.world.ordered["session_seconds"] = sessions.seconds
    site.world.changes.note_settings()
    return {"ended": sessions.end_all(), "seconds": sessions.seconds}


def _order_fault(site: Site, asked: Json) -> list[Json]:
    """Order a fault at this site (`"site": null` = at all sites); see below."""
    at = asked.get("site", site.name)
    if at is not None and at not in tuple(site.world.sites):
        raise ValueError(f"fault: site {at!r}, expected one of {', '.join(site.world.sites)}, or null for all")
    site.world.faults.order({**asked, "site": at})
    return site.world.faults.listed()


def _rate_limit(site: Site, asked: Json) -> Json:
    """Answer `perSecond` requests per second at each site, and refuse the rest with 429; null = answer all."""
    limit = asked["perSecond"]
    site.world.set_ordered(rate_limit=None if limit is None else number(limit, "perSecond", _LEAST_RATE))
    return {"perSecond": site.world.rate_limit}


def _faults(site: Site, asked: Json) -> list[Json]:
    """The faults still on order."""
    return site.world.faults.listed()


def _clear_faults(site: Site, asked: Json) -> list[Json]:
    """Cancel all faults on order."""
    site.world.faults.clear()
    return []


def _moves(site: Site, asked: Json) -> list[Json]:
    """Make VMs as Nutanix Move leaves them: `vms`, each with `name` and `nics`, in `subnet` (of `vpc`)."""
    return nutanix_move.move(site, asked)


def _events(site: Site, asked: Json) -> list[Json]:
    """The events of all sites in order; `site` and `after` (a sequence number) narrow them."""
    site.world.advance()
    return site.world.events.after(whole(asked.get("after", 0), "after"), asked.get("site"))


def _answers(site: Site, asked: Json) -> Json:
    """Whether a running VM stands behind a floating IP of this site: `address`."""
    site.world.advance()
    return {"address": asked["address"], "answers": floating_ip.is_answered(site, str(asked["address"]))}


def _guest_address(site: Site, asked: Json) -> Json:
    """Configure a static `address` inside the guest of a `vm` (null = DHCP again), on its NIC number `nic` (0)."""
    nics = site.store.all("vm_nic", str(asked["vm"]))
    number = int(asked.get("nic", 0))
    if not 0 <= number < len(nics):
        raise ValueError(f"vm {asked['vm']}: expected a VM of this site with a NIC number {number}")
    address = None if asked["address"] is None else str(IPv4Address(asked["address"]))
    learned_addresses.set_in_guest(site, nics[number], address)
    return {"vm": asked["vm"], "nic": number, "address": address}


def _cloud_routes(site: Site, asked: Json) -> Json:
    """What NC2 wants in the route table of its AWS VPC: prefixes, nodes, and the node of the active gateway."""
    site.world.advance()
    return transit_vpc_prefixes.wanted(site)


def _gateway(site: Site, asked: Json) -> Json:
    """Move the active gateway to another node, by its `place` among the nodes from 0."""
    site.active_gateway = int(asked["place"])
    site.world.order("gateway", site.name, {"active_gateway": site.active_gateway})
    return transit_vpc_prefixes.wanted(site)


def operations() -> Mapping[tuple[str, str], Callable[[Site, Json], Any]]:
    """Every operation by method and name. Its docstring says what it does."""
    return _OPERATIONS


_OPERATIONS: dict[tuple[str, str], Callable[[Site, Json], Any]] = {
    ("GET", "status"): _status,
    ("PUT", "links"): _links,
    ("PUT", "clock"): _clock,
    ("PUT", "recovery"): _recovery,
    ("PUT", "replication"): _replication,
    ("PUT", "capacity"): _capacity,
    ("PUT", "cluster"): _cluster,
    ("PUT", "gateways"): _gateways,
    ("PUT", "recovery-point-store"): _store,
    ("PUT", "versions"): _versions,
    ("PUT", "sessions"): _sessions,
    ("PUT", "guest-address"): _guest_address,
    ("PUT", "rate-limit"): _rate_limit,
    ("POST", "faults"): _order_fault,
    ("GET", "faults"): _faults,
    ("DELETE", "faults"): _clear_faults,
    ("GET", "events"): _events,
    ("GET", "answers"): _answers,
    ("GET", "cloud-routes"): _cloud_routes,
    ("PUT", "gateway"): _gateway,
    ("POST", "move"): _moves,
}
