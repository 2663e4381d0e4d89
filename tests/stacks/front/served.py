"""What users meet at both sites: targets, where the name leads, floating IPs, records."""

from pulumi.automation import EngineEvent, OpType

from local_cloud.front import Front, look_at_front
from local_cloud.project import LocalProject
from prism.networking import FloatingIps
from tests.stacks.seen import HOME


def front(local: LocalProject, asked: str) -> Front:
    seen = look_at_front(local, asked)
    assert seen is not None
    return seen


def serves(local: LocalProject, active: str) -> None:
    """Every web VM is a healthy target of the active site, and of no other; the name leads there."""
    seen = front(local, active)
    balancer = local.model(active).load_balancer
    assert balancer is not None
    assert list(seen.targets[active].values()) == ["healthy"] * len(balancer.targets)
    assert (seen.serving(), seen.leads_to) == ([active], active)


def gone(local: LocalProject, site: str) -> bool:
    """Whether no request is sent to the site's machines any more."""
    return set(front(local, site).targets[site].values()) <= {"draining"}


def up(local: LocalProject, site: str) -> tuple[str, list[str]]:
    """What an up printed, and the types of what it changed, one after the other."""
    steps: list[str] = []

    def tell(event: EngineEvent) -> None:
        done = event.res_outputs_event
        if done is not None and done.metadata.op != OpType.SAME:
            steps.append(done.metadata.type.rpartition(":")[2])

    return local.stack(site).up(on_event=tell).text, steps


def floating_ips(local: LocalProject, site: str) -> dict[str | None, bool]:
    """Whether each floating IP leads somewhere."""
    return {one.name: not one.leads_nowhere for one in FloatingIps(local.prism(site)).list()}


def records(local: LocalProject, asked: str) -> object:
    """Everything that Route 53 holds of ours."""
    route53 = local.aws("route53", asked)
    zone = str(local.stack(HOME).outputs()["hostedZoneId"])
    checks = route53.list_health_checks()["HealthChecks"]
    return route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"], checks
