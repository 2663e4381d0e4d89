import pulumi

from providers.category import Category
from providers.prism_site import PrismSite
from providers.protection_policy import ProtectionPolicy

# The other site's stack exports it; the two sites' stacks never talk to each other's Prism Central.
other = pulumi.Config("example").require("otherDomainManager")

site = PrismSite("site", prism_central="pc-tokyo", cluster="nc2-tokyo", transit_vpc="transit-vpc")
protected = Category("protected", key="DisasterRecovery", value="Protected")
policy = ProtectionPolicy(
    "protection",
    name="workload-protection",
    category_ids=[protected.category_id],
    locations=[
        {
            "label": "tokyo",
            "domain_manager_id": site.domain_manager_id,
            "cluster_ids": [site.cluster_id],
            "is_primary": True,
        },
        {"label": "osaka", "domain_manager_id": other},
    ],
    rpo_seconds=3600,
    retention_local=2,
    retention_remote=2,
)

pulumi.export("policy_id", policy.policy_id)
