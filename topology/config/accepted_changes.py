"""The schema of `acceptedChanges`."""

from topology import values
from topology.config.section import Section


class AcceptedChangesConfig(Section):
    """Changes of a living pair that take something away, each by the name of what changes."""

    home_site: values.SiteName | None = None
    other_site: values.SiteName | None = None
    lost_state: values.SiteName | None = None
    given_up_site: values.SiteName | None = None
    prism_central: values.PrismCentralId | None = None
    name_prefix: values.NamePrefix | None = None
    categories: tuple[values.NetworkName, ...] = ()
    policies: tuple[values.PlanName, ...] = ()
    recovery_plans: tuple[values.PlanName, ...] = ()
    subnets: tuple[values.NetworkName, ...] = ()
    external_subnets: tuple[values.NetworkName, ...] = ()
    hosted_zones: tuple[values.NetworkName, ...] = ()
    dns_names: tuple[values.NetworkName, ...] = ()
