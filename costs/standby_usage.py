"""The workload that the ways to stand by are compared for."""

import math
from dataclasses import dataclass, field
from decimal import Decimal

from costs.charges import HOURS
from topology.compute import GIB, VmSize


@dataclass(frozen=True)
class StandbyUsage:
    """The workload, as tiers: all of it, and the share that is only in the recovery point store."""

    vms: Decimal = field(default=Decimal(200), metadata={"help": "VMs that the site must be able to run"})
    vcpus: Decimal = field(default=Decimal(800), metadata={"help": "virtual CPUs of all of them together"})
    memory_gib: Decimal = field(default=Decimal(4000), metadata={"help": "GiB of memory of all of them together"})
    storage_gb: Decimal = field(default=Decimal(40_000), metadata={"help": "GB on their disks"})
    store_percent: Decimal = field(
        default=Decimal(70), metadata={"help": "percent of them in tiers that are only in the recovery point store"}
    )
    active_hours: Decimal = field(
        default=Decimal(8), metadata={"help": "hours a month at full size: drills, or a disaster"}
    )
    restore_gb_an_hour: Decimal = field(
        default=Decimal(2000),
        metadata={"help": "GB an hour that are restored from the store, until a drill measures it"},
    )

    def __post_init__(self) -> None:
        """Raises ValueError for what cannot be."""
        if self.store_percent > 100:
            raise ValueError(f"store_percent is {self.store_percent}: expected 0 to 100")
        if self.restore_gb_an_hour <= 0:
            raise ValueError(f"restore_gb_an_hour is {self.restore_gb_an_hour}: expected more than 0")
        if self.active_hours > HOURS:
            raise ValueError(f"active_hours is {self.active_hours}: a month has {HOURS}")

    def sizes(self, percent: Decimal) -> VmSize:
        """The size of a share of the VMs."""
        share = percent / 100
        gigabyte = 10**9
        return VmSize(
            math.ceil(self.vcpus * share),
            math.ceil(self.memory_gib * share * GIB),
            math.ceil(self.storage_gb * share * gigabyte),
        )
