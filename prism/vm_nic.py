"""NICs of a VM. API: ``vmm/v4.x/ahv/config/vms/{vmExtId}/nics``."""

from __future__ import annotations

from pydantic import Field

from prism._address import Ipv4Address
from prism._collection import Collection
from prism._model import Entity, Model, Reference


class NicIpv4Config(Model):
    """The address Prism assigned, or is asked to assign."""

    should_assign_ip: bool | None = None
    ip_address: Ipv4Address | None = None


class NicIpv4Info(Model):
    """Addresses seen on the wire."""

    learned_ip_addresses: list[Ipv4Address] | None = None


class NicNetwork(Model):
    """The subnet and the address. The ``$objectType`` is needed, as the field is a union."""

    object_type: str = Field(default="vmm.v4.ahv.config.VirtualEthernetNicNetworkInfo", alias="$objectType")
    nic_type: str | None = None
    subnet: Reference | None = None
    ipv4_config: NicIpv4Config | None = None
    ipv4_info: NicIpv4Info | None = None


class Nic(Entity):
    """``nic_network_info`` since v4.1; ``network_info`` is its deprecated twin, still the only one before."""

    nic_network_info: NicNetwork | None = None
    network_info: NicNetwork | None = None

    @property
    def network(self) -> NicNetwork | None:
        """Where both twins are there, the newer wins, as in Prism."""
        return self.nic_network_info or self.network_info

    @property
    def ip(self) -> str | None:
        """The assigned address, else the first learned one."""
        for network in (self.nic_network_info, self.network_info):
            if network and network.ipv4_config and network.ipv4_config.ip_address:
                return network.ipv4_config.ip_address.value
            if network and network.ipv4_info and network.ipv4_info.learned_ip_addresses:
                return network.ipv4_info.learned_ip_addresses[0].value
        return None


class VmNics(Collection[Nic]):
    """``VmNics(central, vm_id)``: the NICs of one VM. ``Vms.add_nic`` adds one, as that needs the VM's ETag."""

    attribute, namespace, path, kind = "vm_nics", "vmm", "ahv/config/vms/{}/nics", "NIC"
    rel = "vmm:ahv:config:vm:nic"
    etag_on_delete = True
    model = Nic
