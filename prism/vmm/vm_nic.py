"""NICs of a VM. API: ``vmm/v4.x/ahv/config/vms/{vmExtId}/nics``."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from prism.address import Ipv4Address
from prism.collection import Collection
from prism.model import Entity, Model, Reference


class NicBacking(Model):
    """The emulated card. The field is a union, so it needs the ``$objectType``.

    assumed: v4.0, which has no union here, has the same fields.
    """

    object_type: str = Field(default="vmm.v4.ahv.config.VirtualEthernetNic", alias="$objectType")
    mac_address: str | None = None
    is_connected: bool | None = None


class NicIpv4Config(Model):
    """The address that Prism assigned or shall assign."""

    should_assign_ip: bool | None = None
    ip_address: Ipv4Address | None = None
    secondary_ip_address_list: list[Ipv4Address] | None = None


class NicIpv4Info(Model):
    """Addresses seen on the wire."""

    learned_ip_addresses: list[Ipv4Address] | None = None


class NicNetwork(Model):
    """The subnet and the address. The field is a union, so it needs the ``$objectType``."""

    object_type: str = Field(default="vmm.v4.ahv.config.VirtualEthernetNicNetworkInfo", alias="$objectType")
    nic_type: str | None = None
    subnet: Reference | None = None
    ipv4_config: NicIpv4Config | None = None
    ipv4_info: NicIpv4Info | None = None


class Nic(Entity):
    """``nic_network_info`` exists since v4.1; v4.0 has only ``network_info``, which is now deprecated.

    ``nic_backing_info`` and ``backing_info`` are alike.
    """

    nic_network_info: NicNetwork | None = None
    network_info: NicNetwork | None = None
    nic_backing_info: NicBacking | None = None
    backing_info: NicBacking | None = None

    @classmethod
    def static(cls, subnet_id: str, ip_address: str, secondary: Sequence[str] = (), mac: str = "") -> Nic:
        """A new NIC with its subnet and address, and optionally secondary addresses and a MAC address."""
        config = NicIpv4Config(should_assign_ip=True, ip_address=Ipv4Address(value=ip_address))
        if secondary:
            config.secondary_ip_address_list = [Ipv4Address(value=one) for one in secondary]
        network = NicNetwork(nic_type="NORMAL_NIC", subnet=Reference(ext_id=subnet_id), ipv4_config=config)
        return cls(nic_network_info=network, nic_backing_info=NicBacking(mac_address=mac) if mac else None)

    @classmethod
    def leased(cls, subnet_id: str) -> Nic:
        """A new NIC in the subnet, with an address from the subnet's pools."""
        config = NicIpv4Config(should_assign_ip=True)
        return cls(
            nic_network_info=NicNetwork(nic_type="NORMAL_NIC", subnet=Reference(ext_id=subnet_id), ipv4_config=config)
        )

    def older(self) -> Nic:
        """This NIC in the deprecated form, the only one that v4.0 knows. The fields are alike."""
        network, backing = self.nic_network_info, self.nic_backing_info
        moved: dict[str, Model | None] = {"nic_network_info": None, "nic_backing_info": None}
        if network is not None:
            moved["network_info"] = network.model_copy(update={"object_type": "vmm.v4.ahv.config.NicNetworkInfo"})
        if backing is not None:
            moved["backing_info"] = backing.model_copy(update={"object_type": "vmm.v4.ahv.config.EmulatedNic"})
        return self.model_copy(update=moved)

    @property
    def label(self) -> str:
        """A NIC has no name; its address stands for it."""
        return self.ip or self.id

    @property
    def subnet_id(self) -> str:
        """The id of its subnet; empty if Prism does not tell it."""
        return next((n.subnet.ext_id for n in (self.nic_network_info, self.network_info) if n and n.subnet), "")

    @property
    def mac_address(self) -> str:
        """The MAC address; empty if Prism does not tell it."""
        backings = (self.nic_backing_info, self.backing_info)
        return next((backing.mac_address for backing in backings if backing and backing.mac_address), "")

    @property
    def network(self) -> NicNetwork | None:
        """The network; the newer form if both are there, as in Prism."""
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
    """``VmNics(central, vm_id)``: the NICs of one VM.

    Use ``Vms.add_nic`` and ``Vms.remove_nic`` to change them: both need the VM's ETag.
    """

    namespace, path, kind = "vmm", "ahv/config/vms/{}/nics", "NIC"
    rel = "vmm:ahv:config:vm:nic"
    etag_on_delete = True
    model = Nic

    def create(self, entity: Nic, *, etag: str | None = None, request_id: str | None = None) -> str:
        """Adds the NIC in the form that this Prism Central knows."""
        written = entity if self._central.speaks(self.namespace, 1) else entity.older()
        return super().create(written, etag=etag, request_id=request_id)
