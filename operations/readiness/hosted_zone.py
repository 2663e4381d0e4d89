"""The hosted zone of the service's name: whether its records could be changed while us-east-1 is lost.

A failover changes none: Route 53 answers by health. But whoever must change one by hand in such a disaster can do so
only where accelerated recovery was on before. It takes an hour, and is for public zones alone.
"""

from typing import Any

from operations.look import Check, Status, Survivor

_NAME = "accelerated recovery"
_ON = "ENABLED"
_CHANGES = ("ENABLING", "DISABLING")


def look(survivor: Survivor) -> list[Check]:
    dns = survivor.model.dns
    if dns is None:
        return [Check(_NAME, Status.PASS, survivor.name, "no DNS name is configured")]
    route53 = survivor.aws("route53")
    zone_id = dns.zone_id or _by_name(route53, dns.zone or "")
    if not zone_id:
        return [Check.unknown(_NAME, dns.zone or dns.name, "there is no such hosted zone yet", "Up the home site.")]
    zone = route53.get_hosted_zone(Id=zone_id)["HostedZone"]
    return [judged(dns.name, zone, ours=dns.zone is not None)]


def judged(name: str, zone: dict[str, Any], *, ours: bool) -> Check:
    """A warning where it is off: the failover itself does without."""
    if (zone.get("Config") or {}).get("PrivateZone"):
        found = "the zone is private, which cannot have it: its records cannot be changed while us-east-1 is lost"
        return Check(_NAME, Status.WARN, name, found, "a public zone", "Plan without changes of this zone's records.")
    found = str((zone.get("Features") or {}).get("AcceleratedRecoveryStatus", "DISABLED"))
    if found == _ON:
        return Check(_NAME, Status.PASS, name, found, _ON)
    if found.startswith(_CHANGES):
        todo = "Route 53 is switching it, and changes no record of the zone meanwhile. Look again in some minutes."
        return Check(_NAME, Status.WARN, name, found, _ON, todo)
    how = "set dns.acceleratedRecovery: true and up the home site" if ours else "switch it on in Route 53"
    todo = f"To be able to change records while us-east-1 is lost, {how}. It must be on before."
    return Check(_NAME, Status.WARN, name, found, _ON, todo)


def _by_name(route53: Any, name: str) -> str:
    found = route53.list_hosted_zones_by_name(DNSName=name)["HostedZones"]
    public = [one for one in found if one["Name"].rstrip(".") == name and not one["Config"]["PrivateZone"]]
    return str(public[0]["Id"]).removeprefix("/hostedzone/") if public else ""
