"""Whether a drill can run: it has a network to recover into, and no earlier test is left.

A site that cannot drill is not known to be ready.
"""

from collections.abc import Iterable

from operations.look import Check, Status, Survivor
from prism.dataprotection import ExecutionStep
from prism.networking import Subnets, Vpcs
from providers.recovery import PlanJobs, copies, listed

_NAME, _LEFT = "test network", "earlier tests"


def look(survivor: Survivor) -> list[Check]:
    return [*_network(survivor), *_earlier(survivor)]


def _network(survivor: Survivor) -> list[Check]:
    overlay = survivor.model.overlay
    if overlay.test_vpc is None:
        todo = "Set overlay.testVpc and run pulumi up on both stacks, then run a drill."
        return [Check(_NAME, Status.WARN, survivor.name, "none is configured", "overlay.testVpc", todo)]
    vpcs = {vpc.id for vpc in Vpcs(survivor.prism).list() if vpc.name == overlay.test_vpc}
    there = {subnet.name for subnet in Subnets(survivor.prism).list() if subnet.vpc_reference in vpcs}
    missing = [subnet.name for subnet in overlay.test_subnets if subnet.name not in there]
    found = f"without {', '.join(missing)}" if missing else f"{len(there)} subnets"
    todo = f"Run pulumi up on the stack of {survivor.name}."
    status = Status.WARN if missing else Status.PASS
    return [
        Check(_NAME, status, overlay.test_vpc, found, f"{len(overlay.test_subnets)} subnets", todo if missing else "")
    ]


def _earlier(survivor: Survivor) -> list[Check]:
    """Copies of tests that nobody has cleaned up: a clean-up takes the last test alone, so another buries them."""
    model = survivor.model
    if model.is_active or not model.has_cluster or (model.protection.in_store and not model.is_home):
        return []
    view = survivor.failover
    jobs = PlanJobs(survivor.prism, view.plan, view.directions, view.inputs.timeout_seconds)
    tests = [job for job in jobs.all() if job.action_type == "TEST_FAILOVER"]
    left = {job.label: copies.present(survivor.prism, _recovered(jobs.steps(job.id))) for job in tests}
    todo = f"Clean it up: python -m operations drill --site {survivor.name} --clean-up, or in Prism Central."
    found = [
        Check(_LEFT, Status.WARN, name, f"has left {listed([vm.label for vm in vms])}", "cleaned up", todo)
        for name, vms in left.items()
        if vms
    ]
    return found or [Check(_LEFT, Status.PASS, view.plan.label, "nothing is left", "cleaned up")]


def _recovered(steps: Iterable[ExecutionStep]) -> list[str]:
    return [one.recovered_entity_ext_id or "" for step in steps for one in step.recovered_vms()]
