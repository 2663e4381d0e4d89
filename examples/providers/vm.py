import pulumi

from providers.vm import Vm

vm = Vm("vm", name="app-1")

pulumi.export("vm_id", vm.vm_id)
pulumi.export("ip_address", vm.nics[0]["ip_address"])
