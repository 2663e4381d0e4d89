"""Recovery plans of v3: one document holds the locations, the stages and the network mappings.
API: ``/api/nutanix/v3/recovery_plans``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from prism.datapolicies.recovery_plan import RecoveryLocation, RecoveryPlan
from prism.errors import PreconditionError
from prism.v3.documents import Documents, Json
from prism.v3.new_document import await_complete
from prism.v3.stage_document import stage_document

if TYPE_CHECKING:
    from prism.client import PrismCentral


def documents(central: PrismCentral) -> Documents:
    """The documents of the plans."""
    return Documents(central, "recovery_plans", "recovery_plan")


def ends(spec: Json) -> tuple[str, str]:
    """The URLs of the primary and of the recovery availability zone."""
    parameters = spec["resources"]["parameters"]
    zones = [str(zone["availability_zone_url"]) for zone in parameters["availability_zone_list"]]
    primary = int(parameters.get("primary_location_index") or 0)
    return zones[primary], zones[1 - primary]


@dataclass(frozen=True)
class RecoveryPlans:
    """The plans. Stages and network mappings are separate collections, as in v4."""

    central: PrismCentral

    def list(self) -> Iterator[RecoveryPlan]:
        """Every plan."""
        for document in documents(self.central).list():
            yield self._read(document)

    def get(self, ext_id: str) -> RecoveryPlan:
        """One plan."""
        return self._read(documents(self.central).get(ext_id))

    def create(self, entity: RecoveryPlan) -> str:
        """Creates a plan with its first stage, if the plan tells it, and waits until it is there.

        Every public client sends a stage with the plan. The rest is written next.
        """
        stages = [stage_document(self.central, entity.first_stage)] if entity.first_stage else []
        resources: Json = {"stage_list": stages, "parameters": {"network_mapping_list": []}}
        plans = documents(self.central)
        uuid = plans.create(self._written({"resources": resources}, entity))
        await_complete(plans, uuid, entity.label)
        return uuid

    def replace(self, current: RecoveryPlan, wanted: RecoveryPlan) -> None:
        """Writes name, description and locations; the rest of the document stays."""
        plans = documents(self.central)
        document = plans.get(current.id)
        if _version(document) != current.etag:
            raise PreconditionError(
                f"Could not update recovery plan '{current.label}' ({current.id}): someone else changed it meanwhile "
                "(HTTP 409). Run again.",
                status=409,
            )
        plans.write(document, self._written(document["spec"], wanted))

    def delete(self, ext_id: str, name: str) -> None:
        """Deletes the plan with its stages and mappings. Raises NotFoundError."""
        documents(self.central).delete(ext_id, name)

    def _read(self, document: Json) -> RecoveryPlan:
        spec, zones = document.get("spec") or document["status"], self.central.v3.zones
        primary, recovery = (RecoveryLocation(domain_manager_ext_id=zones.id_of(end)) for end in ends(spec))
        plan = RecoveryPlan(
            ext_id=document["metadata"]["uuid"],
            name=spec.get("name"),
            description=spec.get("description"),
            primary_location=primary,
            recovery_location=recovery,
        )
        plan.with_etag(_version(document))
        return plan

    def _written(self, spec: Json, plan: RecoveryPlan) -> Json:
        locations, zones = (plan.primary_location, plan.recovery_location), self.central.v3.zones
        named = [{"availability_zone_url": zones.url_of(end.domain_manager_ext_id)} for end in locations if end]
        resources: dict[str, Any] = spec["resources"]
        parameters = {**resources["parameters"], "availability_zone_list": named, "primary_location_index": 0}
        words = {"name": plan.name, "description": plan.description or ""}
        return {**spec, **words, "resources": {**resources, "parameters": parameters}}


def _version(document: Json) -> str:
    return str(document["metadata"].get("spec_version"))
