"""DNS records: name, type and set identifier tell records apart, and a batch of changes is made whole or not at all.

moto deletes every record of a set identifier whatever its name, so one site's records take each other along. It accepts
a second record of one name. It takes a record made again after its deletion for one that exists. It gives hosted zones
ids that begin with any letter, where those of AWS begin with a Z.
"""

from typing import Any

from moto.route53.exceptions import Route53ClientError
from moto.route53.models import FakeZone

from simulator.aws.base import Route53Mixin

Key = tuple[str, str, str | None]


class DnsRecordBackend(Route53Mixin):
    """Repairs of moto's hosted zones and of its changes of records."""

    def create_hosted_zone(self, *args: Any, **kwargs: Any) -> FakeZone:
        made: Any = super().create_hosted_zone(*args, **kwargs)
        del self.zones[made.resource_id]
        made.resource_id = f"Z{made.resource_id[1:]}"
        self.zones[made.resource_id] = made
        zone: FakeZone = made
        return zone

    def change_resource_record_sets(self, zoneid: str, change_list: list[dict[str, Any]]) -> None:
        zone = self.get_hosted_zone(zoneid)
        _check_batch({_key_of(item) for item in zone.rrsets}, change_list)
        for change in change_list:
            if change["Action"] == "DELETE":
                key = _key(change["ResourceRecordSet"])
                zone.rrsets = [item for item in zone.rrsets if _key_of(item) != key]
                continue
            # What moto remembers of earlier changes would refuse a record that was deleted since then.
            zone.rr_changes.clear()
            super().change_resource_record_sets(zoneid, [change])


def canonical(name: str) -> str:
    """A name in the form that names are compared in: lower case, without a dot at its end."""
    return name.rstrip(".").lower()


def _key(record: dict[str, Any]) -> Key:
    return canonical(record["Name"]), record["Type"], record.get("SetIdentifier")


def _key_of(record: Any) -> Key:
    return canonical(record.name), record.type, record.set_identifier


def _check_batch(there: set[Key], changes: list[dict[str, Any]]) -> None:
    """Refuse a batch with a change that cannot be made after those before it. Raises InvalidChangeBatch."""
    problems = []
    for change in changes:
        key = _key(change["ResourceRecordSet"])
        if change["Action"] == "CREATE" and key in there:
            problems.append(f"Tried to create resource record set {_named(key)} but it already exists")
        if change["Action"] == "DELETE" and key not in there:
            problems.append(f"Tried to delete resource record set {_named(key)} but it was not found")
        (there.discard if change["Action"] == "DELETE" else there.add)(key)
    if problems:
        raise Route53ClientError("InvalidChangeBatch", f"[{', '.join(problems)}]")


def _named(key: Key) -> str:
    name, kind, identifier = key
    return f"[name='{name}.', type='{kind}'" + (f", set identifier='{identifier}']" if identifier else "]")
