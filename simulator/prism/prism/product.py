"""Product of a Prism Central. /api/prism/v4.N/management/domain-managers/{domainManagerExtId}/products."""

from __future__ import annotations

import uuid

from simulator.prism.model import (
    DerivedNoun,
    Json,
    Record,
    Site,
    fields,
    hidden,
    not_one_of,
    timestamp,
)

# assumed: the states after NC2 has set up a Prism Central.
_PRODUCTS = {
    "FLOW_VIRTUAL_NETWORKING": "ENABLED",
    "NUTANIX_DISASTER_RECOVERY": "ENABLED",
    "FLOW_CONTROLLER": "ENABLED",
    "FLOW_NETWORK_SECURITY": "DISABLED",
}
_STATES = ("ENABLED", "DISABLED")


class Product(DerivedNoun):
    """Can be enabled and disabled. Nothing else depends on it.

    assumed: the API of a disabled product still answers.
    """

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
            raise not_one_of("enablementState", _STATES)

    def records(self, site: Site, parent: str | None) -> list[Record]:
        return [self._product(site, name) for name in _PRODUCTS]

    def update(self, site: Site, record: Record, body: Json) -> None:
        manager = site.store.require("domain_manager", site.domain_manager_id)
        now = timestamp(site.world.clock.now())
        changed = {"enablementState": body.get("enablementState", record.data["enablementState"])}
        hidden.of_domain_manager(manager).setdefault("products", {})[record.name] = {**changed, "lastModifiedTime": now}
        site.store.touch(manager)

    def _product(self, site: Site, name: str) -> Record:
        """A product, from what the domain manager remembers of it. All products of a Prism Central share its ETag."""
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
