"""What a VM is made of besides its NICs, and what else it can be asked to do."""

from __future__ import annotations

import pytest

from tests.simulator.estate import Estate
from tests.simulator.harness import CLUSTERS, SUBNETS, VMS, VPCS, Json, Prism, TaskFailed, ip_object, subnet

IMAGES = "/api/vmm/v4.0/content/images"
CONTAINERS = "/api/clustermgmt/v4.0/config/storage-containers"
_IMAGE: Json = {"name": "os", "type": "DISK_IMAGE", "source": {"url": "https://example.com/os.qcow2"}}


@pytest.fixture
def app(tokyo: Prism) -> str:
    vpc = tokyo.create(VPCS, {"name": "workload"})
    return tokyo.create(SUBNETS, subnet("app", vpc, "172.30.1.0/24", "172.30.1.1", ("172.30.1.200", "172.30.1.210")))


def from_image(image: str) -> Json:
    return {"backingInfo": {"dataSource": {"reference": {"imageExtId": image}}}}


def of_size(size: int) -> Json:
    return {"backingInfo": {"diskSizeBytes": size}}


def test_vm_is_made_with_a_disk_of_an_image_and_a_cd_rom(tokyo: Prism, app: str) -> None:
    image = tokyo.create(IMAGES, _IMAGE)
    assert tokyo.named(IMAGES, "os")["source"]["$objectType"] == "vmm.v4.content.UrlSource"
    vm = tokyo.add_vm("one", app, disks=[from_image(image), of_size(5)], cdRoms=[from_image(image)])
    seen = tokyo.get(f"{VMS}/{vm}")
    assert [(d["diskAddress"]["busType"], d["diskAddress"]["index"]) for d in seen["disks"]] == [
        ("SCSI", 0),
        ("SCSI", 1),
    ]
    assert [d["backingInfo"]["diskSizeBytes"] for d in seen["disks"]] == [
        tokyo.get(f"{IMAGES}/{image}")["sizeBytes"],
        5,
    ]
    reference = seen["disks"][0]["backingInfo"]["dataSource"]["reference"]
    assert reference == {"$objectType": "vmm.v4.ahv.config.ImageReference", "imageExtId": image}
    assert seen["disks"][0]["backingInfo"]["storageContainer"]["extId"] == tokyo.list(CONTAINERS)[0]["extId"]
    assert seen["cdRoms"][0]["diskAddress"]["busType"] == "IDE"


def test_vm_is_not_made_of_an_image_that_is_not_there(tokyo: Prism, app: str) -> None:
    with pytest.raises(TaskFailed, match=r"image .* does not exist"):
        tokyo.add_vm("one", app, disks=[from_image(app)])
    assert tokyo.list(VMS) == []


def test_disk_is_added_grown_and_taken_away_and_the_etag_is_the_vms(tokyo: Prism, app: str) -> None:
    vm = tokyo.add_vm("one", app)
    path = f"{VMS}/{vm}"
    assert tokyo.request("POST", f"{path}/disks", of_size(5)).status_code == 428
    before = tokyo.etag(path)
    disk = tokyo.create(f"{path}/disks", of_size(5), etag=before)
    assert tokyo.etag(path) == tokyo.etag(f"{path}/disks/{disk}") != before
    tokyo.update(f"{path}/disks/{disk}", **of_size(7))
    assert [d["backingInfo"]["diskSizeBytes"] for d in tokyo.list(f"{path}/disks")] == [7]
    with pytest.raises(TaskFailed, match="cannot shrink"):
        tokyo.update(f"{path}/disks/{disk}", **of_size(6))
    tokyo.do("DELETE", f"{path}/disks/{disk}", etag=tokyo.etag(path))
    assert tokyo.list(f"{path}/disks") == []


def test_disk_address_that_is_taken_is_refused(tokyo: Prism, app: str) -> None:
    place = {"diskAddress": {"busType": "SATA", "index": 2}, **of_size(1)}
    with pytest.raises(TaskFailed) as failed:
        tokyo.add_vm("one", app, disks=[place, place])
    assert failed.value.error["errorGroup"] == "VM_DISK_ADDRESS_CONFLICT"


def test_image_goes_into_the_drive_and_out_again(tokyo: Prism, app: str) -> None:
    image = tokyo.create(IMAGES, _IMAGE | {"type": "ISO_IMAGE"})
    path = f"{VMS}/{tokyo.add_vm('one', app)}"
    drive = f"{path}/cd-roms/{tokyo.create(f'{path}/cd-roms', {}, etag=tokyo.etag(path))}"
    tokyo.do("POST", f"{drive}/$actions/insert", from_image(image), etag=tokyo.etag(path))
    assert tokyo.get(drive)["isoType"] == "OTHER"
    with pytest.raises(TaskFailed, match="eject it first"):
        tokyo.do("POST", f"{drive}/$actions/insert", from_image(image), etag=tokyo.etag(path))
    tokyo.do("POST", f"{drive}/$actions/eject", etag=tokyo.etag(path))
    assert "backingInfo" not in tokyo.get(drive)


def test_serial_port_comes_changes_and_goes(tokyo: Prism, app: str) -> None:
    path = f"{VMS}/{tokyo.add_vm('one', app)}"
    port = f"{path}/serial-ports/{tokyo.create(f'{path}/serial-ports', {'isConnected': True}, etag=tokyo.etag(path))}"
    tokyo.update(port, isConnected=False)
    assert tokyo.get(port)["isConnected"] is False
    tokyo.do("DELETE", port, etag=tokyo.etag(path))
    assert tokyo.list(f"{path}/serial-ports") == []


def test_clone_has_disks_and_networks_of_its_own(tokyo: Prism, app: str) -> None:
    vm = tokyo.add_vm("one", app, "172.30.1.50", on=True, disks=[of_size(5)])
    done = tokyo.vm_action(vm, "clone", {"name": "two", "memorySizeBytes": 2**31})
    one, two = (tokyo.get(f"{VMS}/{ext_id}") for ext_id in (vm, done["entitiesAffected"][1]["extId"]))
    assert (two["name"], two["memorySizeBytes"], two["powerState"]) == ("two", 2**31, "OFF")
    assert one["disks"][0]["extId"] != two["disks"][0]["extId"]
    assert one["nics"][0]["nicBackingInfo"]["macAddress"] != two["nics"][0]["nicBackingInfo"]["macAddress"]
    assert two["nics"][0]["nicNetworkInfo"]["ipv4Config"]["ipAddress"]["value"] == "172.30.1.200"
    assert one["biosUuid"] != two["biosUuid"]


def test_recovered_vm_has_disks_of_its_own(estate: Estate) -> None:
    vm = estate.add_vm("app-1", "172.30.1.10", disks=[of_size(5)])
    before = estate.tokyo.prism.get(f"{VMS}/{vm}")["disks"][0]
    estate.run("planned-failover")
    (after,) = estate.osaka.prism.list(VMS)[0]["disks"]
    assert after["backingInfo"]["diskSizeBytes"] == 5
    assert after["extId"] != before["extId"]


@pytest.mark.parametrize(
    ("move", "address"),
    [
        pytest.param({"migrateType": "ASSIGN_IP"}, "10.9.0.10", id="with any address"),
        pytest.param(
            {"migrateType": "ASSIGN_IP", "ipAddress": ip_object("10.9.0.77")}, "10.9.0.77", id="with this one"
        ),
        pytest.param({"migrateType": "RELEASE_IP"}, None, id="without an address"),
    ],
)
def test_nic_is_migrated_to_another_subnet(tokyo: Prism, app: str, move: Json, address: str | None) -> None:
    vpc = tokyo.create(VPCS, {"name": "other"})
    other = tokyo.create(SUBNETS, subnet("other", vpc, "10.9.0.0/24", "10.9.0.1", ("10.9.0.10", "10.9.0.20")))
    path = f"{VMS}/{tokyo.add_vm('one', app, '172.30.1.50')}"
    nic = f"{path}/nics/{tokyo.get(path)['nics'][0]['extId']}"
    tokyo.do("POST", f"{nic}/$actions/migrate", {"subnet": {"extId": other}, **move}, etag=tokyo.etag(path))
    network = tokyo.get(nic)["nicNetworkInfo"]
    assert (network["subnet"]["extId"], network["ipv4Config"].get("ipAddress", {}).get("value")) == (other, address)
    tokyo.do("DELETE", f"{SUBNETS}/{app}")


def test_guest_tools_are_looked_up_installed_and_taken_away(tokyo: Prism, app: str) -> None:
    vm = tokyo.add_vm("one", app)
    path = f"{VMS}/{vm}/guest-tools"
    assert tokyo.get(path)["isInstalled"] is False

    def ask(action: str, body: Json | None = None) -> None:
        tokyo.do("POST", f"{path}/$actions/{action}", body, etag=tokyo.etag(f"{VMS}/{vm}"))

    with pytest.raises(TaskFailed, match="powered off"):
        ask("install", {})
    tokyo.vm_action(vm, "power-on")
    ask("insert-iso", {"capabilities": ["SELF_SERVICE_RESTORE"]})
    ask("install", {"capabilities": ["VSS_SNAPSHOT"]})
    seen = tokyo.get(path)
    assert (seen["isInstalled"], seen["isReachable"], seen["capabilities"]) == (True, True, ["VSS_SNAPSHOT"])
    tokyo.update(path, isEnabled=False)
    assert tokyo.get(f"{VMS}/{vm}")["guestTools"]["isEnabled"] is False
    ask("uninstall")
    assert tokyo.get(path)["isInstalled"] is False


def test_running_vm_is_moved_to_another_node_and_given_to_another_owner(tokyo: Prism, app: str) -> None:
    vm = tokyo.add_vm("one", app, on=True)
    here = tokyo.get(f"{VMS}/{vm}")["host"]["extId"]
    hosts = [host["extId"] for host in tokyo.list(CLUSTERS.replace("clusters", "hosts"))]
    there = next(host for host in hosts if host != here)
    tokyo.vm_action(vm, "migrate-to-host", {"host": {"extId": there}})
    tokyo.vm_action(vm, "assign-owner", {"owner": {"extId": app}})
    seen = tokyo.get(f"{VMS}/{vm}")
    assert (seen["host"]["extId"], seen["ownershipInfo"]["owner"]["extId"]) == (there, app)
