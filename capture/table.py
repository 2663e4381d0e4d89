"""The DynamoDB table: one item per instance. InstanceId, InstanceName and PrivateIp are those of Nutanix's script."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from aws import asking
from aws import client as aws_client
from capture.record import TERMINATED, UNKNOWN, Nic, Record, Snapshot, merged, plain, snapshot_of

JOURNAL = ("OriginalNics", "VmId", "Parked", "RetainedAs", "RetainedAt", "RolledBackAt")
"""The attributes that IP retention writes. Capture does not change them."""
_HINT = "Check the credentials and the region. Check that `pulumi up` has run at the site. Then run again."


class Table:
    """One table in one region. Safe for use by several threads."""

    def __init__(self, name: str, region: str, client: Any = None) -> None:
        self.name = name
        self._client = client or aws_client("dynamodb", region)

    def records(self) -> Iterator[Record]:
        """Every record, read page by page: a scan answers 1 MB at a time. Raises AwsError."""
        with asking(f"read the table {self.name}", _HINT):
            for page in self._client.get_paginator("scan").paginate(TableName=self.name, ConsistentRead=True):
                for item in page["Items"]:
                    yield record_of({name: _READ.deserialize(value) for name, value in item.items()})

    def save(self, record: Record) -> None:
        """Replaces the captured attributes of the item. The journal of IP retention stays. Raises AwsError."""
        self.write(record.instance_id, _attributes(record))

    def mark_terminated(self, record: Record, at: str) -> None:
        """Marks the record of an instance that no longer exists. Raises AwsError."""
        self.write(record.instance_id, {"State": TERMINATED, "TerminatedAt": at})

    def write(self, instance_id: str, values: Mapping[str, Any], remove: Sequence[str] = ()) -> None:
        """Sets some attributes of an item and removes others. Raises AwsError."""
        names = [*values, *remove]
        aliases = {f"#{number}": name for number, name in enumerate(names)}
        setting = ", ".join(f"#{number} = :{number}" for number in range(len(values)))
        removing = ", ".join(f"#{number}" for number in range(len(values), len(names)))
        expression = " ".join(f"{verb} {what}" for verb, what in (("SET", setting), ("REMOVE", removing)) if what)
        given = {f":{number}": _WRITE.serialize(value) for number, value in enumerate(values.values())}
        with asking(f"write {instance_id} into the table {self.name}", _HINT):
            self._client.update_item(
                TableName=self.name,
                Key={"InstanceId": {"S": instance_id}},
                UpdateExpression=expression,
                ExpressionAttributeNames=aliases,
                **({"ExpressionAttributeValues": given} if given else {}),
            )


_READ, _WRITE = TypeDeserializer(), TypeSerializer()


def record_of(item: Mapping[str, Any]) -> Record:
    """The record of an item: one of ours, or one of Nutanix's script with three attributes."""
    journal = {name: item[name] for name in JOURNAL if name in item}
    snapshots: dict[str, Snapshot] = {way: snapshot_of(values) for way, values in (item.get("Snapshots") or {}).items()}
    if snapshots:
        found = merged(snapshots)
        state = TERMINATED if item.get("State") == TERMINATED else found.state
        return Record(**{**vars(found), "state": state, "journal": journal})
    address = str(item.get("PrivateIp") or "")
    return Record(
        instance_id=str(item["InstanceId"]),
        name=str(item.get("InstanceName") or ""),
        state=str(item.get("State") or UNKNOWN),
        nics=(Nic(0, address),) if address else (),
        journal=journal,
    )


def _attributes(record: Record) -> dict[str, Any]:
    snapshots = {way: plain(snapshot) for way, snapshot in record.snapshots.items()}
    newest = max(record.snapshots.values(), key=lambda one: one.captured_at)
    return {
        "InstanceName": record.name,
        "PrivateIp": record.nics[0].address if record.nics else "",
        "State": record.state,
        "Nics": _writable([asdict(nic) for nic in record.nics]),
        "Os": record.os,
        "VpcId": newest.vpc_id,
        "AvailabilityZone": newest.availability_zone,
        "Dns": list(record.dns),
        "CapturedAt": record.captured_at,
        "Drift": list(record.drift),
        "Snapshots": _writable(snapshots),
    }


def _writable(value: Any) -> Any:
    """The value with lists for tuples, which the serializer does not know."""
    if isinstance(value, Mapping):
        return {key: _writable(item) for key, item in value.items()}
    return [_writable(item) for item in value] if isinstance(value, (list, tuple)) else value
