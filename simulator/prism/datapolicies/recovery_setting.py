"""Recovery setting: how a VM, or the VMs of a category, start after recovery.

/api/datapolicies/v4.N/config/recovery-plans/{recoveryPlanExtId}/recovery-settings.
"""

from __future__ import annotations

from simulator.prism.model import Json, Noun, Record, SchemaRefusal, Site, fields

_TYPES = {
    "vm": "VmRecoverySetting",
    "vmCategoryExtId": "VmCategoryRecoverySetting",
    "volumeGroup": "VolumeGroupRecoverySetting",
}


class RecoverySetting(Noun):
    """Power state, IP mappings and floating IP associations are applied. Guest scripts are only kept."""

    kind = "recovery_setting"
    namespace = "datapolicies"
    path = "config/recovery-plans/{recovery_plan}/recovery-settings"
    object_type = "datapolicies.v4.config.RecoverySetting"
    rel = "datapolicies:config:recovery-setting"  # assumed
    required = ("recoverySetting",)
    synchronised = True
    projected = True
    since = 2
    fields = fields("scope recoverySetting")

    def shape(self, body: Json) -> None:
        super().shape(body)
        if not _TYPES.keys() & body["recoverySetting"].keys():
            raise SchemaRefusal(("recoverySetting", f"Must hold one of {', '.join(_TYPES)}."))

    def complete(self, site: Site, record: Record) -> None:
        setting = record.data["recoverySetting"]
        name = next(type_name for field, type_name in _TYPES.items() if field in setting)
        setting.setdefault("$objectType", f"datapolicies.v4.config.{name}")
