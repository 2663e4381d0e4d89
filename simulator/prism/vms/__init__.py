"""What happens to VMs, whoever asks for it: a client, a recovery, or the stand-in for Nutanix Move."""

from simulator.prism.vms import history, learned_addresses, lifecycle, nodes, power

__all__ = ["history", "learned_addresses", "lifecycle", "nodes", "power"]
