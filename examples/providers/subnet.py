import pulumi

from providers.subnet import OverlaySubnet
from providers.vpc import Vpc

vpc = Vpc("workload", name="workload", external_subnet_ids=[], externally_routable_prefixes=["172.30.0.0/16"])
web = OverlaySubnet(
    "web",
    name="web",
    vpc_id=vpc.vpc_id,
    cidr="172.30.1.0/24",
    gateway="172.30.1.1",
    dhcp_pools=[["172.30.1.200", "172.30.1.250"]],
    dns_servers=["169.254.169.253"],
    domain_name="workload.internal",
)

pulumi.export("subnet_id", web.subnet_id)
