"""Pulumi dynamic providers over Prism Central, the NC2 console and AWS: one noun per module or package.

The module path and the class name of a provider stand in every state. A renamed provider needs a re-export under its
old name.

Resources that the two stacks do not use
----------------------------------------

The stacks of this project do not declare the following. They are for an operator's own Pulumi program, which may
declare them beside the stacks, in the same Prism Central:

- ``Vm`` looks up a VM by its name. The other resources take the VM's id and its NICs from it.
- ``VmNic`` gives a VM a NIC with a static address, for a VM that must keep an address which no migration brought along.
- ``CategoryMembers`` protects existing VMs: it gives the category of a protection policy to the VMs of a list of names.
- ``RoutingPolicy`` permits, denies or reroutes traffic of the overlay VPC. A recovery plan recovers VMs and no routing
  policies, so declare the same policies at both sites.

``RecoveryPlan`` has one input that the stacks leave out: ``settings``, for a VM that comes up at the recovery site with
another address or another floating IP, or powered off. The stacks hold the same prefixes at both sites and need none.
"""
