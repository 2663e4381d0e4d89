"""Probes on objects of the probe's own: one category, one VM and one recovery plan, which it removes again.

The VM has no disk and no protection, and the plan has a stage of that category alone and is only validated.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from uuid import uuid4

from operations.probe.recovery_jobs import job_of, plan_of
from operations.probe.seen import Seen, judged, unseen
from operations.probe.site import Json, Site
from prism import PrismError, Reference, Subject
from prism.clustermgmt import Clusters
from prism.datapolicies import (
    FailoverAction,
    FailoverDirection,
    RecoveryLocation,
    RecoveryPlan,
    RecoveryPlans,
    RecoveryStage,
    RecoveryStages,
)
from prism.networking import Subnets
from prism.prism import Categories, Category, Registrations
from prism.vmm import Nic, Vm, Vms

KEY = "nc2-dr-probe"
_DESCRIPTION = "x" * 1000
_MEMORY = 1 << 30


@dataclass
class Scratch:
    """What was seen, by the assumption's id, and what could not be removed."""

    seen: dict[str, Seen] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def scratch(site: Site) -> Scratch:
    """Makes the objects, looks, and removes them, whatever happens in between."""
    found, name = Scratch(), f"{KEY}-{uuid4().hex[:8]}"
    category = Categories(site.prism).create(Category(key=KEY, value=name))
    with _removed(found, f"category {KEY}:{name}", lambda: Categories(site.prism).delete(category)):
        vm = _vm(site, name, category)
        with _removed(found, f"VM {name}", lambda: _remove_vm(site, vm)):
            _see(found, "description-length", lambda: _description(site, vm))
            _see(found, "in-use-is-kept", lambda: _in_use(site, category))
            _see(found, "hot-nics", lambda: _nics(site, vm))
        _see_plan(found, site, name, category)
    return found


@contextmanager
def _removed(found: Scratch, what: str, remove: Callable[[], None]) -> Iterator[None]:
    try:
        yield
    finally:
        try:
            remove()
        except PrismError as error:
            found.left.append(f"{what}: {error}")


def _see(found: Scratch, id_: str, look: Callable[[], Seen]) -> None:
    try:
        found.seen[id_] = look()
    except PrismError as error:
        found.seen[id_] = Seen(unseen("").verdict, f"{error}", shared=f"{type(error).__name__}, HTTP {error.status}")


def _vm(site: Site, name: str, category: str) -> str:
    cluster = next((one for one in Clusters(site.prism).list() if not one.is_prism_central), None)
    if cluster is None:
        raise PrismError("Prism Central has no cluster that a VM could be made on")
    vm = Vm(
        name=name,
        description=_DESCRIPTION,
        cluster=Reference(ext_id=cluster.id),
        categories=[Reference(ext_id=category)],
        memory_size_bytes=_MEMORY,
        num_sockets=1,
    )
    return Vms(site.prism).create(vm)


def _remove_vm(site: Site, vm: str) -> None:
    vms = Vms(site.prism)
    if vms.get(vm).power_state == "ON":
        vms.power_off(vm)
    vms.delete(vm)


def _description(site: Site, vm: str) -> Seen:
    read = Vms(site.prism).get(vm).description or ""
    return judged(read == _DESCRIPTION, f"of 1,000 characters {len(read)} are read back", kept=len(read))


def _in_use(site: Site, category: str) -> Seen:
    try:
        Categories(site.prism).delete(category)
    except PrismError as error:
        return judged(True, f"a category that a VM has is kept (HTTP {error.status})", status=error.status)
    return judged(False, "a category that a VM has was deleted", status=200)


def _nics(site: Site, vm: str) -> Seen:
    wanted = [subnet.name for subnet in site.model.overlay.test_subnets]
    subnet = next((one for one in Subnets(site.prism).list() if one.name in wanted), None)
    if subnet is None:
        return unseen("there is no test network that a NIC could be put into")
    vms = Vms(site.prism)
    vms.power_on(vm)
    made = vms.add_nic(vm, Nic.leased(subnet.id))
    first = next(nic for nic in vms.get(vm).nics or [] if nic.id == made)
    vms.remove_nic(vm, made, lambda _, nic: nic.id == made)
    gone = all(nic.id != made for nic in vms.get(vm).nics or [])
    again = vms.add_nic(vm, Nic.static(subnet.id, first.ip or "", mac=first.mac_address))
    now = vms.get(vm)
    same = any(nic.id == again and nic.mac_address == first.mac_address for nic in now.nics or [])
    facts = {"removedWhileOn": gone, "sameMac": same, "stillOn": now.power_state == "ON"}
    told = f"NIC removed: {_yes(gone)}; added again with its MAC address: {_yes(same)}; VM on: {now.power_state}"
    return judged(all(facts.values()), told, **facts)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _see_plan(found: Scratch, site: Site, name: str, category: str) -> None:
    """Makes the plan, reads the task of that, validates the plan, and reads that task."""
    try:
        other = next((one.remote_id for one in Registrations(site.prism, site.domain_manager).list()), None)
    except PrismError:
        other = None
    if other is None or not site.prism.speaks("datapolicies", 2):
        return
    plans, here = RecoveryPlans(site.prism), site.domain_manager
    ends = [RecoveryLocation(domain_manager_ext_id=id_) for id_ in (other, here)]
    body = RecoveryPlan(name=name, primary_location=ends[0], recovery_location=ends[1]).body()
    reply = site.prism.call(
        Subject("create", "recovery plan", name), "POST", "datapolicies", "config/recovery-plans", body=body
    )
    made = _ended(site, reply.data)
    plan = plans.get_by_name(name)
    with _removed(found, f"recovery plan {name}", lambda: plans.delete(plan.id, name)):
        found.seen["task-names-plan"] = plan_of([made])
        RecoveryStages(site.prism, plan.id).create(RecoveryStage(category_ext_ids=[category], priority=1))
        direction = FailoverDirection(source_domain_manager_ext_id=other, target_domain_manager_ext_id=here)
        task = plans.run(plan, "validate", FailoverAction(name=name, failover_directions=[direction]))
        _see(found, "task-names-job", lambda: job_of([_ended(site, {"extId": task})]))


def _ended(site: Site, reference: Json) -> Json:
    """The task as Prism Central shows it at its end, failed or not."""
    id_ = str(reference["extId"])
    with suppress(PrismError):
        site.prism.wait(Subject("wait for", "task", ext_id=id_), id_, timeout=120)
    return dict(site.get("prism", f"config/tasks/{id_}").data)
