"""Guest tools (NGT) of a VM, as the VM itself shows them. API: ``vmm/v4.x/ahv/config/vms``, field ``guestTools``."""

from __future__ import annotations

from prism.model import Model


class GuestTools(Model):
    """``is_reachable``: whether they answer now."""

    version: str | None = None
    is_installed: bool | None = None
    is_enabled: bool | None = None
    is_reachable: bool | None = None
