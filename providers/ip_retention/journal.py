"""The record of each VM, kept in the table of the captured instances and written before anything else is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aws import AwsError
from capture import Table, now
from errors import OperatorError
from prism.vmm import Nic, Vm
from providers.ip_retention.inputs import CapturedWorkload
from providers.ip_retention.policy import Journal


class JournalError(OperatorError):
    """The table in which the original NICs are recorded cannot be read or written."""


class Journals:
    """The journals in the table that the inputs name. Several threads may use them."""

    def __init__(self, inputs: CapturedWorkload) -> None:
        self._table = Table(inputs.table, inputs.region)

    def all(self) -> dict[str, Journal]:
        """All journals by instance id. Raises JournalError."""
        try:
            return {record.instance_id: _journal(record.journal) for record in self._table.records()}
        except AwsError as error:
            raise JournalError(str(error)) from None

    def begin(self, instance_id: str, vm: Vm) -> None:
        """Records the present NICs of the VM."""
        originals = [_original(nic) for nic in vm.nics or []]
        self._write(instance_id, {"OriginalNics": originals, "VmId": vm.id}, ("Parked", "RolledBackAt"))

    def park(self, instance_id: str) -> None:
        """Records that the VM will get a temporary NIC, which is neither an original nor a wanted one."""
        self._write(instance_id, {"Parked": True})

    def retained(self, instance_id: str, addresses: Sequence[str]) -> None:
        """Records that the VM has its addresses."""
        self._write(instance_id, {"RetainedAs": list(addresses), "RetainedAt": now()}, ("Parked", "RolledBackAt"))

    def rolled_back(self, instance_id: str) -> None:
        """Records that the VM has its original NICs again, and removes the rest of the journal."""
        gone = ("OriginalNics", "VmId", "Parked", "RetainedAs", "RetainedAt")
        self._write(instance_id, {"RolledBackAt": now()}, gone)

    def _write(self, instance_id: str, values: Mapping[str, Any], remove: Sequence[str] = ()) -> None:
        try:
            self._table.write(instance_id, values, remove)
        except AwsError as error:
            raise JournalError(str(error)) from None


def _original(nic: Nic) -> dict[str, str]:
    return {"id": nic.id, "subnet_id": nic.subnet_id, "address": nic.ip or "", "mac": nic.mac_address}


def _journal(attributes: Mapping[str, Any]) -> Journal:
    return Journal(
        originals=tuple(attributes.get("OriginalNics") or ()),
        vm_id=str(attributes.get("VmId") or ""),
        parked=bool(attributes.get("Parked")),
        retained_as=tuple(str(one) for one in attributes.get("RetainedAs") or ()),
    )
