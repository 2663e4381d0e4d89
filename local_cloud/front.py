"""What users would meet: the health of each site's targets, and the site that the name leads to."""

from collections.abc import Mapping
from dataclasses import dataclass

from aws import client
from local_cloud.observation import dns_answer, target_health
from local_cloud.project import LocalProject
from simulator.aws import ONLOOKER

NOBODY = "nobody"


@dataclass(frozen=True)
class Front:
    """`targets`: the state of each site's targets by address. `leads_to`: the site that DNS answers with."""

    targets: Mapping[str, Mapping[str, str]]
    leads_to: str

    def serving(self) -> list[str]:
        """The sites with a healthy target."""
        return [site for site, states in self.targets.items() if "healthy" in states.values()]


def look_at_front(local: LocalProject, asked: str) -> Front | None:
    """Targets and DNS, asked by an onlooker at the gateways of `asked`; None without a load balancer or a name."""
    model, outputs = local.model(asked), local.stack(asked).outputs()
    if model.dns is None or "targetGroupArn" not in outputs:
        return None
    published = {site: local.stack(site).outputs() for site in model.sites}
    zone = model.dns.zone_id or published[model.home.name]["hostedZoneId"]
    environment = {**local.environment(asked), "AWS_ACCESS_KEY_ID": ONLOOKER}
    targets = {
        name: target_health(client("elbv2", site.region, environment), str(published[name]["targetGroupArn"]))
        for name, site in model.sites.items()
    }
    answer = dns_answer(client("route53", model.me.region, environment), str(zone), model.dns.name)
    balancers = {str(outputs["loadBalancerDnsName"]).lower(): name for name, outputs in published.items()}
    return Front(targets, next((balancers[one] for one in answer if one in balancers), NOBODY))
