"""The nouns of the namespace vmm: VMs with their parts, images, and VMs as recovery points captured them."""

from simulator.prism.vmm import disks
from simulator.prism.vmm.vm import Vm

__all__ = ["Vm", "disks"]
