"""Recovery plan: two locations. Its stages, settings and network mappings are entities of their own.

/api/datapolicies/v4.N/config/recovery-plans.
"""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import Json, Noun, Record, Site, fields, in_use, invalid

CHILDREN = ("recovery_stage", "recovery_setting", "network_mapping", "data_services_ip_mapping")


class RecoveryPlan(Noun):
    """Cannot be deleted while a job of it runs. Its children are deleted with it."""

    kind = "recovery_plan"
    namespace = "datapolicies"
    path = "config/recovery-plans"
    object_type = "datapolicies.v4.config.RecoveryPlan"
    rel = "datapolicies:config:recovery-plan"
    required = ("name", "primaryLocation", "recoveryLocation")
    lengths = MappingProxyType({"name": 256, "description": 1000})
    readonly = frozenset({"ownerExtId", "isProtectionPausedPostFailover"})
    synchronised = True
    projected = True
    since = 2
    fields = fields(
        "name description primaryLocation recoveryLocation witness ownerExtId isProtectionPausedPostFailover"
    )

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        managers = [body[name].get("domainManagerExtId") for name in ("primaryLocation", "recoveryLocation")]
        for manager in managers:
            if site.paired_site(str(manager)) is None:
                raise invalid(f"Recovery plan {body['name']}: no paired Prism Central has the extId {manager}.")
        if managers[0] == managers[1]:
            raise invalid(f"Recovery plan {body['name']} has the same Prism Central on both sides.")

    def complete(self, site: Site, record: Record) -> None:
        record.data.setdefault("ownerExtId", site.user_id)

    def check_delete(self, site: Site, record: Record) -> None:
        for job in site.store.where("recovery_plan_job", recoveryPlanExtId=record.ext_id, status="RUNNING"):
            raise in_use(f"Recovery plan {record.name} cannot be deleted while its job {job.name} is running.")

    def deleted(self, site: Site, record: Record) -> None:
        for kind in CHILDREN:
            for child in site.store.all(kind, record.ext_id):
                site.store.remove(child)
