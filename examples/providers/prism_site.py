import pulumi

from providers.prism_site import PrismSite

site = PrismSite("site", prism_central="pc-tokyo", cluster="nc2-tokyo", transit_vpc="transit-vpc")

pulumi.export("cluster_id", site.cluster_id)
