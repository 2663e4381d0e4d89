"""Probes of Prism Central's v3 API. Its lists are asked for by POST and change nothing."""

from collections.abc import Mapping

from operations.probe.seen import Look, Seen, judged, unseen
from operations.probe.site import PAGE, Json, Site
from prism import Subject
from prism.prism import Registrations


def plan_urls(site: Site) -> Seen:
    plans = _list(site, "recovery_plans", "recovery_plan")
    named = {
        str(zone.get("availability_zone_url"))
        for plan in plans
        for zone in _parameters(plan).get("availability_zone_list") or []
    }
    if not named:
        return unseen("it lists no recovery plan that names its availability zones")
    urls = {_url(zone) for zone in _list(site, "availability_zones", "availability_zone")}
    ids = {site.domain_manager, *(one.remote_id for one in Registrations(site.prism, site.domain_manager).list())}
    staged = all(_parameters(plan).get("stage_list") for plan in plans)
    facts = {"managementUrl": named <= urls, "id": named <= ids, "allHaveStages": staged}
    told = f"plans name {'the' if named <= urls else 'not the'} management_url of the zones"
    return judged(named <= urls, f"{told}{', which is an id of a domain manager' if named <= ids else ''}", **facts)


def _parameters(plan: Json) -> Json:
    resources = ((plan.get("status") or {}).get("resources")) or ((plan.get("spec") or {}).get("resources")) or {}
    return {**resources, **(resources.get("parameters") or {})}


def _list(site: Site, collection: str, kind: str) -> list[Json]:
    body = {"kind": kind, "offset": 0, "length": PAGE}
    answer = site.prism.plain_call(Subject("list", kind), "POST", f"/api/nutanix/v3/{collection}/list", body=body)
    return list(answer.get("entities") or [])


def _resources(zone: Json) -> Json:
    return (zone.get("status") or {}).get("resources") or {}


def _url(zone: Json) -> str:
    return str(_resources(zone).get("management_url") or "")


def _local(zone: Json) -> bool:
    return _resources(zone).get("management_plane_type") == "Local"


PROBES: Mapping[str, Look] = {"v3-plans": plan_urls}
