"""The DNS name of the service, which leads to the healthy load balancer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from topology.config import DnsConfig
from topology.errors import Problem


@dataclass(frozen=True)
class Dns:
    """`name` lies in a new hosted zone, `zone`, or in an existing one, `zone_id`: exactly one of the two.

    `accelerated_recovery` of a new one: whether its records can be changed while us-east-1 is lost; None: not said.
    """

    name: str
    zone: str | None
    zone_id: str | None
    accelerated_recovery: bool | None = None


@dataclass(frozen=True)
class SeenZone:
    """A hosted zone as AWS describes it."""

    name: str
    private: bool


@dataclass(frozen=True)
class SeenCertificate:
    """A certificate as AWS describes it; `names` are all that it is valid for, `ends` when that ends, if AWS says."""

    status: str
    names: tuple[str, ...]
    ends: datetime | None = None


def build_dns(config: DnsConfig) -> Dns:
    """The name of a configuration that has no problems."""
    return Dns(config.name, config.zone, config.zone_id, config.accelerated_recovery)


def dns_problems(config: DnsConfig, balanced: bool) -> Iterator[Problem]:
    """Problems of the DNS name; `balanced`: whether there are load balancers for it to lead to."""
    if not balanced:
        yield Problem("dns", "expected only with loadBalancer, which the name leads to")
    if config.zone is None and config.zone_id is None:
        expected = "is missing: expected the name of a new hosted zone here, or the id of an existing one in dns.zoneId"
        yield Problem("dns.zone", expected)
    if config.zone is not None and config.zone_id is not None:
        expected = "expected either zone (a new one) or zoneId (an existing one)"
        yield Problem.with_value("dns.zoneId", config.zone_id, expected)
    if config.zone_id is not None and config.accelerated_recovery is not None:
        expected = "expected only with zone: an existing hosted zone is used as it is"
        yield Problem.with_value("dns.acceleratedRecovery", config.accelerated_recovery, expected)
    if config.zone is not None and not within(config.name, config.zone):
        yield Problem.with_value("dns.name", config.name, f"expected {config.zone} itself or a name inside it")


def hosted_zone_problems(dns: Dns, seen: SeenZone) -> Iterator[Problem]:
    """Problems of an existing hosted zone."""
    zone = seen.name.rstrip(".")
    if seen.private:
        # The name is for those who come over the internet, as the load balancers are.
        yield Problem.with_value("dns.zoneId", dns.zone_id, f"expected a public hosted zone; {zone} is a private one")
    if not within(dns.name, zone):
        yield Problem.with_value("dns.name", dns.name, f"expected {zone}, the zone of dns.zoneId, or a name inside it")


def certificate_problems(key: str, arn: str, name: str | None, seen: SeenCertificate) -> Iterator[Problem]:
    """Problems of an existing certificate; `name`: the DNS name that it must be valid for, if there is one."""
    if seen.status != "ISSUED":
        yield Problem.with_value(key, arn, f"expected a certificate that is ISSUED; AWS says {seen.status}")
    if name is not None and not any(_covers(pattern, name) for pattern in seen.names):
        expected = f"expected a certificate for {name}; this one is for {_listed(seen.names)}"
        yield Problem.with_value(key, arn, expected)


def within(name: str, zone: str) -> bool:
    """Whether a name is a zone's own or lies inside it."""
    return name == zone or name.endswith(f".{zone}")


def _covers(pattern: str, name: str) -> bool:
    if pattern.startswith("*."):
        return name.partition(".")[2] == pattern[2:]
    return name == pattern


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "no name at all"
