"""A site: its VPC and subnets, what it has already, and its Prism Central and cluster."""

from topology.site.existing import Existing, build_existing, existing_problems
from topology.site.site import Site, build_site, site_problems
from topology.site.subnets import SubnetPlan, zone_problems

__all__ = [
    "Existing",
    "Site",
    "SubnetPlan",
    "build_existing",
    "build_site",
    "existing_problems",
    "site_problems",
    "zone_problems",
]
