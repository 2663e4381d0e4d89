"""Values that are right by themselves and belong to different partitions of AWS, between which nothing leads.

A partition (commercial, GovCloud, China, ...) has accounts, credentials and ARNs of its own.
"""

from collections.abc import Iterator

from topology.choices import Peering
from topology.config import DnsConfig, LoadBalancerConfig, RecoveryPointStoreConfig
from topology.errors import Problem
from topology.parse import Sections
from topology.values import COMMERCIAL, ISOLATED, partition_of


def partition_problems(sections: Sections) -> Iterator[Problem]:
    """Problems of regions and ARNs of different partitions, and of services that a partition does not have."""
    yield from _apart(sections)
    yield from _arns(sections)
    dns, partitions = sections.get(DnsConfig), _partitions(sections)
    if dns is None:
        return
    isolated = [name for name, partition in partitions.items() if partition.startswith(ISOLATED)]
    for name in isolated[:1]:
        expected = (
            f"expected no such section: Route 53 serves no public names from {partitions[name]}, sites.{name}.region"
        )
        yield Problem.with_value("dns", dns.name, expected)
    # Route 53 keeps a copy in us-west-2 for the loss of us-east-1. Other partitions have control planes of their own.
    if dns.accelerated_recovery and set(partitions.values()) - {COMMERCIAL}:
        others = ", ".join(sorted(set(partitions.values()) - {COMMERCIAL}))
        expected = f"expected only in commercial regions: Route 53 has no accelerated recovery in {others}"
        yield Problem.with_value("dns.acceleratedRecovery", dns.accelerated_recovery, expected)


def _partitions(sections: Sections) -> dict[str, str]:
    found = {name: partition_of(site.region) for name, site in sections.sites.items()}
    return {name: partition for name, partition in found.items() if partition is not None}


def _apart(sections: Sections) -> Iterator[Problem]:
    """Both sites in one partition, if anything of AWS joins them."""
    partitions, settings = _partitions(sections), sections.settings
    if len(set(partitions.values())) < 2 or settings is None:
        return
    (first, partition), (second, other) = partitions.items()
    if settings.peering is not Peering.NONE:
        why = f"AWS joins no networks across partitions (peering: {settings.peering}), and {other} is another"
    elif sections.get(DnsConfig) is not None:
        why = f"one hosted zone (dns) cannot hold records of both, and {other} is another"
    elif sections.get(RecoveryPointStoreConfig) is not None:
        why = f"one bucket (recoveryPointStore) serves both, and {other} is another"
    else:
        return
    expected = f"expected a region of {partition}, the partition of sites.{first}.region: {why}"
    yield Problem.with_value(f"sites.{second}.region", sections.sites[second].region, expected)


def _arns(sections: Sections) -> Iterator[Problem]:
    """ARNs of the partition of the site that uses them."""
    balancer, partitions = sections.get(LoadBalancerConfig), _partitions(sections)
    for name, partition in partitions.items():
        logs = sections.sites[name].flow_logs
        if logs is not None and logs.bucket_arn is not None:
            yield from _arn(f"sites.{name}.flowLogs.bucketArn", logs.bucket_arn, partition, name)
        certificate = (balancer.certificates or {}).get(name) if balancer else None
        # A certificate of another region is told as that.
        if certificate is not None and certificate.split(":")[3] == sections.sites[name].region:
            yield from _arn(f"loadBalancer.certificates.{name}", certificate, partition, name)
    store, settings = sections.get(RecoveryPointStoreConfig), sections.settings
    if store is None or store.trusted_principal is None or settings is None:
        return
    for name, partition in partitions.items():
        if name != settings.home_site:
            yield from _arn("recoveryPointStore.trustedPrincipal", store.trusted_principal, partition, name)


def _arn(key: str, arn: str, partition: str, site: str) -> Iterator[Problem]:
    if arn.split(":")[1] != partition:
        expected = f"expected an ARN of {partition}, the partition of sites.{site}.region: arn:{partition}:..."
        yield Problem.with_value(key, arn, expected)
