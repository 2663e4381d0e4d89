"""What Nutanix asks of clusters and policies: a data services address, one policy for a VM, few VMs under NearSync."""

from collections.abc import Iterator, Mapping

from operations.look import Check, Status, Survivor
from prism.clustermgmt import Clusters
from prism.datapolicies import ProtectionPolicies, ProtectionPolicy
from providers.recovery import RecoverableVm

_ADDRESS, _ONE, _FEW = "data services address", "one policy per VM", "VMs under NearSync"
_NEAR_SYNC_SECONDS = 15 * 60
_MOST_UNDER_NEAR_SYNC = 200
_SHOWN = 5


def look(survivor: Survivor) -> list[Check]:
    checks = list(_addresses(survivor))
    if not survivor.model.protection.in_store:
        checks.append(_resumed(survivor))
    if not survivor.model.is_active and not survivor.model.protection.in_store:
        policies = list(ProtectionPolicies(survivor.prism).list())
        checks += policy_checks(survivor.failover.coming_over(), policies)
    return checks


def _addresses(survivor: Survivor) -> Iterator[Check]:
    """Of this site's cluster; the other site's readiness looks at its own."""
    todo = "Set the iSCSI data services IP in Prism Element (cluster details): recovery plans need it at both sites."
    for cluster in Clusters(survivor.prism).list():
        if not cluster.is_prism_central:
            found = cluster.data_services_address or "none"
            good = cluster.data_services_address is not None
            yield Check.of(_ADDRESS, cluster.label, found, good=good, expected="an address", what_to_do=todo)


def _resumed(survivor: Survivor) -> Check:
    """After an unplanned failover Prism Central may hold the protection until somebody resumes it."""
    plan = survivor.failover.plan
    todo = "Resume it in Prism Central (Recovery Plans, resume protection): until then no new recovery point is made."
    paused = bool(plan.is_protection_paused_post_failover)
    found = "paused after a failover" if paused else "not paused"
    return Check.of("protection", plan.label, found, good=not paused, expected="not paused", what_to_do=todo)


def policy_checks(vms: tuple[RecoverableVm, ...], policies: list[ProtectionPolicy]) -> Iterator[Check]:
    """By the categories that the VMs had in their newest recovery points."""
    of = {policy.id: [vm.name for vm in vms if vm.categories & set(policy.category_ids or [])] for policy in policies}
    yield _several(vms, policies, of)
    for policy in policies:
        if _near_sync(policy):
            count = len(of[policy.id])
            todo = "Divide the VMs over several policies, or choose an objective of more than 15 minutes."
            yield Check.of(
                _FEW,
                policy.label,
                f"{count} VMs",
                good=count < _MOST_UNDER_NEAR_SYNC,
                expected="199 at most",
                what_to_do=todo,
            )


def _several(vms: tuple[RecoverableVm, ...], policies: list[ProtectionPolicy], of: Mapping[str, list[str]]) -> Check:
    named = {vm.name: [policy.label for policy in policies if vm.name in of[policy.id]] for vm in vms}
    wrong = {name: labels for name, labels in named.items() if len(labels) > 1}
    told = "; ".join(f"{name}: {', '.join(labels)}" for name, labels in list(wrong.items())[:_SHOWN])
    more = f" and {len(wrong) - _SHOWN} more VMs" if len(wrong) > _SHOWN else ""
    todo = "Take the VM's category out of all policies but one: of several, Prism Central applies one only."
    if not wrong:
        return Check(_ONE, Status.PASS, f"{len(vms)} VMs", "none is in two policies", "one policy")
    return Check(_ONE, Status.WARN, f"{len(wrong)} VMs", f"{told}{more}", "one policy", todo)


def _near_sync(policy: ProtectionPolicy) -> bool:
    seconds = [one.schedule.recovery_point_objective_time_seconds for one in policy.replication_configurations or []]
    return any(0 < one <= _NEAR_SYNC_SECONDS for one in seconds)
