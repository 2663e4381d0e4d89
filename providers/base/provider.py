"""The verbs of a provider, once for all nouns. A noun adds its inputs, the Prism object for them, and how to read it.

Rules for every noun:
- A provider stores nothing on ``self``, so that its pickle is a reference.
- ``check`` coerces inputs to their declared types and accepts Unknown at preview.
- A missing object leaves the state at refresh, and counts as deleted at delete.
- ``read`` returns inputs, so that Pulumi sees drift.
- ``create`` adopts the object that a killed run made, and one that somebody else made and gave our marker.
- ``delete`` lets go of what somebody else made: it takes our marker away, and the object stays.
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
from providers.base import adoption as _adoption
from providers.base import twins as _twins
from providers.base.client import central
from providers.base.fields import Inputs, changed_fields, coerce, known
from providers.base.marker import description_of, is_handed_over, owner_of
from providers.base.sentences import in_a_sentence

I = TypeVar("I", bound=Inputs)  # noqa: E741
E = TypeVar("E", bound=Entity)


class CheckedProvider(ResourceProvider, Generic[I]):
    """Check and diff by declared inputs, for any provider."""

    serialize_as_secret_always = False
    inputs: type[I]
    replace_on: ClassVar[tuple[str, ...]] = ()

    def load(self, props: Mapping[str, Any]) -> I:
        """The properties as the inputs model."""
        return self.inputs.model_validate(dict(props))

    def problems(self, inputs: I) -> Iterable[tuple[str, str]]:
        """(field, reason) for fields that are valid each and contradict one another. Called with known values only."""
        return ()

    @in_a_sentence
    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Called before every diff, at preview and at up: coerces and validates."""
        values, problems = coerce(self.inputs, news)
        if not problems and known(values):
            problems = list(self.problems(self.load(values)))
        return CheckResult(values, [CheckFailure(name, reason) for name, reason in problems])

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Called at preview and at up: compares the inputs with the state."""
        changed = changed_fields(self.inputs, olds, news)
        # At preview an id is unknown only if its object will be made or replaced.
        replaces = [name for name in changed if name in self.replace_on]
        return DiffResult(changes=bool(changed), replaces=replaces, delete_before_replace=True)


class PrismProvider(CheckedProvider[I], Generic[I, E]):
    """A provider of one kind of object in a collection of Prism Central."""

    def collection(self, client: PrismCentral, inputs: I) -> Collection[E]:
        """The collection of this kind of object."""
        raise NotImplementedError

    def desired(self, inputs: I) -> E:
        """The wanted object. Only the fields that we own are set."""
        raise NotImplementedError

    def observe(self, client: PrismCentral, found: E, inputs: I) -> dict[str, Any]:
        """The live object as inputs. An input that is left out counts as unchanged."""
        raise NotImplementedError

    def same_thing(self, found: E, inputs: I) -> bool:
        """True if ``found`` is where our object belongs: it has the same name in the same place."""
        raise NotImplementedError

    def candidates(self, collection: Collection[E], inputs: I) -> Iterable[E]:
        """The objects among which ours may be."""
        return collection.list()

    def merge(self, current: E, wanted: E) -> E:
        """``current`` with the wanted fields. Its other fields stay, and so do people's words in the description."""
        ours = {name: getattr(wanted, name) for name in wanted.model_fields_set}
        words = description_of(current)
        if is_handed_over(words) and owner_of(words) == owner_of(ours.get("description")):
            ours["description"] = words
        return current.model_copy(update=ours)

    def owner_seen(self, found: E, inputs: I) -> str:
        """The owner that the marker of the live object names."""
        return owner_of(description_of(found))

    def settle(self, client: PrismCentral, ext_id: str, inputs: I) -> None:
        """Converges parts of the object that are written separately. Called after every write."""

    def outputs(self, client: PrismCentral, ext_id: str, inputs: I) -> dict[str, Any]:
        """The outputs: what the state holds beside the inputs."""
        return {}

    @in_a_sentence
    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Also refuses, at preview and at up, to make what somebody else has made already."""
        result = super().check(olds, news)
        if not olds and not result.failures:
            _adoption.refuse_what_is_in_the_way(self, result.inputs)
        return result

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called if the state does not hold the resource: adopts our own object, or makes it."""
        inputs, client = self.load(props), central()
        collection = self.collection(client, inputs)
        ext_id = self.adopt(collection, inputs) or self.adopt_late(client, collection, inputs)
        if ext_id is None:
            ext_id = self.make(client, collection, inputs)
        elif self._is_taken_over_as_it_is(client, collection, ext_id, inputs):
            return CreateResult(ext_id, self.state_of(client, ext_id, inputs))
        else:
            self.write(collection, ext_id, inputs)
        self.settle(client, ext_id, inputs)
        return CreateResult(ext_id, self.state_of(client, ext_id, inputs))

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: the live object as state and as inputs, or nothing if it is gone."""
        inputs, client = self.load({**props, "owner": _twins.alone(str(props.get("owner", "")))}), central()
        try:
            collection = self.collection(client, inputs)
            found = collection.get(id_)
            seen_owner = self.owner_seen(found, inputs)
            twins = self.twins(collection, found, inputs) if seen_owner == inputs.owner else []
            live = {"owner": _twins.with_twins(seen_owner, twins), **self.observe(client, found, inputs)}
            # Not validated: an invalid value that somebody set by hand is drift, and no error.
            seen = cast(I, self.inputs.model_construct(**{**dict(inputs), **live}))
            return ReadResult(id_, self.state_of(client, id_, seen), seen.dump())
        except NotFoundError:
            return ReadResult("", {})

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called if a field has changed that needs no replacement."""
        inputs, client = self.load(news), central()
        collection = self.collection(client, inputs)
        if _twins.has_twins(str(olds.get("owner", ""))):
            _twins.remove(collection, id_, self.twins(collection, collection.get(id_), inputs))
        self.write(collection, id_, inputs)
        self.settle(client, id_, inputs)
        return UpdateResult(self.state_of(client, id_, inputs))

    @in_a_sentence
    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Called at destroy and before a replacement. An object that is gone counts as deleted."""
        inputs = self.load({**props, "owner": _twins.alone(str(props.get("owner", "")))})
        try:
            collection = self.collection(central(), inputs)
            if not _adoption.let_go(self, collection, collection.get(id_), inputs):
                collection.delete(id_, str(getattr(inputs, "name", "")))
        except NotFoundError:
            return

    def adopt(self, collection: Collection[E], inputs: I) -> str | None:
        """The id of our own object that a killed run left, or None.

        Raises ConflictError if an object of somebody else is in its place.
        """
        ours: list[E] = []
        for found in self.candidates(collection, inputs):
            owner = owner_of(description_of(found))
            in_place = self.same_thing(found, inputs)
            if owner == inputs.owner and in_place:
                ours.append(found)
            elif (owner == inputs.owner or in_place) and not ours:
                raise ConflictError(_adoption.in_the_way(collection.kind, found, owner, inputs.owner))
        if not ours:
            return None
        _twins.remove(collection, ours[0].id, ours[1:])
        return ours[0].id

    def adopt_late(self, client: PrismCentral, collection: Collection[E], inputs: I) -> str | None:
        """The id of our own object after unfinished tasks of an earlier run have ended, or None."""
        name = str(getattr(inputs, "name", ""))
        return self.adopt(collection, inputs) if _twins.await_earlier(client, collection, name) else None

    def _is_taken_over_as_it_is(self, client: PrismCentral, collection: Collection[E], ext_id: str, inputs: I) -> bool:
        """Whether somebody handed the object over. Raises ConflictError where it is not as declared."""
        found = collection.get(ext_id)
        _adoption.refuse_to_rewrite(self, client, collection.kind, found, inputs)
        return is_handed_over(getattr(found, "description", None))

    def twins(self, collection: Collection[E], kept: E, inputs: I) -> list[E]:
        """Other objects with our marker in the place of ``kept``."""
        return [
            found
            for found in self.candidates(collection, inputs)
            if found.id != kept.id
            and owner_of(description_of(found)) == inputs.owner
            and self.same_thing(found, inputs)
        ]

    def make(self, client: PrismCentral, collection: Collection[E], inputs: I) -> str:
        """Makes the object and returns its id, or the id of our older object that has appeared meanwhile."""
        try:
            made = collection.create(self.desired(inputs))
        except (TaskFailedError, ConflictError):
            # The object in the way may be our own: a task of a killed run may have made it just now.
            late = self.adopt(collection, inputs)
            if late is None:
                raise
            self.write(collection, late, inputs)
            return late
        for found in self.candidates(collection, inputs):
            # A task of a killed run may have ended just now. Nothing uses the new object yet, so the older one stays.
            if found.id != made and owner_of(description_of(found)) == inputs.owner:
                collection.delete(made, found.label)
                return found.id
        return made

    def write(self, collection: Collection[E], ext_id: str, inputs: I) -> None:
        """Writes the fields that we own to the live object."""
        wanted = self.desired(inputs)
        collection.update(ext_id, lambda current: self.merge(current, wanted), tuple(sorted(wanted.model_fields_set)))

    def state_of(self, client: PrismCentral, ext_id: str, inputs: I) -> dict[str, Any]:
        """The state of an object: the inputs and the outputs."""
        return {**inputs.dump(), **self.outputs(client, ext_id, inputs)}
