"""Probes of Prism Central's API whatever is asked: listings, versions, tasks, objects."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from operations.probe.names import named
from operations.probe.seen import Look, Seen, counted, judged, unseen
from operations.probe.site import PAGE, Json, Site
from prism import NAMESPACES, NotFoundError, RequestError, ServerError, Subject

_VMS = ("vmm", "ahv/config/vms")
_POINTS = ("dataprotection", "config/recovery-points")
_LISTED = {
    "clustermgmt": "config/clusters",
    "datapolicies": "config/protection-policies",
    "dataprotection": "config/recovery-points",
    "networking": "config/subnets",
    "prism": "config/categories",
    "vmm": "ahv/config/vms",
}
_MADE = {
    "networking:config:vpc": "vpc",
    "networking:config:subnet": "subnet",
    "networking:config:floating-ip": "floatingip",
    "vmm:ahv:config:vm": "vm",
    "datapolicies:config:recovery-plan": "recoveryplan",
}
_BEHIND = timedelta(seconds=60)


def listing_totals(site: Site) -> Seen:
    whole = site.get(*_VMS, page=0, limit=1)
    empty = site.get(*_VMS, page=0, limit=1, filter=f"name eq 'no-such-{uuid4()}'")
    first, second = ([row["extId"] for row in site.rows(*_VMS)] for _ in range(2))
    facts = {"total": whole.total is not None, "filteredTotal": empty.total == 0, "orderKept": first == second}
    if whole.total is None:
        return judged(False, "a list of VMs has no total", **facts)
    if empty.total != 0 or empty.data:
        return judged(
            False, f"a filter that no VM passes has the total {empty.total}, all VMs have {whole.total}", **facts
        )
    if first != second:
        return judged(False, "two equal lists of VMs have another order", **facts)
    full = len(first) == min(PAGE, whole.total)
    facts["wholePage"] = full
    return judged(full, f"of {counted(whole.total, 'VM')} a page of {PAGE} holds {len(first)}", **facts)


def order_by_id(site: Site) -> Seen:
    facts: Json = {}
    for what, kind in (("vms", _VMS), ("recoveryPoints", _POINTS)):
        try:
            found = [str(row["extId"]) for row in site.rows(*kind, orderby="extId")]
        except (RequestError, ServerError) as error:
            facts[what] = f"refused with HTTP {error.status}"
        else:
            facts[what] = ("ordered" if found == sorted(found) else "not ordered") if len(found) > 1 else "too few"
    told = ", ".join(f"{what}: {how}" for what, how in facts.items())
    if set(facts.values()) <= {"too few"}:
        return unseen(f"there are fewer than two of each ({told})", **facts)
    return judged(set(facts.values()) <= {"ordered", "too few"}, told, **facts)


def negotiation(site: Site) -> Seen:
    facts: Json = {}
    for namespace in NAMESPACES:
        subject = Subject("ask for the API version of", namespace)
        try:
            facts[namespace] = str(
                site.prism.session.call(subject, "OPTIONS", f"/api/{namespace}/unversioned/info").data
            )
        except NotFoundError:
            facts[namespace] = _in_v4_0(site, namespace)
    told = ", ".join(f"{namespace} {how}" for namespace, how in facts.items())
    silent = [how for how in facts.values() if how.startswith("404")]
    if not silent:
        return unseen(f"every namespace negotiates: {told}", **facts)
    return judged(all(how.endswith("v4.0 served") for how in silent), told, **facts)


def _in_v4_0(site: Site, namespace: str) -> str:
    try:
        site.prism.session.call(Subject("read", "v4.0"), "GET", f"/api/{namespace}/v4.0/{_LISTED[namespace]}")
    except (NotFoundError, RequestError):
        return "404, v4.0 not served"
    return "404, v4.0 served"


def own_clock(site: Site) -> Seen:
    tasks = site.tasks
    skew = site.prism.skew
    if skew is None:
        return judged(False, "its answers have no Date header that can be read", dateHeader=False)
    told = datetime.now(UTC) + skew
    moments = [datetime.fromisoformat(str(task["createdTime"])) for task in tasks if task.get("createdTime")]
    if not moments:
        return unseen("it has the header, and no task whose time could be beside it", dateHeader=True)
    newest = max(moments)
    behind = newest - told
    seconds = f"{abs(behind.total_seconds()):.0f} s {'after' if behind > timedelta(0) else 'before'} it"
    return judged(behind <= _BEHIND, f"the newest task was made {seconds}", dateHeader=True)


def task_operations(site: Site) -> Seen:
    found: dict[str, set[str]] = {}
    for task in site.tasks:
        operation = str(task.get("operation") or "")
        for entity in task.get("entitiesAffected") or []:
            kind = _MADE.get(str(entity.get("rel") or "").lower())
            if kind and "create" in operation.lower():
                found.setdefault(kind, set()).add(operation)
    facts = {kind: sorted(operations) for kind, operations in sorted(found.items())}
    if not facts:
        return unseen("none of the newest tasks has made a VPC, subnet, VM, floating IP or recovery plan")
    good = all(kind in operation.lower() for kind, operations in facts.items() for operation in operations)
    return judged(good, "operations: " + ", ".join(one for all_ in facts.values() for one in all_), **facts)


def nic_form(site: Site) -> Seen:
    nics = [nic for vm in site.rows(*_VMS) for nic in vm.get("nics") or []]
    if not nics:
        return unseen("no VM has a NIC")
    older = {key for nic in nics for key in (nic.get("networkInfo") or {})}
    newer = {key for nic in nics for key in (nic.get("nicNetworkInfo") or {}) if not key.startswith("$")}
    facts = {"networkInfo": sorted(older - {"$objectType"}), "nicNetworkInfo": sorted(newer)}
    if not older or not newer:
        return unseen(f"NICs are shown in one form: {', '.join(sorted(older or newer))}", **facts)
    more = older - newer - {"$objectType", "$reserved"}
    return judged(not more, f"fields that only the older form has: {', '.join(sorted(more)) or 'none'}", **facts)


def external_subnets(site: Site) -> Seen:
    vpcs = site.rows("networking", "config/vpcs")
    words = sorted({str(vpc["supportedMultipleExternalSubnetType"]) for vpc in vpcs if _allows(vpc)})
    both = [vpc for vpc in vpcs if len(vpc.get("externalSubnets") or []) > 1]
    facts = {"supportedMultipleExternalSubnetType": words, "withTwo": bool(both)}
    if both:
        names = ", ".join(named(vpc.get("name")) for vpc in both)
        return judged(True, f"with two external subnets: {names}. The way of an answer is not shown", **facts)
    if words and set(words) <= {"NONE", "ONLY_NAT", "ONLY_NONAT"}:
        return judged(False, f"its VPCs allow {', '.join(words)}", **facts)
    return unseen(f"no VPC has two external subnets; they allow {', '.join(words) or 'what they do not say'}", **facts)


def _allows(vpc: Json) -> bool:
    return bool(vpc.get("supportedMultipleExternalSubnetType"))


PROBES: Mapping[str, Look] = {
    "listing-totals": listing_totals,
    "order-by-id": order_by_id,
    "no-negotiation-is-v4-0": negotiation,
    "date-is-its-own-clock": own_clock,
    "task-operations": task_operations,
    "nic-form-of-v4-0": nic_form,
    "two-external-subnets": external_subnets,
}
