import pulumi

from providers.category import Category
from providers.prism_site import PrismSite
from providers.recovery_plan import RecoveryPlan
from providers.subnet import OverlaySubnet
from providers.vpc import Vpc

config = pulumi.Config("example")

site = PrismSite("site", prism_central="pc-tokyo", cluster="nc2-tokyo", transit_vpc="transit-vpc")
database = Category("database", key="Tier", value="Database")
web = Category("web", key="Tier", value="Web")
vpc = Vpc("shop", name="shop", external_subnet_ids=[], externally_routable_prefixes=["172.31.0.0/16"])
subnet = OverlaySubnet("subnet", name="shop-1", vpc_id=vpc.vpc_id, cidr="172.31.1.0/24", gateway="172.31.1.1")
network = {"subnet_name": "shop-1", "gateway": "172.31.1.1", "prefix_length": 24}
plan = RecoveryPlan(
    "recovery",
    name="shop-recovery",
    primary_domain_manager_id=site.domain_manager_id,
    recovery_domain_manager_id=config.require("otherDomainManager"),
    stages=[
        {"category_ids": [database.category_id], "delay_seconds": 30},
        {"category_ids": [web.category_id]},
    ],
    network_mappings=[
        {
            "primary": {**network, "vpc_id": vpc.vpc_id},
            "recovery": {**network, "vpc_id": config.require("otherVpc")},
        }
    ],
    # This VM has another address at the other site. The setting is not needed where the address stays.
    settings=[
        {
            "vm_id": config.require("vm"),
            "static_ips": [{"subnet_name": "shop-1", "primary": "172.31.1.11", "recovery": "172.31.1.111"}],
        }
    ],
    opts=pulumi.ResourceOptions(depends_on=[subnet]),
)

pulumi.export("plan_id", plan.plan_id)
