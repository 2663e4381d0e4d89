"""Objects of others in Prism Central: refused at preview by name, and taken over as they are once they are handed over.

Somebody hands an object over by writing this stack's marker into its description. Nothing of it is changed then: what
differs from the declared inputs is refused, field by field. Its description stays, and it is never deleted, only let
go. An object that this project made says so in its description. What a killed run has left of it is completed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

import pulumi

from prism import Collection, ConfigurationError, ConflictError, Entity, PrismCentral, PrismError
from providers.base.client import PREVIEW, central
from providers.base.fields import Inputs, changed_fields, known
from providers.base.marker import clear_owner, description_of, is_handed_over, owner_of

I = TypeVar("I", bound=Inputs)  # noqa: E741
E = TypeVar("E", bound=Entity)


class Adopts(Protocol[I, E]):
    """What the look needs of a provider."""

    inputs: type[I]

    def collection(self, client: PrismCentral, inputs: I) -> Collection[E]: ...

    def candidates(self, collection: Collection[E], inputs: I) -> Iterable[E]: ...

    def same_thing(self, found: E, inputs: I) -> bool: ...

    def observe(self, client: PrismCentral, found: E, inputs: I) -> dict[str, Any]: ...

    def owner_seen(self, found: E, inputs: I) -> str: ...


class _NotKnownYet(Exception):
    """A field that a preview does not know was needed."""


class _AsFarAsKnown:
    """The inputs of a preview. A field that is not known yet raises _NotKnownYet."""

    def __init__(self, model: type[Inputs], values: Mapping[str, Any]) -> None:
        self._inputs = model.model_construct(**values)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._inputs, name)
        if not known(value):
            raise _NotKnownYet(name)
        return value


def refuse_what_is_in_the_way(provider: Adopts[I, E], values: Mapping[str, Any]) -> None:
    """Called before an object is made, at preview too. Raises ConflictError for one that is there already.

    A Prism Central that does not answer is no reason: the write itself says what is wrong.
    """
    inputs: Any = _load(provider.inputs, values)
    try:
        client = central(PREVIEW)
        collection = provider.collection(client, inputs)
        if "description" not in collection.model.model_fields:
            return
        for found, owner in _in_place(provider, collection, inputs):
            if owner != inputs.owner:
                raise ConflictError(in_the_way(collection.kind, found, owner, inputs.owner))
            refuse_to_rewrite(provider, client, collection.kind, found, inputs)
    except (PrismError, ConfigurationError) as error:
        if isinstance(error, ConflictError):
            raise
    except _NotKnownYet:
        return


def refuse_to_rewrite(provider: Adopts[I, E], client: PrismCentral, kind: str, found: E, inputs: I) -> None:
    """Raises ConflictError where an object that was handed over differs from the inputs, with each field."""
    if not is_handed_over(description_of(found)):
        return
    live = {"owner": inputs.owner, **provider.observe(client, found, inputs)}
    wanted = {name: getattr(inputs, name) for name in provider.inputs.model_fields}
    differ = [name for name in changed_fields(provider.inputs, {**wanted, **live}, wanted) if name in live]
    if not differ:
        return
    told = "; ".join(f"{name} is {live[name]}, and {wanted[name]} is declared" for name in differ)
    raise ConflictError(
        f"The {kind} '{found.label}' ({found.id}) was handed over to {inputs.owner}, and it is not as declared: "
        f"{told}. What others made is not rewritten. Change the configuration or the object, or choose another name. "
        "Then run pulumi up."
    )


def let_go(provider: Adopts[I, E], collection: Collection[E], found: E, inputs: Any) -> bool:
    """Whether the object stays when its resource goes: it is another's by now, or it was handed over to us.

    What was handed over stays as it is, without the marker of this stack.
    """
    owner, what = provider.owner_seen(found, inputs), f"The {collection.kind} '{found.label}' ({found.id})"
    if owner not in ("", inputs.owner):
        pulumi.log.warn(f"{what} stays: it belongs to {owner} by now.")
        return True
    if not is_handed_over(description_of(found)):
        return False
    collection.update(
        found.id, lambda now: now.model_copy(update={"description": clear_owner(description_of(now))}), ()
    )
    pulumi.log.info(f"{what} stays without the marker of this stack: it was there before.")
    return True


def in_the_way(kind: str, found: Entity, owner: str, ours: str) -> str:
    """Why the object cannot be made: another one is in its place, or its own marker is in another place."""
    if owner == ours:
        return (
            f"The {kind} '{found.label}' ({found.id}) has the marker of {ours}, but it is not in the declared place. "
            "An interrupted replacement left it. Delete it in Prism Central, then run pulumi up."
        )
    whose = f"belongs to {owner}" if owner else "was not made by this stack"
    return (
        f"There is a {kind} '{found.label}' ({found.id}) already, and it {whose}. Rename it, delete it, or choose "
        f"another name. To give it to this stack, add [nc2-dr:{ours}] to its description. Then run pulumi up."
    )


def _load(model: type[I], values: Mapping[str, Any]) -> Any:
    return model.model_validate(dict(values)) if known(values) else _AsFarAsKnown(model, values)


def _in_place(provider: Adopts[I, E], collection: Collection[E], inputs: I) -> Iterator[tuple[E, str]]:
    """What is where our object belongs, with the owner that its marker names."""
    for found in provider.candidates(collection, inputs):
        if provider.same_thing(found, inputs):
            yield found, owner_of(description_of(found))
