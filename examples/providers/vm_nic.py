import pulumi

from providers.vm_nic import VmNic

config = pulumi.Config("example")
nic = VmNic("nic", vm_id=config.require("vm"), subnet_id=config.require("subnet"), ip_address="172.30.1.50")

pulumi.export("mac_address", nic.mac_address)
