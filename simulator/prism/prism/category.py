"""Category: a key and a value that entities are tagged with. Answered at once, without a task.

/api/prism/v4.N/config/categories.
"""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import Json, Noun, Record, Refusal, SchemaRefusal, Site, fields, in_use, reference

_FORBIDDEN_FIRST = "$/,!\"#%'()*+:;=?\\|[]^&"


class Category(Noun):
    """Unique by key and value. Cannot be deleted while a VM, a policy or a plan uses it."""

    kind = "category"
    namespace = "prism"
    path = "config/categories"
    object_type = "prism.v4.config.Category"
    plural = "Categories"
    required = ("key", "value")
    lengths = MappingProxyType({"key": 64, "value": 64, "description": 512})
    readonly = frozenset({"associations", "detailedAssociations", "type"})
    query = Noun.query | {"$expand", "$apply"}
    direct = True
    synchronised = True
    projected = True
    expansions = MappingProxyType({"associations": None, "detailedAssociations": None})
    fields = fields(
        "key value type description ownerUuid associations detailedAssociations projectExtId sharedWithProjects"
        " isSharedWithAllProjects"
    )

    def shape(self, body: Json) -> None:
        super().shape(body)
        for name in self.required:
            if not body[name] or body[name][0] in _FORBIDDEN_FIRST:
                raise SchemaRefusal((name, "Must not be empty nor begin with a special character."))

    def on_demand(self, site: Site, ext_id: str, name: str) -> Json:
        users = {kind: found for kind, found in _users(site, ext_id).items() if found}
        shown = [{"categoryId": ext_id, "resourceType": kind, "resourceGroup": _GROUPS[kind]} for kind in users]
        if name == "associations":
            summary = {"$objectType": "prism.v4.config.AssociationSummary"}
            return {name: [summary | one | {"count": len(users[one["resourceType"]])} for one in shown]}
        detail = {"$objectType": "prism.v4.config.AssociationDetail"}
        pairs = [(one, user) for one in shown for user in users[one["resourceType"]]]
        return {name: [detail | one | {"resourceId": user.ext_id} for one, user in pairs]}

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        for twin in site.store.where("category", key=body["key"], value=body["value"]):
            if twin is not old:
                message = f"Category {body['key']}:{body['value']} already exists."
                raise Refusal(409, "CATEGORY_ALREADY_EXISTS", message, arguments={"category": twin.ext_id})

    def complete(self, site: Site, record: Record) -> None:
        record.data.setdefault("type", "USER")
        record.data.setdefault("ownerUuid", site.user_id)

    def check_delete(self, site: Site, record: Record) -> None:
        for kind, users in _users(site, record.ext_id).items():
            if users:
                label = f"{record.data['key']}:{record.data['value']}"
                what = kind.replace("_", " ").lower()
                raise in_use(f"Category {label} is in use by {what} {users[0].name}.", category=record.ext_id)


_GROUPS = {"VM": "ENTITY", "PROTECTION_RULE": "POLICY", "RECOVERY_PLAN": "POLICY", "STORAGE_POLICY": "POLICY"}


def _users(site: Site, category_id: str) -> dict[str, list[Record]]:
    """The entities that have a category or name it, by Prism's resource type."""
    store, tag = site.store, reference(category_id)
    plans = [s for s in store.all("recovery_stage") if category_id in s.data.get("categoryExtIds", [])]
    return {
        "VM": [v for v in store.all("vm") if tag in v.data.get("categories", [])],
        "PROTECTION_RULE": [p for p in store.all("protection_policy") if category_id in p.data.get("categoryIds", [])],
        "STORAGE_POLICY": [p for p in store.all("storage_policy") if category_id in p.data.get("categoryExtIds", [])],
        "RECOVERY_PLAN": [store.require("recovery_plan", str(s.parent)) for s in plans],
    }
