"""The inputs of the retention: the captured EC2 instances, and the subnets that their addresses belong to."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field

from capture import NO_NAME, Record
from plain_text import plain
from providers.base import Address, Cidr, Inputs, Part


class CapturedNic(Part):
    """The primary address of a NIC, and its secondary addresses."""

    address: Address
    secondary: list[Address] = Field(default_factory=list)


class Captured(Part):
    """A captured EC2 instance and its NICs in their order. ``drift`` lists contradictions within its record."""

    name: str = ""
    state: str = "unknown"
    nics: list[CapturedNic] = Field(default_factory=list)
    drift: list[str] = Field(default_factory=list)

    @classmethod
    def of(cls, record: Record) -> Self:
        """The instance as the table records it."""
        nics = [CapturedNic(address=nic.address, secondary=list(nic.secondary)) for nic in record.nics]
        return cls(name=record.name, state=record.state, nics=nics, drift=list(record.drift))

    def label(self, instance_id: str) -> str:
        """``name (instance id)``, or the id alone."""
        return f"{plain(self.name)} ({instance_id})" if self.name not in NO_NAME else instance_id

    @property
    def addresses(self) -> list[str]:
        """The primary addresses."""
        return [nic.address for nic in self.nics]


class CapturedWorkload(Inputs):
    """``vms`` are EC2 instances by id, ``subnets`` overlay subnets of the VPC ``vpc_id`` by name with their prefixes.

    ``table`` and ``region`` name the DynamoDB table in which the original
    NICs are recorded.
    """

    table: str
    region: str
    vpc_id: str
    subnets: dict[str, Cidr]
    vms: dict[str, Captured]

    @property
    def rolls_back(self) -> bool:
        """True if the VMs get back the NICs that they had before the retention."""
        return False


class IpRetentionInputs(CapturedWorkload):
    """``mode``: ``plan`` changes nothing, ``retain`` gives each VM its old addresses, ``rollback`` undoes that."""

    mode: Literal["plan", "retain", "rollback"]

    @property
    def rolls_back(self) -> bool:
        return self.mode == "rollback"
