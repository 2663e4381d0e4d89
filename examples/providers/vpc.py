import pulumi

from providers.external_subnet import ExternalSubnet
from providers.prism_site import PrismSite
from providers.vpc import Vpc

site = PrismSite("site", prism_central="pc-tokyo", cluster="nc2-tokyo", transit_vpc="transit-vpc")
external = ExternalSubnet(
    "external",
    name="overlay-external-subnet-nonat",
    cidr="100.64.10.0/24",
    gateway="100.64.10.1",
    pools=[["100.64.10.10", "100.64.10.100"]],
    transit_vpc_id=site.transit_vpc_id,
)
vpc = Vpc(
    "workload",
    name="workload",
    external_subnet_ids=[external.subnet_id],
    externally_routable_prefixes=["172.30.0.0/16"],
    dns_servers=["169.254.169.253"],
)

pulumi.export("vpc_id", vpc.vpc_id)
