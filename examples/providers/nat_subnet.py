import pulumi

from providers.nat_subnet import NatSubnet
from providers.prism_site import PrismSite

site = PrismSite("site", prism_central="pc-tokyo", cluster="nc2-tokyo", transit_vpc="transit-vpc")
nat = NatSubnet("nat", name="overlay-external-subnet-nat", transit_vpc_id=site.transit_vpc_id)

pulumi.export("nat_subnet_id", nat.subnet_id)
