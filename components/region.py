"""The AWS region that a site's resources are made in."""

import pulumi
import pulumi_aws as aws

from topology import Site


def in_region(site: Site) -> pulumi.ResourceOptions:
    """Options with the provider of the site's own region.

    It never follows activeRegion: a changed region replaces everything.
    """
    return pulumi.ResourceOptions(providers={"aws": aws.Provider("aws", region=site.region)})
