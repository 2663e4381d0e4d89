"""The demo's VMs on a local cloud whose stacks are up, for whoever tries by hand. A second time changes nothing."""

from collections.abc import Callable

from local_cloud.project import LocalProject
from local_cloud.workload import machines, seed
from operations import OperationsError
from operations.run import watch
from prism.vmm import Vms
from topology import StaticAddress


def bring(local: LocalProject, say: Callable[[str], None]) -> list[str]:
    """Make the VMs that exist at no site, at the one that its stack calls active, and lead its floating IPs to them.

    Answers the names of those that were made. Raises OperationsError where the stack has not been upped.
    """
    site = _active(local)
    model = local.model(site)
    wanted, category = machines(model), model.protection.category
    missing = [machine for machine in wanted if not _exists(local, machine)]
    for name in seed(local.prism(site), model, missing):
        say(f"{site}: VM {name} runs and is protected by {category.key}:{category.value}")
    if not missing:
        say(f"{site}: all {len(wanted)} VMs exist already")
    elif model.load_balancer:
        say(f"{site}: pulumi up, so that floating IPs and targets lead to the VMs")
        say(f"{site}: {local.stack(site).up(on_event=watch(site, say))}")
    return [machine.vm for machine in missing]


def _active(local: LocalProject) -> str:
    """The site that runs the workload by what the stacks have published: an edited line is not applied yet."""
    home, other = local.sites()
    published = {site: local.stack(site).published() for site in (home, other)}
    if not any(published.values()):
        raise OperationsError("The stacks have not been upped, so no VM can be made. Run: make converge")
    newest = max((home, other), key=lambda site: int(published[site].get("generation") or 0))
    active = published[newest].get("activeSite")
    return active if active in (home, other) else home


def _exists(local: LocalProject, machine: StaticAddress) -> bool:
    return any(Vms(local.prism(site)).find_by_name(machine.vm) is not None for site in local.sites())
