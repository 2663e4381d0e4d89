"""Serial port of a VM. /api/vmm/v4.N/ahv/config/vms/{vmExtId}/serial-ports."""

from __future__ import annotations

from simulator.prism.model import Json, Record, Refusal, Site, fields
from simulator.prism.vmm.vm_part import PartOfVm

_MOST = 4


class VmSerialPort(PartOfVm):
    """Each has an index of its own. assumed: a VM has at most 4."""

    kind = "vm_serial_port"
    path = "ahv/config/vms/{vm}/serial-ports"
    object_type = "vmm.v4.ahv.config.SerialPort"
    rel = "vmm:ahv:config:vm:serialport"
    attribute = "serialPorts"
    fields = fields("isConnected index")

    def part(self, site: Site, vm: Record, body: Json, old: Json | None = None) -> Json:
        ports = [port for port in vm.data.get("serialPorts", []) if old is None or port["extId"] != old["extId"]]
        used = {port["index"] for port in ports}
        free = next((number for number in range(_MOST) if number not in used), _MOST)
        index: int = body["index"] if "index" in body else old["index"] if old else free
        if index in used or not 0 <= index < _MOST:
            raise Refusal(409, "VM_SERIAL_PORT_CONFLICT", f"VM {vm.name} has no free serial port {index}.")
        return {"$objectType": self.object_type, "isConnected": body.get("isConnected", True), "index": index}
