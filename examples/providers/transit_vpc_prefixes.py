import pulumi

from providers.prism_site import PrismSite
from providers.transit_vpc_prefixes import TransitVpcPrefixes

site = PrismSite("site", prism_central="pc-tokyo", cluster="nc2-tokyo", transit_vpc="transit-vpc")
routed = TransitVpcPrefixes("routed", transit_vpc_id=site.transit_vpc_id, prefixes=["172.30.0.0/16"])

pulumi.export("added", routed.added)
