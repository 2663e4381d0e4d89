"""VMs, their NICs, VMs as recovery points captured them, and where VMs may run. API: ``vmm/v4.x``."""

from prism.vmm.ahv_vm_recovery_point import AhvVmRecoveryPoint, AhvVmRecoveryPoints
from prism.vmm.nic_actions import NicActions
from prism.vmm.vm import Vm, Vms
from prism.vmm.vm_anti_affinity_policy import VmAntiAffinityPolicies, VmAntiAffinityPolicy
from prism.vmm.vm_disk import Disk, DiskBacking
from prism.vmm.vm_guest_tools import GuestTools
from prism.vmm.vm_host_affinity_policy import VmHostAffinityPolicies, VmHostAffinityPolicy
from prism.vmm.vm_nic import Nic, NicBacking, NicIpv4Config, NicIpv4Info, NicNetwork, VmNics

__all__ = [
    "AhvVmRecoveryPoint",
    "AhvVmRecoveryPoints",
    "Disk",
    "DiskBacking",
    "GuestTools",
    "Nic",
    "NicActions",
    "NicBacking",
    "NicIpv4Config",
    "NicIpv4Info",
    "NicNetwork",
    "Vm",
    "VmAntiAffinityPolicies",
    "VmAntiAffinityPolicy",
    "VmHostAffinityPolicies",
    "VmHostAffinityPolicy",
    "VmNics",
    "Vms",
]
