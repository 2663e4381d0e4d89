import pulumi

from providers.external_subnet import ExternalSubnet
from providers.prism_site import PrismSite

site = PrismSite("site", prism_central="pc-tokyo", cluster="nc2-tokyo", transit_vpc="transit-vpc")
external = ExternalSubnet(
    "external",
    name="overlay-external-subnet-nonat",
    cidr="100.64.10.0/24",
    gateway="100.64.10.1",
    pools=[["100.64.10.10", "100.64.10.100"]],
    transit_vpc_id=site.transit_vpc_id,
)

pulumi.export("external_subnet_id", external.subnet_id)
