"""Records of others under the DNS name in an existing hosted zone: Route 53 takes no failover record beside them."""

import pulumi

from aws import ONE_TRY, AwsError, asking, client
from components.existing.lookup import LookUps
from components.existing.own_routes import holds_record
from topology import Problem, SiteModel

_TYPES = ("A", "AAAA", "CNAME")


def look_up_records(ask: LookUps, model: SiteModel) -> None:
    """Looked at until this stack has its record: a failover changes none, and must not wait for Route 53.

    Problems go to `ask`.
    """
    dns, site = model.dns, model.me.name
    if dns is None or dns.zone_id is None or model.load_balancer is None or holds_record(site, dns.name) is not False:
        return
    try:
        found = _records(dns.zone_id, dns.name, model.me.region)
    except AwsError as error:
        pulumi.log.warn(f"{error} Whether {dns.name} has a record already was not checked.")
        return
    for kind, identifier in found:
        if identifier not in model.sites:
            what = f"record {kind} {dns.name}{f' ({identifier})' if identifier else ''} of {dns.zone_id}"
            ask.add(
                [
                    Problem(
                        "dns.name",
                        f"expected a name without a record of others, found the {what}: Route 53 takes no failover "
                        "record beside it. Choose another name and let the old record lead there, or delete the record "
                        "when this stack takes over",
                    )
                ]
            )


def _records(zone_id: str, name: str, region: str) -> list[tuple[str, str]]:
    """Type and set identifier of each record of the name. Raises AwsError."""
    with asking(f"list the records of {name} in {zone_id}", "Whoever runs this may list them."):
        answer = client("route53", region, config=ONE_TRY).list_resource_record_sets(
            HostedZoneId=zone_id, StartRecordName=name
        )
    return [
        (one["Type"], one.get("SetIdentifier", ""))
        for one in answer["ResourceRecordSets"]
        if one["Name"].rstrip(".") == name and one["Type"] in _TYPES
    ]
