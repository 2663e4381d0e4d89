"""The addresses that a migration has captured so far; the overlay's DHCP pools leave them out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network
from typing import Any, Self

import pulumi

from aws import PATIENCE, AwsError, client
from capture import Record, Table
from components.stack import Stack
from topology import Overlay
from topology.migration import clear_of, leases


@dataclass(frozen=True)
class Captured:
    """`overlay` with pools clear of the captured addresses; `instances` by instance id, as retention takes them.

    `addresses` is published for the other stack, which makes its pools alike and never reads this region's table. It
    is None where this site captures nothing.
    """

    overlay: Overlay
    instances: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    addresses: Sequence[str] | None = None
    pending: tuple[str, ...] = ()
    known: bool = True
    """Whether `instances` are those of now. A failover goes on without the table: it moves no instance."""

    @classmethod
    def of(cls, stack: Stack) -> Self:
        """Without a migration the overlay is as configured."""
        model = stack.model
        migration = model.migration
        if migration is None:
            return cls(model.overlay)
        if migration.site != model.me.name:
            return cls(clear_of(model.overlay, stack.other.captured_addresses))
        try:
            records = _records(migration.table, model.me.region)
        except AwsError as error:
            return cls._as_published(stack, error)
        if not records and json.loads(stack.own.get("capturedAddresses") or "[]"):
            raise pulumi.RunError(_lost(migration.table, model.me.region))
        instances = {record.instance_id: _instance(record) for record in records}
        live = [record for record in records if not record.terminated]
        addresses = sorted({address for record in live for address in record.addresses})
        overlay = clear_of(model.overlay, addresses)
        _log_leases(overlay, live)
        pending = () if records else (f"a capture: python -m operations capture --via api {model.me.name}",)
        return cls(overlay, instances, addresses, pending)

    @classmethod
    def _as_published(cls, stack: Stack, error: AwsError) -> Self:
        """As this stack has published it, in a failover; else the program ends: leases would clash with addresses."""
        if not stack.changes_active_site:
            raise pulumi.RunError(str(error)) from None
        pulumi.log.warn(f"{error} The failover goes on; retention and cut-over are left as they are.")
        addresses = json.loads(stack.own.get("capturedAddresses") or "[]")
        return cls(clear_of(stack.model.overlay, addresses), addresses=addresses, known=False)


def _records(table: str, region: str) -> list[Record]:
    """The records by instance id; none where there is no table yet. Raises AwsError where it cannot be read."""
    try:
        return sorted(_table(table, region).records(), key=lambda record: record.instance_id)
    except AwsError as error:
        if error.code == "ResourceNotFoundException":
            return []
        raise


def _table(table: str, region: str) -> Table:
    return Table(table, region, client("dynamodb", region, config=PATIENCE))


def _lost(table: str, region: str) -> str:
    """Without the records DHCP would lease addresses of VMs, and retention would forget the VMs."""
    return (
        f"The table {table} in {region} is missing or empty, but this stack has used captured addresses from it. "
        "Nothing was changed. Restore the table, or look whether the credentials are of the right account. To end the "
        "migration, remove `migration` from the configuration."
    )


def _instance(record: Record) -> dict[str, Any]:
    nics = [{"address": nic.address, "secondary": list(nic.secondary)} for nic in record.nics]
    return {"name": record.name, "state": record.state, "nics": nics, "drift": list(record.drift)}


def _log_leases(overlay: Overlay, records: list[Record]) -> None:
    """Log which addresses DHCP may lease, and warn where fewer are free than instances will move in."""
    for subnet in overlay.subnets:
        ranges = ", ".join(first if first == last else f"{first}-{last}" for first, last in subnet.dhcp_pools)
        free, prefix = leases(subnet.dhcp_pools), IPv4Network(subnet.cidr)
        moving = sum(any(IPv4Address(nic.address) in prefix for nic in one.nics) for one in records)
        pulumi.log.info(f"DHCP of {subnet.name} leases {ranges or 'nothing'}: {free} addresses, none of them captured.")
        if free < moving:
            pulumi.log.warn(
                f"{subnet.name} can lease {free} addresses, but {moving} instances are captured for it. Move at most "
                f"{free} at a time, and run a retention after each move."
            )
