"""The region's availability zones, asked for at every preview: a wrong zone stops the run before anything is made."""

from collections.abc import Iterator, Sequence

import pulumi

from components.existing.lookup import LookUps
from topology import Problem, SiteModel


def check_zones(ask: LookUps, model: SiteModel) -> None:
    """Problems go to `ask`. An update does not ask: there AWS itself refuses a wrong zone."""
    me = model.me
    if not pulumi.runtime.is_dry_run():
        return
    key = f"sites.{me.name}.availabilityZones"
    found = ask.list(key, "the availability zones", lambda: _names(ask))
    if found is None:
        return
    ask.add(_unknown(key, me.availability_zones, found, me.region))
    if model.ec2_vpc is not None and model.ec2_vpc.site == me.name:
        ask.add(_unknown("ec2Vpc.availabilityZones", model.ec2_vpc.availability_zones, found, me.region))


def _names(ask: LookUps) -> list[str]:
    return [str(one["ZoneName"]) for one in ask.ask("ec2", "describe_availability_zones")["AvailabilityZones"]]


def _unknown(key: str, zones: Sequence[str], known: Sequence[str], region: str) -> Iterator[Problem]:
    for number, zone in enumerate(zones):
        if zone not in known:
            expected = f"expected a zone that {region} has for this account, one of {', '.join(known)}"
            yield Problem.with_value(f"{key}[{number}]", zone, expected)
