"""An existing certificate and an existing hosted zone, as AWS describes them."""

from pulumi_aws import route53

from aws import client
from components.existing.lookup import LookUps
from components.existing.records import look_up_records
from topology import SeenCertificate, SeenZone, SiteModel, certificate_problems, hosted_zone_problems


def look_up_certificate(ask: LookUps, model: SiteModel) -> None:
    """The certificate of the site's load balancer; problems go to `ask`."""
    arn = model.load_balancer.certificate_of(model.me.name) if model.load_balancer else None
    if arn is None:
        return
    key = f"loadBalancer.certificates.{model.me.name}"
    seen = ask.look_up(key, arn, "a certificate", lambda _: describe_certificate(arn, model.me.region))
    if seen is not None:
        ask.add(certificate_problems(key, arn, model.dns.name if model.dns else None, seen))


def look_up_zone(ask: LookUps, model: SiteModel) -> None:
    """The hosted zone that is there already, and what it has of the name; problems go to `ask`."""
    if model.dns is None or model.dns.zone_id is None:
        return
    dns, zone_id = model.dns, model.dns.zone_id
    zone = ask.look_up(
        "dns.zoneId", zone_id, "a hosted zone", lambda opts: route53.get_zone(zone_id=zone_id, opts=opts)
    )
    if zone is not None:
        ask.add(hosted_zone_problems(dns, SeenZone(zone.name, bool(zone.private_zone))))
        look_up_records(ask, model)


def describe_certificate(arn: str, region: str) -> SeenCertificate:
    """Asked of AWS directly: the engine looks certificates up by domain only, and shows no other names."""
    found = client("acm", region).describe_certificate(CertificateArn=arn)["Certificate"]
    return SeenCertificate(found["Status"], tuple(found.get("SubjectAlternativeNames") or [found["DomainName"]]))
