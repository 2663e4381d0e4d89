"""Zero compute: a site whose cluster is made after the disaster, and what that asks of the configuration."""

from collections.abc import Iterator, Mapping

from topology.choices import Destination, StandbyMode
from topology.config import ProtectionConfig, SiteConfig
from topology.errors import Problem


def zero_compute_problems(
    sites: Mapping[str, SiteConfig], home: str, protection: ProtectionConfig | None
) -> Iterator[Problem]:
    """Problems of zero compute: of the home site, and of tiers that need a cluster."""
    zero = [name for name, site in sites.items() if site.compute and site.compute.mode is StandbyMode.ZERO_COMPUTE]
    for name in zero:
        if name == home:
            expected = "expected warm-standby or pilot-light: the home site runs the workload and has its cluster"
            yield Problem.with_value(f"sites.{name}.compute.mode", StandbyMode.ZERO_COMPUTE.value, expected)
    in_store = protection is not None and protection.destination is Destination.RECOVERY_POINT_STORE
    # Of further tiers on a cluster the tiers themselves tell, once this one is in the store.
    if zero and home not in zero and protection is not None and not in_store:
        expected = f"expected recovery-point-store: {zero[0]} is zero-compute and has no cluster to replicate to"
        yield Problem.with_value("protection.destination", protection.destination.value, expected)
