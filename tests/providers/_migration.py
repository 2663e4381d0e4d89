"""Captured instances on moto, their VMs in Tokyo as Nutanix Move leaves them, and their retention."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest

from capture import Nic as CapturedNic
from capture import Snapshot, Table, merged
from prism import PrismCentral
from prism.networking import Subnet, Subnets
from prism.vmm import Nic, Vm, Vms
from providers.base import ip_config
from providers.ip_retention import IpRetentionProvider
from tests.providers._engine import Engine
from tests.providers._noun import new_vm, new_vpc
from tests.providers.conftest import Cloud

REGION = "ap-northeast-1"
TABLE = "ec2-to-nc2-ip-preservation"
SUBNET, CIDR = "workload-172-30-1", "172.30.1.0/24"
POOL = [["172.30.1.200", "172.30.1.250"]]


def new_table(name: str) -> Table:
    """A table on moto, made unless it is there: all servers of a process share what they hold."""
    client = boto3.client("dynamodb", region_name=REGION)
    if name in client.list_tables()["TableNames"]:
        return Table(name, REGION, client)
    client.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "InstanceId", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "InstanceId", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return Table(name, REGION, client)


@dataclass
class Migration:
    """Instances that migrate together. ``instances``: instance id -> the record of its capture."""

    cloud: Cloud
    table: Table
    vpc: str
    subnet: str
    instances: dict[str, dict[str, Any]] = field(default_factory=dict)
    engine: Engine = field(default_factory=lambda: Engine(IpRetentionProvider, owner="nc2-dr/tokyo/retention"))

    @property
    def client(self) -> PrismCentral:
        return self.cloud.client("tokyo")

    def captured(self, instance_id: str, name: str, *addresses: str, state: str = "stopped", **more: Any) -> None:
        """Puts a record into the table and the batch."""
        nics = tuple(CapturedNic(number, address) for number, address in enumerate(addresses))
        at = "2026-01-01T00:00:00Z"
        self.table.save(merged({"api": Snapshot("api", instance_id, name, state, at, nics)}))
        told = [{"address": address} for address in addresses]
        self.instances[instance_id] = {"name": name, "state": state, "nics": told, **more}

    def moved(self, name: str, nics: int = 1, *, on: bool = True) -> str:
        """A VM as Move leaves it, with leased addresses; its id."""
        return new_vm(self.client, name, *[Nic.leased(self.subnet)] * nics, on=on)

    def inputs(self, mode: str = "retain", **more: Any) -> dict[str, Any]:
        where = {"table": self.table.name, "region": REGION, "vpc_id": self.vpc, "subnets": {SUBNET: CIDR}}
        return {"mode": mode, **where, "vms": self.instances, **more}

    def up(self, mode: str = "retain", **more: Any) -> str:
        return self.engine.up(self.inputs(mode, **more))

    @property
    def failed(self) -> Mapping[str, str]:
        """The reasons of what could not be changed, as the state holds them."""
        failed: Mapping[str, str] = self.engine.state["failed"]
        return failed

    def vm(self, vm_id: str) -> Vm:
        return Vms(self.client).get(vm_id)

    def addresses(self, vm_id: str) -> list[str | None]:
        return [nic.ip for nic in self.vm(vm_id).nics or []]

    def journal(self, instance_id: str) -> Mapping[str, Any]:
        return next(record.journal for record in self.table.records() if record.instance_id == instance_id)


def new_migration(cloud: Cloud, table: str) -> Migration:
    """Tokyo with one overlay subnet and nothing captured yet."""
    client = cloud.client("tokyo")
    vpc = new_vpc(client, "overlay")
    return Migration(cloud, new_table(table), vpc, overlay_subnet(client, vpc))


def overlay_subnet(client: PrismCentral, vpc: str, name: str = SUBNET, cidr: str = CIDR) -> str:
    config = ip_config(cidr, cidr.replace(".0/24", ".1"), POOL if cidr == CIDR else [])
    return Subnets(client).create(Subnet(name=name, subnet_type="OVERLAY", vpc_reference=vpc, ip_config=config))


class Killed(BaseException):
    """The run was killed here. No handler of errors sees it, as none sees a signal."""


@dataclass
class Writes:
    """Every write to Prism Central and to the table, in order; ``kill_after`` ends the run after so many."""

    seen: list[str] = field(default_factory=list)
    kill_after: int | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str) -> None:
        with self.lock:
            self.seen.append(what)
            if self.kill_after is not None and len(self.seen) > self.kill_after:
                raise Killed(what)


@contextmanager
def watched(kill_after: int | None = None) -> Iterator[Writes]:
    """Counts the writes of this process; with ``kill_after`` the next one after so many is the run's end."""
    writes = Writes(kill_after=kill_after)
    call, write = PrismCentral.call, Table.write

    def prism(self: PrismCentral, subject: Any, method: str, *args: Any, **kwargs: Any) -> Any:
        if method != "GET":
            writes.note(f"{method} {subject}")
        return call(self, subject, method, *args, **kwargs)

    def table(self: Table, instance_id: str, values: Mapping[str, Any], remove: Any = ()) -> None:
        writes.note(f"table {instance_id} {' '.join(values)}")
        write(self, instance_id, values, remove)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PrismCentral, "call", prism)
        patch.setattr(Table, "write", table)
        yield writes


def batch(migration: Migration) -> dict[str, list[str]]:
    """Three VMs: two in a circle and one with two NICs. Returns the wanted addresses of each."""
    migration.captured("i-1", "web-1", "172.30.1.34")
    migration.captured("i-2", "web-2", "172.30.1.35")
    migration.captured("i-3", "db-1", "172.30.1.40", "172.30.1.41")
    first = new_vm(migration.client, "web-1", Nic.static(migration.subnet, "172.30.1.35"))
    second = new_vm(migration.client, "web-2", Nic.static(migration.subnet, "172.30.1.34"))
    third = migration.moved("db-1", nics=2)
    return {first: ["172.30.1.34"], second: ["172.30.1.35"], third: ["172.30.1.40", "172.30.1.41"]}


def macs(migration: Migration, vm: str) -> list[tuple[str | None, str]]:
    return sorted((nic.ip, nic.mac_address) for nic in migration.vm(vm).nics or [])


def fewest_nics(migration: Migration) -> dict[str, int]:
    """The fewest NICs that each VM had after any call, by VM id."""
    seen: dict[str, int] = {}
    honest, store = PrismCentral.call, migration.cloud.world.site("tokyo").store

    def call(self: PrismCentral, *args: object, **kwargs: object) -> object:
        reply = honest(self, *args, **kwargs)  # type: ignore[arg-type]
        for vm in store.all("vm"):
            seen[vm.ext_id] = min(seen.get(vm.ext_id, 99), len(store.all("vm_nic", vm.ext_id)))
        return reply

    migration.cloud.monkeypatch.setattr(PrismCentral, "call", call)
    return seen
