"""Disks of a VM as its own object shows them, and its GPUs and virtual TPM beside them. API: ``vmm/v4.x``."""

from __future__ import annotations

from prism.model import Model


class DiskBacking(Model):
    """The storage of a disk: a size of its own, or the volume group that it is a disk of, which has no size here.

    A union of VmDisk and ADSFVolumeGroupReference in the official clients.
    """

    disk_size_bytes: int | None = None
    volume_group_ext_id: str | None = None


class Disk(Model):
    """A disk of a VM."""

    backing_info: DiskBacking | None = None


class Gpu(Model):
    """A physical GPU or a virtual one (vGPU)."""

    name: str | None = None
    mode: str | None = None


class VtpmConfig(Model):
    """The virtual Trusted Platform Module (vTPM)."""

    is_vtpm_enabled: bool | None = None
