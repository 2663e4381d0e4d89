import pulumi

from providers.pairing import Pairing
from providers.prism_site import PrismSite

site = PrismSite("site", prism_central="pc-tokyo", cluster="nc2-tokyo", transit_vpc="transit-vpc")
pairing = Pairing(
    "osaka",
    domain_manager_id=site.domain_manager_id,
    prism_central="pc-osaka",
    address=pulumi.Config("example").require("otherAddress"),
)

pulumi.export("status", pairing.connectivity_status)
