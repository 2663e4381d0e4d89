"""The six verbs, once. A noun says what its inputs are, how they look as a Prism object, and how to read them
back.

Rules kept here so that no noun has to remember them: nothing is stored on ``self``, so the provider pickles
to a reference; inputs are coerced to their declared types; Unknown is tolerated at preview; a missing object
leaves the state at refresh and counts as deleted at delete; ``read`` returns inputs, so that drift is seen;
``create`` adopts what a killed run made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Generic, TypeVar, cast

from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    CreateResult,
    DiffResult,
    ReadResult,
    ResourceProvider,
    UpdateResult,
)

from prism import Collection, ConflictError, Entity, NotFoundError, PrismCentral, TaskFailedError
from providers.base import twins as _twins
from providers.base.client import central
from providers.base.fields import Inputs, changed_fields, coerce, known
from providers.base.marker import owner_of
from providers.base.sentences import in_a_sentence

I = TypeVar("I", bound=Inputs)  # noqa: E741
E = TypeVar("E", bound=Entity)


class CheckedProvider(ResourceProvider, Generic[I]):
    """Check and diff by declared inputs, for any provider."""

    serialize_as_secret_always = False
    inputs: type[I]
    replace_on: ClassVar[tuple[str, ...]] = ()

    def load(self, props: Mapping[str, Any]) -> I:
        """The inputs as their model."""
        return self.inputs.model_validate(dict(props))

    def problems(self, inputs: I) -> Iterable[tuple[str, str]]:
        """(field, reason) for what is wrong between fields that are each right.

        Called with everything known.
        """
        return ()

    @in_a_sentence
    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Called before every diff, at preview too: coerces and validates."""
        values, problems = coerce(self.inputs, news)
        if not problems and known(values):
            problems = list(self.problems(self.load(values)))
        return CheckResult(values, [CheckFailure(name, reason) for name, reason in problems])

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Called at preview and at up: compares what is declared with the state."""
        changed = changed_fields(self.inputs, olds, news)
        # At preview an id is unknown only while the object behind it is being made or replaced.
        replaces = [name for name in changed if name in self.replace_on]
        return DiffResult(changes=bool(changed), replaces=replaces, delete_before_replace=True)


class PrismProvider(CheckedProvider[I], Generic[I, E]):
    """A provider of one kind of object that lives in a collection of Prism Central."""

    def collection(self, client: PrismCentral, inputs: I) -> Collection[E]:
        """Where objects of this kind live."""
        raise NotImplementedError

    def desired(self, inputs: I) -> E:
        """The object as it should be: the fields we own, and only those, are set."""
        raise NotImplementedError

    def observe(self, client: PrismCentral, found: E, inputs: I) -> dict[str, Any]:
        """The live object in terms of inputs; what is left out counts as unchanged."""
        raise NotImplementedError

    def same_thing(self, found: E, inputs: I) -> bool:
        """Whether ``found`` stands where ours should: the same name in the same place."""
        raise NotImplementedError

    def candidates(self, collection: Collection[E], inputs: I) -> Iterable[E]:
        """The objects among which ours could be."""
        return collection.list()

    def merge(self, current: E, wanted: E) -> E:
        """What to write over ``current``: its other fields stay as they are."""
        return current.model_copy(update={name: getattr(wanted, name) for name in wanted.model_fields_set})

    def owner_seen(self, found: E, inputs: I) -> str:
        """Whose the live object is, by its marker."""
        return owner_of(found.model_dump().get("description"))

    def settle(self, client: PrismCentral, ext_id: str, inputs: I) -> None:
        """Converges what belongs to the object but is written separately. Called after every write."""

    def outputs(self, client: PrismCentral, ext_id: str, inputs: I) -> dict[str, Any]:
        """What the state holds beside the inputs."""
        return {}

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called when the state holds no such resource: adopts our own object, else makes it."""
        inputs, client = self.load(props), central()
        collection = self.collection(client, inputs)
        ext_id = self.adopt(collection, inputs) or self.adopt_late(client, collection, inputs)
        if ext_id:
            self.write(collection, ext_id, inputs)
        else:
            ext_id = self.make(client, collection, inputs)
        self.settle(client, ext_id, inputs)
        return CreateResult(ext_id, self._state(client, ext_id, inputs))

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: the live object as state and as inputs, or nothing where it is gone."""
        inputs, client = self.load({**props, "owner": _twins.alone(str(props.get("owner", "")))}), central()
        try:
            collection = self.collection(client, inputs)
            found = collection.get(id_)
            seen_owner = self.owner_seen(found, inputs)
            twins = self.twins(collection, found, inputs) if seen_owner == inputs.owner else []
            live = {"owner": _twins.with_twins(seen_owner, twins), **self.observe(client, found, inputs)}
            # Unchecked: what somebody set to nonsense by hand is drift to be repaired, not an error.
            seen = cast(I, self.inputs.model_construct(**{**dict(inputs), **live}))
            return ReadResult(id_, self._state(client, id_, seen), seen.dump())
        except NotFoundError:
            return ReadResult("", {})

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called when declared fields changed that need no replacement."""
        inputs, client = self.load(news), central()
        collection = self.collection(client, inputs)
        if _twins.has_twins(str(olds.get("owner", ""))):
            _twins.remove(collection, id_, self.twins(collection, collection.get(id_), inputs))
        self.write(collection, id_, inputs)
        self.settle(client, id_, inputs)
        return UpdateResult(self._state(client, id_, inputs))

    @in_a_sentence
    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Called at destroy and before a replacement: gone is gone."""
        inputs = self.load(props)
        try:
            self.collection(central(), inputs).delete(id_, str(getattr(inputs, "name", "")))
        except NotFoundError:
            return

    def adopt(self, collection: Collection[E], inputs: I) -> str | None:
        """Our own object left by a killed run, or None.

        Raises ConflictError where another's is in its place.
        """
        ours: list[E] = []
        for found in self.candidates(collection, inputs):
            owner = owner_of(found.model_dump().get("description"))
            in_place = self.same_thing(found, inputs)
            if owner == inputs.owner and in_place:
                ours.append(found)
            elif (owner == inputs.owner or in_place) and not ours:
                raise ConflictError(_in_the_way(collection.kind, found, owner, inputs.owner))
        if not ours:
            return None
        _twins.remove(collection, ours[0].id, ours[1:])
        return ours[0].id

    def adopt_late(self, client: PrismCentral, collection: Collection[E], inputs: I) -> str | None:
        """Our own object that a task of an earlier run makes only now, waited for; or None."""
        name = str(getattr(inputs, "name", ""))
        return self.adopt(collection, inputs) if _twins.await_earlier(client, collection, name) else None

    def twins(self, collection: Collection[E], kept: E, inputs: I) -> list[E]:
        """Other objects with our marker that stand where ``kept`` does."""
        return [
            found
            for found in self.candidates(collection, inputs)
            if found.id != kept.id
            and owner_of(found.model_dump().get("description")) == inputs.owner
            and self.same_thing(found, inputs)
        ]

    def make(self, client: PrismCentral, collection: Collection[E], inputs: I) -> str:
        """Makes the object and returns its id, or that of an older one of ours that came up meanwhile."""
        try:
            made = collection.create(self.desired(inputs))
        except (TaskFailedError, ConflictError):
            # What is in the way may be our own, which a killed run's task made only now.
            late = self.adopt(collection, inputs)
            if late is None:
                raise
            self.write(collection, late, inputs)
            return late
        for found in self.candidates(collection, inputs):
            # A killed run's task may have ended only now: keep the older object, nothing uses the new one
            # yet.
            if found.id != made and owner_of(found.model_dump().get("description")) == inputs.owner:
                collection.delete(made, found.label)
                return found.id
        return made

    def write(self, collection: Collection[E], ext_id: str, inputs: I) -> None:
        """Writes what we own over the live object."""
        wanted = self.desired(inputs)
        collection.update(ext_id, lambda current: self.merge(current, wanted), tuple(sorted(wanted.model_fields_set)))

    def _state(self, client: PrismCentral, ext_id: str, inputs: I) -> dict[str, Any]:
        return {**inputs.dump(), **self.outputs(client, ext_id, inputs)}


def _in_the_way(kind: str, found: Entity, owner: str, ours: str) -> str:
    if owner == ours:
        return (
            f"The {kind} '{found.label}' ({found.id}) carries the marker of {ours} but stands elsewhere "
            "than asked for. "
            "It is what an earlier, interrupted replacement left: delete it in Prism Central, then run "
            "pulumi up."
        )
    whose = f"belongs to {owner}" if owner else "was not made by this stack"
    return (
        f"There is a {kind} '{found.label}' ({found.id}) already, and it {whose}. Rename or delete it, "
        "or choose another "
        f"name. To hand it over to this stack, write [nc2-dr:{ours}] into its description. Then run "
        "pulumi up."
    )
