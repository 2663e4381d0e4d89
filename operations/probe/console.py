"""Probes of the NC2 console: its words, its lists, its errors, and the addresses that it knows."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

from nc2_console import Host, PrismCentral
from operations.probe.placement import matrix
from operations.probe.seen import Look, Seen, counted, judged, unseen
from operations.probe.site import Json, Site

_NOBODY = str(UUID(int=0))
_COMING = ("pending", "creating", "joining", "removing", "terminating")
_KNOWN_ERRORS = ("errors", "error")
_LONGEST = {"hosts": 25, "Prism Central": 28, "Flow": 24}
"""The longest prefix of a tier's subnets."""
_PAGED = ("pagination", "next", "page", "links", "total_pages")


def words(site: Site) -> Seen:
    found = [one for cluster in site.clusters for one in _hosts(cluster)]
    answer = site.console_answer("/clusters").json()
    paged = sorted(set(_PAGED) & {*answer, *(answer.get("metadata") or {})})
    states = sorted({str(host.get("state")) for host in found})
    facts = {"hostStates": states, "paged": paged}
    if not found:
        return unseen("the console shows no hosts", **facts)
    strange = [state for state in states if not _is_known(state)]
    told = f"states of hosts: {', '.join(states)}; {f'pages by {paged[0]}' if paged else 'one answer for all'}"
    return judged(not strange and not paged, told, **facts)


def _is_known(state: str) -> bool:
    host = Host(name="", type="", state=state)
    return host.joined or host.failed or state in _COMING


def errors(site: Site) -> Seen:
    response = site.console_answer(f"/clusters/{_NOBODY}")
    try:
        answer: Any = response.json()
    except ValueError:
        answer = None
    shape = next((name for name in ("errors", "error", "message", "detail") if name in (answer or {})), "other")
    if isinstance(answer, dict) and shape == "errors" and not isinstance(answer["errors"], list):
        shape = "errors, no list"
    facts = {"status": response.status_code, "shape": shape}
    return judged(shape in _KNOWN_ERRORS, f"HTTP {response.status_code}, its words in `{shape}`", **facts)


def prism_central_address(site: Site) -> Seen:
    found = [one for cluster in site.clusters for one in _prism_centrals(site, cluster)]
    if not found:
        return unseen("the console shows no Prism Central beside the clusters")
    fields = sorted({name for one in found for name in one if name.endswith(("_ip", "_ips"))})
    told = [PrismCentral.model_validate(one).addresses for one in found]
    host = urlsplit(site.survivor.environment.get("PRISM_ENDPOINT", "")).hostname
    used = any(host in addresses for addresses in told)
    words = f"{counted(len(found), 'Prism Central instance')} by {', '.join(fields) or 'no address'}"
    return judged(all(told), f"{words}; this stack uses {'one' if used else 'none'} of them", fields=fields, used=used)


def _prism_centrals(site: Site, cluster: Json) -> list[Json]:
    account, region = (quote(str(cluster.get(name)), safe="") for name in ("cloud_account_id", "region"))
    zone = quote(str((cluster.get("network") or {}).get("availability_zone")))
    path = f"/cloud-accounts/{account}/regions/{region}/prism-centrals?availability_zone={zone}"
    return list(site.console_answer(path).json().get("data") or [])


def subnet_sizes(site: Site) -> Seen:
    lengths = {subnet["SubnetId"]: int(subnet["CidrBlock"].partition("/")[2]) for subnet in site.subnets}
    used = {(tier, str(id_)) for cluster in site.clusters for tier, id_ in _subnets(cluster)}
    found = sorted({(tier, lengths[id_]) for tier, id_ in used if id_ in lengths})
    if not found:
        return unseen("the console names no subnet of this VPC")
    told = ", ".join(f"{tier} /{length}" for tier, length in found)
    small = any(length > _LONGEST[tier] for tier, length in found)
    return judged(not small, told, prefixLengths=[list(one) for one in found])


def _subnets(cluster: Json) -> list[tuple[str, Any]]:
    network = cluster.get("network") or {}
    central = cluster.get("prism_central") or {}
    flow = network.get("fvn_config") or {}
    return [
        ("hosts", network.get("management_subnet")),
        ("Prism Central", central.get("management_subnet")),
        ("Flow", flow.get("subnet_cloud_id")),
    ]


def _hosts(cluster: Json) -> list[Json]:
    hosts = cluster.get("hosts") or []
    return list(hosts.get("data") or []) if isinstance(hosts, dict) else list(hosts)


PROBES: Mapping[str, Look] = {
    "console-words": words,
    "console-errors": errors,
    "least-subnet-sizes": subnet_sizes,
    "new-prism-central-address": prism_central_address,
    "compatibility-matrix": matrix,
}
