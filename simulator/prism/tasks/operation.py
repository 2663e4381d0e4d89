"""Carrying out an operation: one verb of one noun on one entity of a site."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from simulator.prism.model import Done, Json, Noun, Record, Refusal, Site

FORMLESS = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError)
"""The errors that a body with the right attributes but malformed values leads to."""


class Operation(TypedDict):
    """What to do, as JSON."""

    kind: str
    """The noun's kind."""
    verb: str
    """create, update, delete or act."""
    target: str
    """extId of the entity. Of a create: the extId that the new entity gets."""
    body: Json
    parent: str | None
    """extId of the entity that the new entity belongs to."""
    action: str | None
    """The name of the action, where the verb is act."""
    etag: str | None
    """The If-Match value that must still fit."""
    dry: NotRequired[bool]
    """Check the action only."""


def perform(site: Site, noun: Noun, operation: Operation) -> Done:
    """Carry an operation out now; raises Refusal."""
    verb, target, body, etag = operation["verb"], operation["target"], operation["body"], operation["etag"]
    if verb == "create":
        if etag and etag != site.store.require(str(noun.parent), str(operation["parent"])).etag:
            raise etag_mismatch(noun, etag)
        return noun.done(noun.create(site, target, body, operation["parent"]), verb)
    record = acted_on(site, noun, target)
    if etag and noun.namespace == "vmm" and etag not in noun.etags(site, record):
        raise etag_mismatch(noun, etag)
    if verb == "act":
        action = str(operation["action"])
        noun.check_action(site, action, record, body)
        return Done() if operation.get("dry") else noun.act(site, action, record, body)
    if verb == "update":
        noun.update(site, record, body)
    else:
        noun.delete(site, record)
    return noun.done(record, verb)


def acted_on(site: Site, noun: Noun, ext_id: str) -> Record:
    """The entity that a change or an action of a noun concerns; raises Refusal (404)."""
    return site.store.require(noun.acts_on, ext_id) if noun.acts_on else noun.find(site, ext_id)


def formless(error: BaseException) -> Refusal:
    """The refusal of a body whose values do not have the form that an operation needs."""
    what = f"the attribute {error} is missing" if isinstance(error, KeyError) else str(error)
    return Refusal(400, "INVALID_ARGUMENT", f"The body is malformed: {what}.")


def etag_mismatch(noun: Noun, given: str) -> Refusal:
    """The refusal of an If-Match that does not fit, or no longer fits."""
    message = f"If-Match header value passed: {given} does not match the current ETag of the {noun.type_name}."
    if noun.namespace == "vmm":
        return Refusal(412, "VM_ETAG_MISMATCH", message, number=30303)
    return Refusal(412, "ETAG_MISMATCH", message, number=10005)
