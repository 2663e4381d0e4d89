import pulumi

from providers.destroy_guard import DestroyGuard
from providers.prism_site import PrismSite

site = PrismSite("site", prism_central="pc-tokyo", cluster="nc2-tokyo", transit_vpc="transit-vpc")

# It depends on everything else, so it is deleted first. It is not, while protected VMs run in Tokyo.
guard = DestroyGuard(
    "guard",
    site="tokyo",
    categories=[{"key": "DisasterRecovery", "value": "Protected"}],
    opts=pulumi.ResourceOptions(depends_on=[site], protect=True),
)
