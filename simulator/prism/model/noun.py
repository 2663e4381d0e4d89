"""What a noun of the API declares about itself.

A noun is one module with one subclass of `Noun`. It declares where it lives (namespace, path), what it is called on the
wire (objectType, rel) and which fields it has, and overrides only the hooks it needs. Hooks raise Refusal; no hook
knows HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

from simulator.prism.model.json import Json
from simulator.prism.model.record import Record
from simulator.prism.model.refusal import SchemaRefusal, not_found
from simulator.prism.model.site import Site

PAGED = frozenset({"$page", "$limit"})
"""The query options of a list that only has pages."""
FULL = PAGED | {"$filter", "$orderby", "$select"}
"""The query options of a list, unless its noun says otherwise."""

_COMMON = "extId links tenantId $objectType"


def fields(names: str) -> frozenset[str]:
    """The field names in a blank-separated string, and those that every entity has."""
    return frozenset(f"{_COMMON} {names}".split())


@dataclass(frozen=True)
class Done:
    """What a task reports: entities (rel, extId, name), completion details, or the job whose end ends the task."""

    affected: tuple[tuple[str, str, str], ...] = ()
    details: Json = field(default_factory=dict)
    follows: str | None = None


class Noun:
    """Base of all nouns. Subclasses have no state; one instance serves every site."""

    kind: ClassVar[str]
    namespace: ClassVar[str]
    path: ClassVar[str]
    """Collection path under `/api/<namespace>/v4.N/`; `{kind}` stands for the parent's extId."""
    object_type: ClassVar[str]
    plural: ClassVar[str] = ""
    responses: ClassVar[Mapping[str, str]] = {}
    """Verb or action -> name of its reply, where `response_type` would name it differently."""
    rel: ClassVar[str] = ""
    fields: ClassVar[frozenset[str]] = frozenset()
    computed: ClassVar[frozenset[str]] = frozenset()
    """The fields that only `view` knows."""
    required: ClassVar[tuple[str, ...]] = ()
    readonly: ClassVar[frozenset[str]] = frozenset()
    lengths: ClassVar[Mapping[str, int]] = MappingProxyType({"name": 128, "description": 1000})
    verbs: ClassVar[frozenset[str]] = frozenset({"list", "get", "create", "update", "delete"})
    query: ClassVar[frozenset[str]] = FULL
    expansions: ClassVar[Mapping[str, tuple[str, str, str] | None]] = {}
    """Name in `$expand` -> the field it adds, the kind that the field shows, and the field that refers to the entity.

    None: `on_demand` knows what is shown.
    """
    projected: ClassVar[bool] = False
    """Whether the items of a list with `$select` or `$expand` are `<Type>Projection` objects."""
    single: ClassVar[bool] = False
    """Whether a parent has exactly one: the path names no extId, and the parent's extId stands for that of the entity.
    """
    flat_path: ClassVar[str] = ""
    """A second collection path, which lists the entities of all parents."""
    since: ClassVar[int] = 0
    """The first v4 minor version of the namespace that has this noun."""
    actions_since: ClassVar[Mapping[str, int]] = {}
    """Action -> the first v4 minor version that has it, where that is not `since`."""
    dry_runs: ClassVar[bool] = False
    """Whether its actions know `$dryrun`."""
    actions: ClassVar[Mapping[str, str]] = {}
    """Action name -> method(site, record, body) -> Done."""
    action_path: ClassVar[str] = ""
    """The path of the entity that an action acts on, where that is not this noun's own. `acts_on` is then its kind."""
    acts_on: ClassVar[str] = ""
    guarded: ClassVar[frozenset[str]] = frozenset({"update"})
    """The verbs (and "act") that are refused without If-Match."""
    direct: ClassVar[bool] = False
    """Whether a change is answered at once instead of by a task."""
    synchronised: ClassVar[bool] = False
    """Whether paired sites share its entities."""
    lists_kinds: ClassVar[tuple[str, ...] | None] = None
    """The kinds of records that a list is made of; None: of the noun's own, or, where it is derived, of any."""
    ticks: ClassVar[bool] = False
    """Whether looking at an entity moves a clock of ticks."""

    @property
    def parent(self) -> str | None:
        """The kind of the entities that this noun's entities belong to: the last that the path names."""
        return self.path.split("{")[-1].split("}")[0] if "{" in self.path else None

    @property
    def label(self) -> str:
        """What messages call an entity."""
        return self.kind.replace("_", " ")

    @property
    def type_name(self) -> str:
        """The last word of the object type."""
        return self.object_type.rsplit(".", 1)[-1]

    def shape(self, body: Json) -> None:
        """Check the body of a create or update by itself, before anything is looked up; raises SchemaRefusal."""
        faults = [(name, "This attribute is required.") for name in self.required if name not in body]
        # assumed: an attribute that the schema does not have is refused, not ignored.
        faults += [(name, "This attribute is unknown.") for name in sorted(set(body) - self.fields)]
        faults += [
            (name, f"Must be a string of 1 to {longest} characters.")
            for name, longest in self.lengths.items()
            if name in body and not (isinstance(body[name], str) and len(body[name]) <= longest)
        ]
        if faults:
            raise SchemaRefusal(*faults)

    def shape_action(self, name: str, body: Json) -> None:
        """Check the body of an action by itself; raises SchemaRefusal."""

    def find(self, site: Site, ext_id: str) -> Record:
        """The entity of this extId; raises Refusal (404)."""
        return site.store.require(self.kind, ext_id)

    def records(self, site: Site, parent: str | None) -> Sequence[Record]:
        """The entities that a list shows, oldest first."""
        return site.store.listed(self.kind, parent)

    def named(self, site: Site, name: str) -> list[Record] | None:
        """The entities of a name, where the site keeps them by name; None where all must be looked at."""
        return None

    def narrow(self, site: Site, records: Sequence[Record], headers: Mapping[str, str]) -> Sequence[Record]:
        """The entities of a list that the request's headers ask for; raises Refusal."""
        return records

    def view(self, site: Site, record: Record) -> Json:
        """What a GET shows: the stored fields and the computed ones."""
        return record.data

    def on_demand(self, site: Site, ext_id: str, name: str) -> Json:
        """The fields that a name in `$expand` adds, where no other entity is shown."""
        return {}

    def etags(self, site: Site, record: Record) -> set[str]:
        """The If-Match values that fit this entity now."""
        return {record.etag}

    def create(self, site: Site, ext_id: str, body: Json, parent: str | None) -> Record:
        """Make the entity. Called when its task is due."""
        self.check(site, body, None, parent)
        record = Record(self.kind, ext_id, self.entity(ext_id, body), parent)
        self.complete(site, record)
        self.view(site, record)  # an entity that cannot be shown must not be kept
        site.store.add(record)
        self.created(site, record)
        return record

    def update(self, site: Site, record: Record, body: Json) -> None:
        """Replace the fields that an update may change. Called when its task is due."""
        self.check(site, body, record, record.parent)
        before = record.data
        kept = {name: before[name] for name in self.readonly if name in before}
        record.data = {**self.entity(record.ext_id, body), **kept}
        try:
            self.complete(site, record)
            self.view(site, record)
        except Exception:
            record.data = before
            raise
        site.store.touch(record)

    def delete(self, site: Site, record: Record) -> None:
        """Remove the entity. Called when its task is due."""
        self.check_delete(site, record)
        site.store.remove(record)
        self.deleted(site, record)

    def check_action(self, site: Site, name: str, record: Record, body: Json) -> None:
        """Refuse an action that cannot be carried out. A dry run does no more than this."""

    def act(self, site: Site, name: str, record: Record, body: Json) -> Done:
        """Carry out one of `actions`. Called when its task is due."""
        done = getattr(self, self.actions[name])(site, record, body)
        assert isinstance(done, Done)
        return done

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        """Refuse a create (old is None) or update that cannot be carried out."""

    def check_delete(self, site: Site, record: Record) -> None:
        """Refuse the delete of an entity that is still needed."""

    def complete(self, site: Site, record: Record) -> None:
        """Fill in the fields that the server decides, before the record is stored."""

    def created(self, site: Site, record: Record) -> None:
        """Do what a create brings about beside the entity itself."""

    def deleted(self, site: Site, record: Record) -> None:
        """Remove what goes with the entity."""

    def done(self, record: Record, verb: str) -> Done:
        """What the task of a create, update or delete reports."""
        return Done(affected=((self.rel, record.ext_id, record.name),) if self.rel else ())

    def entity(self, ext_id: str, body: Json) -> Json:
        """The data of an entity: what a body gives of the fields that a client may set, and what every entity has."""
        given = {name: value for name, value in body.items() if name not in self.readonly}
        return {**given, "$objectType": self.object_type, "$reserved": {}, "extId": ext_id}


class DerivedNoun(Noun):
    """Base of nouns whose entities are not stored: `records` derives them from other records at each look."""

    def find(self, site: Site, ext_id: str) -> Record:
        found = next((record for record in self.records(site, None) if record.ext_id == ext_id), None)
        if found is None:
            raise not_found(self.label, ext_id)
        return found
