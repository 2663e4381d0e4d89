"""Disk image or ISO image. /api/vmm/v4.N/content/images."""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import (
    Json,
    Noun,
    Record,
    SchemaRefusal,
    Site,
    fields,
    hidden,
    invalid,
    not_one_of,
    timestamp,
)

_TYPES = ("DISK_IMAGE", "ISO_IMAGE")
# assumed: nothing is fetched from a URL; an image from a URL shows this size.
_SIZE = 2**30
_SOURCES = MappingProxyType({"url": "UrlSource", "extId": "VmDiskSource"})


class Image(Noun):
    """Made from a URL, of which nothing is fetched, or from a disk of a VM.

    assumed: an image in use may be deleted.
    """

    kind = "image"
    namespace = "vmm"
    path = "content/images"
    object_type = "vmm.v4.content.Image"
    rel = "vmm:content:image"
    required = ("name", "type")
    lengths = MappingProxyType({"name": 256, "description": 1000})
    readonly = frozenset({"sizeBytes", "createTime", "lastUpdateTime", "ownerExtId", "ownerName"})
    fields = fields(
        "name description type checksum sizeBytes source categoryExtIds clusterLocationExtIds contentRepositoryExtId"
        " contentRepositoryName createTime lastUpdateTime ownerExtId ownerName placementPolicyStatus projectExtId"
        " isSharedWithAllProjects"
    )

    def shape(self, body: Json) -> None:
        super().shape(body)
        if body["type"] not in _TYPES:
            raise not_one_of("type", _TYPES)
        if not isinstance(body.get("source", {}), dict):
            raise SchemaRefusal(("source", "Must be an object."))

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        if old is None and not _SOURCES.keys() & body.get("source", {}).keys():
            raise invalid(f"Image {body['name']} needs a source: a url, or the extId of a disk.")
        for category in body.get("categoryExtIds", []):
            site.store.require("category", category)
        for cluster in body.get("clusterLocationExtIds", []):
            site.require_cluster(cluster)

    def complete(self, site: Site, record: Record) -> None:
        data, now = record.data, timestamp(site.world.clock.now())
        source: Json = data.get("source") or hidden.of_image(record)["source"]
        hidden.of_image(record)["source"] = source
        name = next(name for name in _SOURCES if name in source)
        data["source"] = {**source, "$objectType": f"vmm.v4.content.{_SOURCES[name]}"}
        if "sizeBytes" not in data:
            data["sizeBytes"] = _disk_size(site, source["extId"]) if name == "extId" else _SIZE
        data.setdefault("clusterLocationExtIds", [site.cluster_id])
        data.update(ownerExtId=site.user_id, ownerName=site.world.username, lastUpdateTime=now)
        data.setdefault("createTime", now)


def _disk_size(site: Site, ext_id: str) -> int:
    for vm in site.store.all("vm"):
        for disk in vm.data.get("disks", []):
            if disk["extId"] == ext_id:
                return int(disk["backingInfo"]["diskSizeBytes"])
    raise invalid(f"Disk {ext_id} does not exist; an image cannot be made of it.")
