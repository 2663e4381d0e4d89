"""Protection policy: the categories that are replicated, where to, and how often.

/api/datapolicies/v4.N/config/protection-policies.
"""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import Done, Json, Noun, Record, SchemaRefusal, Site, fields, invalid

_MINUTE = 60
_UNIONS = {
    "LinearRetention": "datapolicies.v4.config.LinearRetention",
    "AutoRollupRetention": "datapolicies.v4.config.AutoRollupRetention",
    "NutanixCluster": "datapolicies.v4.config.NutanixCluster",
    "Mst": "datapolicies.v4.config.Mst",
}


class ProtectionPolicy(Noun):
    """Has at most three labelled locations, one of them primary, and schedules between their labels."""

    kind = "protection_policy"
    namespace = "datapolicies"
    path = "config/protection-policies"
    object_type = "datapolicies.v4.config.ProtectionPolicy"
    plural = "ProtectionPolicies"
    required = ("name", "replicationLocations", "replicationConfigurations")
    lengths = MappingProxyType({"name": 256, "description": 1000})
    readonly = frozenset({"ownerExtId"})
    synchronised = True
    projected = True
    fields = fields(
        "name description replicationLocations replicationConfigurations categoryIds isApprovalPolicyNeeded ownerExtId"
    )

    def shape(self, body: Json) -> None:
        super().shape(body)
        locations = body["replicationLocations"]
        labels = [location.get("label") for location in locations]
        if not 1 <= len(locations) <= 3 or None in labels or len(set(labels)) < len(labels):
            raise SchemaRefusal(("replicationLocations", "Must be 1 to 3 locations, each with a label of its own."))
        if sum(bool(location.get("isPrimary")) for location in locations) != 1:
            raise SchemaRefusal(("replicationLocations.isPrimary", "Exactly one location must be primary."))
        for index, config in enumerate(body["replicationConfigurations"]):
            _check_configuration(config, set(labels), f"replicationConfigurations[{index}]")

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        for location in body["replicationLocations"]:
            manager = location.get("domainManagerExtId")
            if site.paired_site(str(manager)) is None:
                raise invalid(f"Location {location['label']}: no paired Prism Central has the extId {manager}.")
        for category in body.get("categoryIds", []):
            site.store.require("category", category)

    def complete(self, site: Site, record: Record) -> None:
        record.data["ownerExtId"] = site.user_id
        for location in record.data["replicationLocations"]:
            place = location.get("replicationSubLocation")
            if place and "$objectType" not in place:
                place["$objectType"] = _UNIONS["NutanixCluster" if "clusterExtIds" in place else "Mst"]
        for config in record.data["replicationConfigurations"]:
            retention = config["schedule"].get("retention")
            if retention and "$objectType" not in retention:
                linear = isinstance(retention.get("local"), int)
                retention["$objectType"] = _UNIONS["LinearRetention" if linear else "AutoRollupRetention"]

    def deleted(self, site: Site, record: Record) -> None:
        for rule in site.store.all("consistency_rule", record.ext_id):
            site.store.remove(rule)

    def done(self, record: Record, verb: str) -> Done:
        # The task of a policy names no affected entity; clients find the extId here.
        return Done(details={"protectionPolicyExtId": record.ext_id})


def _check_configuration(config: Json, labels: set[str], where: str) -> None:
    source, remote = config.get("sourceLocationLabel"), config.get("remoteLocationLabel")
    if source not in labels or (remote is not None and (remote not in labels or remote == source)):
        raise SchemaRefusal((where, "sourceLocationLabel and remoteLocationLabel must be labels of two locations."))
    seconds = config.get("schedule", {}).get("recoveryPointObjectiveTimeSeconds")
    if not isinstance(seconds, int) or seconds < 0 or seconds % _MINUTE:
        message = f"Must be 0 or a multiple of {_MINUTE}, not {seconds!r}."
        raise SchemaRefusal((f"{where}.schedule.recoveryPointObjectiveTimeSeconds", message))
