"""Product of a Prism Central. /api/prism/v4.N/management/domain-managers/{domainManagerExtId}/products."""

from __future__ import annotations

import uuid

from simulator.prism.model import Json, Noun, Record, SchemaRefusal, Site, fields, hidden, not_found, timestamp

# assumed: what of it is enabled after NC2 has set up a Prism Central.
_PRODUCTS = {
    "FLOW_VIRTUAL_NETWORKING": "ENABLED",
    "NUTANIX_DISASTER_RECOVERY": "ENABLED",
    "FLOW_CONTROLLER": "ENABLED",
    "FLOW_NETWORK_SECURITY": "DISABLED",
}
_STATES = ("ENABLED", "DISABLED")


class Product(Noun):
    """Can be enabled and disabled; nothing else depends on it. assumed: a disabled product's API still answers."""

    kind = "product"
    namespace = "prism"
    path = "management/domain-managers/{domain_manager}/products"
    object_type = "prism.v4.management.Product"
    rel = "prism:management:product"
    since = 1
    projected = True
    verbs = frozenset({"list", "get", "update"})
    fields = fields(
        "name version enablementState serviceEnablementTime resizeTime lastModifiedTime resourceSpec metadata"
    )

    def shape(self, body: Json) -> None:
        super().shape(body)
        if body.get("enablementState", "ENABLED") not in _STATES:
            raise SchemaRefusal(("enablementState", f"Must be one of {', '.join(_STATES)}."))

    def records(self, site: Site, parent: str | None) -> list[Record]:
        return [self._product(site, name) for name in _PRODUCTS]

    def find(self, site: Site, ext_id: str) -> Record:
        found = next((one for one in self.records(site, None) if one.ext_id == ext_id), None)
        if found is None:
            raise not_found("product", ext_id)
        return found

    def update(self, site: Site, record: Record, body: Json) -> None:
        manager = site.store.require("domain_manager", site.domain_manager_id)
        now = timestamp(site.world.clock.now())
        changed = {"enablementState": body.get("enablementState", record.data["enablementState"])}
        hidden.of_domain_manager(manager).setdefault("products", {})[record.name] = {**changed, "lastModifiedTime": now}
        site.store.touch(manager)

    def _product(self, site: Site, name: str) -> Record:
        """Made up from what its Prism Central remembers of it; a Prism Central's products share its ETag."""
        manager = site.store.require("domain_manager", site.domain_manager_id)
        ext_id = str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.{manager.ext_id}"))
        data = {
            "$objectType": self.object_type,
            "$reserved": {},
            "extId": ext_id,
            "name": name,
            "enablementState": _PRODUCTS[name],
            "serviceEnablementTime": manager.data["createdTime"],
            **hidden.of_domain_manager(manager).get("products", {}).get(name, {}),
        }
        return Record(self.kind, ext_id, data, manager.ext_id, version=manager.version)
