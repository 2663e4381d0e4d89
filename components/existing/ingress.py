"""An existing certificate and an existing hosted zone, as AWS describes them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from components.existing.lookup import LookUps
from topology import SeenCertificate, SeenZone, SiteModel, certificate_problems, hosted_zone_problems

Ask = Callable[..., Any]


def look_up_certificate(ask: LookUps, model: SiteModel) -> None:
    """The certificate of the site's load balancer; problems go to `ask`."""
    arn = model.load_balancer.certificate_of(model.me.name) if model.load_balancer else None
    if arn is None:
        return
    key = f"loadBalancer.certificates.{model.me.name}"
    seen = ask.look_up(key, arn, "a certificate", lambda: describe_certificate(arn, ask.ask))
    if seen is not None:
        ask.add(certificate_problems(key, arn, model.dns.name if model.dns else None, seen))


def look_up_zone(ask: LookUps, model: SiteModel) -> None:
    """The hosted zone that is there already, and what it has of the name; problems go to `ask`."""
    if model.dns is None or model.dns.zone_id is None:
        return
    dns, zone_id = model.dns, model.dns.zone_id
    zone = ask.look_up("dns.zoneId", zone_id, "a hosted zone", lambda: describe_zone(zone_id, ask.ask))
    if zone is not None:
        ask.add(hosted_zone_problems(dns, zone))


def describe_certificate(arn: str, ask: Ask) -> SeenCertificate:
    """`ask` takes a service, its operation and the arguments."""
    found = ask("acm", "describe_certificate", CertificateArn=arn)["Certificate"]
    ends: datetime | None = found.get("NotAfter")
    names = tuple(found.get("SubjectAlternativeNames") or [found["DomainName"]])
    return SeenCertificate(found["Status"], names, ends.astimezone(UTC) if ends else None)


def describe_zone(zone_id: str, ask: Ask) -> SeenZone:
    """`ask` takes a service, its operation and the arguments."""
    found = ask("route53", "get_hosted_zone", Id=zone_id)["HostedZone"]
    return SeenZone(found["Name"], bool((found.get("Config") or {}).get("PrivateZone")))
