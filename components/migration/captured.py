"""What was captured so far, read at once, so that the overlay's DHCP pools can leave it out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network
from typing import Any

import pulumi

from aws import AwsError
from capture import Record, Table
from components.site_outputs import SiteOutputs
from topology import Overlay, SiteModel
from topology.migration import clear_of, leases


@dataclass(frozen=True)
class Captured:
    """`overlay` with pools clear of the captured addresses; `machines` by instance id, as retention takes them.

    `published` is what the other stack needs to make the same pools: it never reads this region's table.
    """

    overlay: Overlay
    machines: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    published: str | None = None
    pending: tuple[str, ...] = ()

    @classmethod
    def of(cls, model: SiteModel, other: SiteOutputs) -> "Captured":
        """Without a migration the overlay is as configured."""
        migration = model.migration
        if migration is None:
            return cls(model.overlay)
        if migration.site != model.me.name:
            return cls(clear_of(model.overlay, json.loads(other.captured_addresses or "[]")))
        records = _records(migration.table, model.me.region)
        machines = {record.instance_id: _machine(record) for record in records}
        live = [record for record in records if not record.terminated]
        addresses = sorted({address for record in live for address in record.addresses})
        overlay = clear_of(model.overlay, addresses)
        _tell(overlay, live)
        waits = () if records else (f"a capture: python -m operations capture --via api {model.me.name}",)
        return cls(overlay, machines, json.dumps(addresses), waits)


def _records(table: str, region: str) -> list[Record]:
    """The records by instance id; none where there is no table yet. Ends the program where it cannot be read."""
    try:
        return sorted(Table(table, region).records(), key=lambda record: record.instance_id)
    except AwsError as error:
        if error.code == "ResourceNotFoundException":
            return []
        raise pulumi.RunError(str(error)) from None


def _machine(record: Record) -> dict[str, Any]:
    nics = [{"address": nic.address, "secondary": list(nic.secondary)} for nic in record.nics]
    return {"name": record.name, "state": record.state, "nics": nics, "drift": list(record.drift)}


def _tell(overlay: Overlay, records: list[Record]) -> None:
    """Says which addresses may be leased, and where those to move need more."""
    for subnet in overlay.subnets:
        ranges = ", ".join(first if first == last else f"{first}-{last}" for first, last in subnet.dhcp_pools)
        free, prefix = leases(subnet.dhcp_pools), IPv4Network(subnet.cidr)
        moving = sum(any(IPv4Address(nic.address) in prefix for nic in one.nics) for one in records)
        pulumi.log.info(f"DHCP of {subnet.name} leases {ranges or 'nothing'}: {free} addresses, none of them captured.")
        if free < moving:
            pulumi.log.warn(
                f"{subnet.name} can lease {free} addresses and {moving} machines are captured for it: move them in "
                "waves of at most that many, with a retention after each."
            )
