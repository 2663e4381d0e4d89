"""All checks at once, each in a thread of its own, so that a check that hangs delays no other."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence

from operations.look import Check, Survivor
from operations.readiness import (
    aws_routes,
    certificate,
    definitions,
    drill_network,
    existing,
    guest_tools,
    hosted_zone,
    load_balancer_targets,
    next_hops,
    no_cluster,
    node_limits,
    other_gateway,
    overlay_road,
    pairing,
    plan_settings,
    plan_validation,
    prism_central_backup,
    protection_limits,
    recovery,
    role,
    service_quotas,
    state_backend,
    store_tiers,
    vm_parts,
)

Look = Callable[[Survivor], Sequence[Check]]
SECONDS = 90.0

CHECKS: Mapping[str, Look] = {
    "role": role.look,
    "Prism Central": pairing.look,
    "definitions": definitions.look,
    "Prism Central backup": prism_central_backup.look,
    "clusters and policies": protection_limits.look,
    "VMs": recovery.look,
    "recovery point store": store_tiers.look,
    "recovery plan": plan_validation.look,
    "plan settings": plan_settings.look,
    "guest tools": guest_tools.look,
    "VM parts": vm_parts.look,
    "test network": drill_network.look,
    "routes and attachments": aws_routes.look,
    "next hops": next_hops.look,
    "other gateway": other_gateway.look,
    "road to the overlay": overlay_road.look,
    "targets": load_balancer_targets.look,
    "certificate": certificate.look,
    "existing": existing.look,
    "quotas": service_quotas.look,
    "nodes": node_limits.look,
    "hosted zone": hosted_zone.look,
    "state backend": state_backend.look,
}


def look(survivor: Survivor, checks: Mapping[str, Look] = CHECKS, seconds: float = SECONDS) -> list[Check]:
    """Every check's results, in the order of `checks`. A check that raises or is late fails, and says why."""
    checks = {**checks, **{name: one for name, one in no_cluster.replaces(survivor).items() if name in checks}}
    found: dict[str, list[Check]] = {}
    threads = {}
    for name, make in checks.items():
        # A daemon: a check that hangs for ever must not keep the command from ending.
        threads[name] = threading.Thread(target=_make, args=(name, make, survivor, found), daemon=True)
        threads[name].start()
    deadline = time.monotonic() + seconds
    for thread in threads.values():
        thread.join(max(0.0, deadline - time.monotonic()))
    late = f"no answer within {seconds:.0f} s"
    return [check for name in checks for check in found.get(name) or [_failed(name, survivor.name, late)]]


def _make(name: str, make: Look, survivor: Survivor, found: dict[str, list[Check]]) -> None:
    try:
        made = list(make(survivor))
    except Exception as error:
        # Whatever went wrong, this was not checked, and a failover may depend on it.
        made = [_failed(name, survivor.name, f"{error}" or type(error).__name__)]
    found[name] = made or [Check.unknown(name, survivor.name, "there was nothing to check", "See docs/readiness.md.")]


def _failed(name: str, site: str, why: str) -> Check:
    todo = f"Check the endpoints and credentials of {site} in the environment, then whether the endpoints answer."
    return Check.of(name, site, why, good=False, expected="an answer", what_to_do=todo)
