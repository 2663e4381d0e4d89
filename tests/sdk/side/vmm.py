"""ntnx_vmm_py_client against the simulator; the network under the VM is made by the networking SDK."""

from __future__ import annotations

from typing import Any

import ntnx_clustermgmt_py_client
import ntnx_networking_py_client
import ntnx_prism_py_client
import ntnx_vmm_py_client as sdk

from tests.sdk.side._world import World, kind, refusal
from tests.sdk.side.networking import _subnet

_VM, _NIC = "vmm:ahv:config:vm", "vmm:ahv:config:vm:nic"


def _vms(world: World) -> Any:
    return sdk.VmApi(world.tokyo.client(sdk))


def _nic(world: World, ip: str | None = None) -> Any:
    config = sdk.Ipv4Config(should_assign_ip=True, ip_address=sdk.IPv4Address(value=ip)) if ip else None
    network = sdk.VirtualEthernetNicNetworkInfo(
        subnet=sdk.SubnetReference(ext_id=world.kept["subnet"]), ipv4_config=config
    )
    return sdk.AhvConfigNic(nic_backing_info=sdk.VirtualEthernetNic(), nic_network_info=network)


def _etag(world: World) -> str:
    return str(sdk.ApiClient.get_etag(_vms(world).get_vm_by_id(world.kept["vm"]).data))


def vm_is_made_with_a_static_address_and_a_category(world: World) -> None:
    net = ntnx_networking_py_client
    client = world.tokyo.client(net)
    vpc = world.tokyo.made(net.VpcsApi(client).create_vpc(net.Vpc(name="workload")), "networking:config:vpc")
    subnet = net.SubnetsApi(client).create_subnet(_subnet("app", "172.30.1", vpc))
    world.kept["subnet"] = world.tokyo.made(subnet, "networking:config:subnet")
    manage = ntnx_clustermgmt_py_client
    clusters = manage.ClustersApi(world.tokyo.client(manage)).list_clusters(_filter="name eq 'nc2-tokyo'").data
    prism = ntnx_prism_py_client
    categories = prism.CategoriesApi(world.tokyo.client(prism))
    world.kept["category"] = categories.create_category(prism.Category(key="protect", value="gold")).data.ext_id
    body = sdk.AhvConfigVm(
        name="app-1",
        cluster=sdk.AhvConfigClusterReference(ext_id=clusters[0].ext_id),
        memory_size_bytes=2**31,
        num_sockets=1,
        categories=[sdk.AhvConfigCategoryReference(ext_id=world.kept["category"])],
        nics=[_nic(world, "172.30.1.50")],
    )
    world.kept["vm"] = world.tokyo.made(_vms(world).create_vm(body), _VM)


def nic_is_read_in_its_old_and_its_new_form(world: World) -> None:
    nic = _vms(world).get_vm_by_id(world.kept["vm"]).data.nics[0]
    forms = [kind(x) for x in (nic.backing_info, nic.network_info, nic.nic_backing_info, nic.nic_network_info)]
    assert forms == ["EmulatedNic", "NicNetworkInfo", "VirtualEthernetNic", "VirtualEthernetNicNetworkInfo"]
    assert nic.nic_network_info.ipv4_config.ip_address.value == "172.30.1.50"


def vm_is_powered_on_and_its_address_learned(world: World) -> None:
    world.tokyo.done(_vms(world).power_on_vm(world.kept["vm"], if_match=_etag(world)))
    vm = _vms(world).get_vm_by_id(world.kept["vm"]).data
    assert vm.power_state == "ON"
    assert vm.nics[0].network_info.ipv4_info.learned_ip_addresses[0].value == "172.30.1.50"


def vm_is_updated_with_the_etag_it_was_read_with(world: World) -> None:
    vm = _vms(world).get_vm_by_id(world.kept["vm"]).data
    vm.description = "changed"
    world.tokyo.done(_vms(world).update_vm_by_id(vm.ext_id, vm))
    assert _vms(world).get_vm_by_id(vm.ext_id).data.description == "changed"


def vms_are_listed_and_filtered_by_name(world: World) -> None:
    (vm,) = _vms(world).list_vms(_filter="name eq 'app-1'", _select="name,extId,powerState").data
    assert vm.name == "app-1"


def nic_is_added_read_updated_and_deleted(world: World) -> None:
    made = _vms(world).create_nic(world.kept["vm"], _nic(world), if_match=_etag(world))
    nic_id = world.tokyo.made(made, _NIC)
    assert len(_vms(world).list_nics_by_vm_id(world.kept["vm"]).data) == 2
    nic = _vms(world).get_nic_by_id(world.kept["vm"], nic_id).data
    assert (kind(nic), nic.nic_network_info.ipv4_config.ip_address.value) == ("Nic", "172.30.1.10")
    nic.nic_network_info.ipv4_config.ip_address.value = "172.30.1.11"
    world.tokyo.done(_vms(world).update_nic_by_id(world.kept["vm"], nic_id, nic))
    nic = _vms(world).get_nic_by_id(world.kept["vm"], nic_id).data
    assert nic.nic_network_info.ipv4_config.ip_address.value == "172.30.1.11"
    etag = sdk.ApiClient.get_etag(nic)
    world.tokyo.done(_vms(world).delete_nic_by_id(world.kept["vm"], nic_id, if_match=etag))


def categories_are_taken_away_and_put_back(world: World) -> None:
    tag = [sdk.AhvConfigCategoryReference(ext_id=world.kept["category"])]
    body = sdk.AhvConfigDisassociateVmCategoriesParams(categories=tag)
    world.tokyo.done(_vms(world).disassociate_categories(world.kept["vm"], body, if_match=_etag(world)))
    assert not _vms(world).get_vm_by_id(world.kept["vm"]).data.categories
    body = sdk.AhvConfigAssociateVmCategoriesParams(categories=tag)
    world.tokyo.done(_vms(world).associate_categories(world.kept["vm"], body, if_match=_etag(world)))
    assert len(_vms(world).get_vm_by_id(world.kept["vm"]).data.categories) == 1


def vm_is_made_of_an_image_and_cloned(world: World) -> None:
    images, tokyo = sdk.ImagesApi(world.tokyo.client(sdk)), world.tokyo
    source = sdk.UrlSource(url="https://example.com/os.qcow2", should_allow_insecure_url=False)
    made = images.create_image(sdk.Image(name="os", type="DISK_IMAGE", source=source))
    image = tokyo.made(made, "vmm:content:image")
    (listed,) = images.list_images(_filter="name eq 'os'").data
    assert (kind(listed), kind(listed.source), listed.ext_id) == ("Image", "UrlSource", image)
    reference = sdk.DataSource(reference=sdk.ImageReference(image_ext_id=image))
    disk = sdk.AhvConfigDisk(backing_info=sdk.AhvConfigVmDisk(data_source=reference))
    first = _vms(world).get_vm_by_id(world.kept["vm"]).data
    vm = tokyo.made(_vms(world).create_vm(sdk.AhvConfigVm(name="of-image", cluster=first.cluster, disks=[disk])), _VM)
    (seen,) = _vms(world).get_vm_by_id(vm).data.disks
    assert (kind(seen), kind(seen.backing_info)) == ("Disk", "VmDisk")
    assert kind(seen.backing_info.data_source.reference) == "ImageReference"
    etag = sdk.ApiClient.get_etag(_vms(world).get_vm_by_id(vm).data)
    reply = _vms(world).clone_vm(vm, sdk.CloneOverrideParams(name="clone"), if_match=etag)
    source, made = [entity.ext_id for entity in tokyo.done(reply).entities_affected]
    assert source == vm
    clone = _vms(world).get_vm_by_id(made).data
    assert (clone.name, len(clone.disks)) == ("clone", 1)
    for ext_id in (vm, clone.ext_id):
        etag = sdk.ApiClient.get_etag(_vms(world).get_vm_by_id(ext_id).data)
        tokyo.done(_vms(world).delete_vm_by_id(ext_id, if_match=etag))
    tokyo.done(images.delete_image_by_id(image))


def disk_is_added_read_grown_and_deleted(world: World) -> None:
    api, vm = _vms(world), world.kept["vm"]
    body = sdk.AhvConfigDisk(
        disk_address=sdk.AhvConfigDiskAddress(bus_type="SCSI", index=3),
        backing_info=sdk.AhvConfigVmDisk(disk_size_bytes=2**30),
    )
    disk_id = world.tokyo.made(api.create_disk(vm, body, if_match=_etag(world)), "vmm:ahv:config:vm:disk")
    disk = api.get_disk_by_id(vm, disk_id).data
    assert (kind(disk), disk.disk_address.index) == ("Disk", 3)
    disk.backing_info.disk_size_bytes = 2**31
    world.tokyo.done(api.update_disk_by_id(vm, disk_id, disk))
    assert [d.backing_info.disk_size_bytes for d in api.list_disks_by_vm_id(vm).data] == [2**31]
    world.tokyo.done(api.delete_disk_by_id(vm, disk_id, if_match=_etag(world)))


def cd_rom_and_serial_port_come_and_go(world: World) -> None:
    api, vm = _vms(world), world.kept["vm"]
    drive = world.tokyo.made(
        api.create_cd_rom(vm, sdk.AhvConfigCdRom(), if_match=_etag(world)), "vmm:ahv:config:vm:cdrom"
    )
    assert [kind(d) for d in api.list_cd_roms_by_vm_id(vm).data] == ["CdRom"]
    behind = sdk.AhvConfigVmDisk(disk_size_bytes=2**20)
    insert = sdk.CdRomInsertParams(backing_info=behind)
    world.tokyo.done(api.insert_cd_rom_by_id(vm, drive, insert, if_match=_etag(world)))
    world.tokyo.done(api.eject_cd_rom_by_id(vm, drive, if_match=_etag(world)))
    world.tokyo.done(api.delete_cd_rom_by_id(vm, drive, if_match=_etag(world)))
    port = world.tokyo.made(
        api.create_serial_port(vm, sdk.SerialPort(is_connected=True), if_match=_etag(world)),
        "vmm:ahv:config:vm:serialport",
    )
    assert kind(api.get_serial_port_by_id(vm, port).data) == "SerialPort"
    world.tokyo.done(api.delete_serial_port_by_id(vm, port, if_match=_etag(world)))


def guest_tools_are_read_and_installed(world: World) -> None:
    api, vm = _vms(world), world.kept["vm"]
    assert kind(api.get_guest_tools_by_id(vm).data) == "GuestTools"
    config = sdk.GuestToolsInstallConfig(capabilities=["VSS_SNAPSHOT"])
    world.tokyo.done(api.install_vm_guest_tools(vm, config, if_match=_etag(world)))
    assert api.get_guest_tools_by_id(vm).data.is_installed is True


def nic_is_migrated(world: World) -> None:
    api, vm = _vms(world), world.kept["vm"]
    nic = api.get_vm_by_id(vm).data.nics[0].ext_id
    body = sdk.MigrateNicConfig(subnet=sdk.SubnetReference(ext_id=world.kept["subnet"]), migrate_type="ASSIGN_IP")
    world.tokyo.done(api.migrate_nic_by_id(vm, nic, body, if_match=_etag(world)))
    assert api.get_nic_by_id(vm, nic).data.nic_network_info.ipv4_config.ip_address.value == "172.30.1.10"


def vms_are_filtered_by_enum_and_lambda_and_sorted(world: World) -> None:
    tag = world.kept["category"]
    found = _vms(world).list_vms(
        _filter=f"powerState eq Vmm.Ahv.Config.PowerState'ON' and categories/any(c:c/extId eq '{tag}')",
        _orderby="name desc,createTime",
    )
    assert [vm.name for vm in found.data] == ["app-1"]


def wrong_etag_is_refused_with_the_vm_services_own_words(world: World) -> None:
    refused = refusal(_vms(world).power_on_vm, world.kept["vm"], if_match="wrong")
    assert refused.status == 412
    assert "VM_ETAG_MISMATCH" in str(refused.body)
    assert "If-Match header value passed" in str(refused.body)


def powering_on_a_running_vm_is_a_failed_task_with_a_message(world: World) -> None:
    reply = _vms(world).power_on_vm(world.kept["vm"], if_match=_etag(world))
    assert world.tokyo.failure(reply) == "VM_INVALID_POWER_STATE"


def vm_is_powered_off_and_deleted(world: World) -> None:
    world.tokyo.done(_vms(world).power_off_vm(world.kept["vm"], if_match=_etag(world)))
    world.tokyo.done(_vms(world).delete_vm_by_id(world.kept["vm"], if_match=_etag(world)))
    assert _vms(world).list_vms().data is None
