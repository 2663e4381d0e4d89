"""What prevents a recovery: findings, as RecoveryPlanValidationError objects of the API."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address

from simulator.prism.model import Json, Record, hidden
from simulator.prism.networking import ipam
from simulator.prism.recovery.candidates import Candidate, candidates, stages, stale_copies
from simulator.prism.recovery.network_placement import NoPlace, has_guest_tools, needs_guest_tools, place
from simulator.prism.recovery.request import RecoveryRequest
from simulator.prism.vms import power

_Placed = dict[tuple[str, IPv4Address], str]

# assumed: the codes are ours; the groups and severities are the API's.
_CODES = {
    "ENTITY": "DATAPROTECTION-70001",
    "NETWORK": "DATAPROTECTION-70002",
    "RECOVERY_POINT": "DATAPROTECTION-70003",
    "CATEGORY": "DATAPROTECTION-70004",
    "CONNECTIVITY": "DATAPROTECTION-70005",
    "INFRASTRUCTURE": "DATAPROTECTION-70006",
}


def validate(request: RecoveryRequest) -> tuple[list[Candidate], list[Json]]:
    """The VMs that would be recovered, and the findings. A finding of severity ERROR forbids the recovery."""
    chosen = candidates(request)
    findings = [
        *_connectivity(request),
        *_stages(request, chosen),
        *_leftovers(request),
        *_capacity(request, chosen),
        *_guest_tools(request, chosen),
    ]
    placed: _Placed = {}
    for candidate in chosen:
        findings += obstacles(request, candidate, placed)
    return chosen, findings


def obstacles(request: RecoveryRequest, candidate: Candidate, placed: _Placed) -> Iterator[Json]:
    """What prevents the recovery of one VM. `placed` collects the addresses that VMs before it will get."""
    affected = [(candidate.vm_id, candidate.name, "VM")]
    if not request.planned and candidate.point_id is None:
        when = f" as of {request.reference}" if request.reference else ""
        yield finding(
            "RECOVERY_POINT", f"VM {candidate.name} has no recovery point at {request.target.name}{when}.", affected
        )
        return
    stale = [] if request.test else stale_copies(request.target, candidate)
    for vm in stale:
        if power.is_on(vm) or request.target.world.stale_copies == "refuse":
            state = "is still running" if power.is_on(vm) else "still exists"
            message = f"An older copy of VM {candidate.name} ({vm.ext_id}) {state} at {request.target.name}."
            yield finding("ENTITY", message, [(vm.ext_id, vm.name, "VM")])
    for nic in candidate.snapshot["nics"]:
        try:
            found = place(request, candidate, nic)
        except NoPlace as problem:
            yield finding("NETWORK", str(problem), affected)
            continue
        subnet, ip = found.subnet, found.ip
        holder = _holder(request, subnet, ip, placed, {vm.ext_id for vm in stale}) if ip else None
        if holder:
            message = f"VM {candidate.name}: IP address {ip} in subnet {subnet.name} is already in use by {holder}."
            yield finding("NETWORK", message, affected)
        elif ip:
            placed[subnet.ext_id, ip] = f"VM {candidate.name}"


def finding(group: str, message: str, affected: list[tuple[str, str, str]], severity: str = "ERROR") -> Json:
    """A validation error. affected = (extId, name, entityType) of each entity."""
    return {
        "$objectType": "dataprotection.v4.config.RecoveryPlanValidationError",
        "$reserved": {},
        "errorCode": _CODES[group],
        "errorGroup": group,
        "message": message,
        "severity": severity,
        "affectedEntities": [entity(*one) for one in affected],
        "rootCauseAnalysis": {"cause": message, "resolutions": [], "impacts": ["The entity cannot be recovered."]},
    }


def entity(ext_id: str, name: str, kind: str) -> Json:
    """An ExecutionStepEntityReference."""
    kind_name = "dataprotection.v4.config.ExecutionStepEntityReference"
    return {"$objectType": kind_name, "extId": ext_id, "name": name, "entityType": kind}


def _connectivity(request: RecoveryRequest) -> Iterator[Json]:
    if request.planned and not request.connected:
        name = request.source.spec.prism_central_name
        message = f"Prism Central {name} of the source location cannot be reached."
        yield finding("CONNECTIVITY", message, [(request.source.domain_manager_id, name, "AVAILABILITY_ZONE")])


def _stages(request: RecoveryRequest, chosen: list[Candidate]) -> Iterator[Json]:
    plan = (request.plan.ext_id, request.plan.name, "RECOVERY_PLAN")
    if not chosen:
        way = f"from {request.source.name} to {request.target.name}"
        message = f"Recovery plan {request.plan.name} has no VM to recover {way}."
        yield finding("ENTITY", message, [plan])
        return
    used = {candidate.stage_id for candidate in chosen}
    for stage in stages(request):
        if stage.ext_id not in used:
            message = f"Stage {stage.data['priority']} of recovery plan {request.plan.name} selects no VM."
            yield finding("CATEGORY", message, [plan], "WARNING")


def _leftovers(request: RecoveryRequest) -> Iterator[Json]:
    left = test_copies(request)
    if request.test and left:
        message = f"{len(left)} VMs of an earlier test of recovery plan {request.plan.name} have not been cleaned up."
        # assumed: a warning. A second test is possible then, and a clean-up takes what the last one made alone.
        yield finding("ENTITY", message, [(vm.ext_id, vm.name, "VM") for vm in left], "WARNING")


def test_copies(request: RecoveryRequest) -> list[Record]:
    """The VMs that tests of this plan left at the target."""
    return [vm for vm in request.target.store.all("vm") if hidden.of_vm(vm).get("test") == request.plan.ext_id]


def _capacity(request: RecoveryRequest, chosen: list[Candidate]) -> Iterator[Json]:
    site = request.target
    wanted = sum(int(c.snapshot["vm"].get("memorySizeBytes", 0)) for c in chosen)
    if site.memory_capacity_bytes is not None and power.memory_in_use(site) + wanted > site.memory_capacity_bytes:
        free = max(site.memory_capacity_bytes - power.memory_in_use(site), 0)
        message = f"Cluster {site.spec.cluster_name} has {free} bytes of memory left; {len(chosen)} VMs need {wanted}."
        yield finding("INFRASTRUCTURE", message, [])


def _guest_tools(request: RecoveryRequest, chosen: list[Candidate]) -> Iterator[Json]:
    """A warning per VM whose address would not be kept. assumed: Prism Central warns of it in words like these."""
    for candidate in chosen:
        if needs_guest_tools(request, candidate) and not has_guest_tools(candidate):
            message = f"VM {candidate.name}: its static IP address cannot be configured without Nutanix Guest Tools."
            yield finding("NETWORK", message, [(candidate.vm_id, candidate.name, "VM")], "WARNING")


def _holder(request: RecoveryRequest, subnet: Record, ip: IPv4Address, placed: _Placed, stale: set[str]) -> str | None:
    """What holds an address, in words. Copies that the recovery replaces do not count."""
    if (subnet.ext_id, ip) in placed:
        return placed[subnet.ext_id, ip]
    nic = request.target.addresses.held(subnet.ext_id).get(int(ip))
    if nic is not None and nic.parent in stale:
        return None
    return ipam.holder(request.target, subnet, ip)
