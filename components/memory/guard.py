"""Stops a run that would take something from a living pair because something is missing or has changed."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from components.memory.absence import missing, refusal
from components.memory.change import Change, changes, unprotected
from components.memory.memory import Memory, names
from components.memory.renamed import renamed
from components.memory.uses import WITH_THE_WORD, uses
from components.memory.vms import losing_protection
from components.published import Published
from topology import SiteModel


def remembered(model: SiteModel, own: Mapping[str, Any], others: Mapping[str, Any]) -> tuple[Published, Memory]:
    """What the other stack has published, and what this run will be remembered by.

    `own` and `others` are the outputs of the last runs of both stacks. Raises pulumi.RunError for an absence or a
    change that the configuration does not accept. Nothing is registered yet then, so nothing is deleted.
    """
    memory = _memory(own, model)
    heard = _heard(others, memory, model)
    published = Published.parse(model.other.name, heard)
    _refuse_changes(memory, model)
    for sentence in renamed(memory, model):
        pulumi.log.warn(sentence)
    known = names(published)
    kept = [name for name in (*uses(model), *WITH_THE_WORD) if name in known]
    return published, Memory.of(model, {name: str(heard[name]) for name in kept})


def _memory(own: Mapping[str, Any], model: SiteModel) -> Memory:
    try:
        return Memory.read(own, model)
    except (ValueError, KeyError, TypeError) as error:
        raise pulumi.RunError(
            f"The output 'remembered' of the stack of {model.me.name} cannot be read: {error}. It says what this stack "
            "goes by, so nothing was changed. Put an earlier state back (`pulumi stack import`)."
        ) from None


def _heard(outputs: Mapping[str, Any], memory: Memory, model: SiteModel) -> Mapping[str, Any]:
    """The outputs of the other stack; with consent those that it published last for those that are missing."""
    other, accepted = model.other.name, model.accepted_changes
    published = names(Published.parse(other, outputs))
    absent = missing(memory, model, published)
    if not absent:
        if memory.heard and other in (accepted.lost_state, accepted.given_up_site):
            pulumi.log.warn(
                f"acceptedChanges names {other} as lost, and its stack publishes everything. Remove that entry."
            )
        return outputs
    if accepted.given_up_site == other:
        pulumi.log.warn(
            f"{other} is given up: without {', '.join(absent)} this run deletes {_what(absent, model)}. What is "
            "protected is deleted only after `pulumi state unprotect`."
        )
        return outputs
    last = {name: memory.heard[name] for name in absent}
    if accepted.lost_state == other and all(last.values()):
        pulumi.log.warn(f"The state of {other} is lost. This run goes by what it published last: {', '.join(absent)}.")
        return {**outputs, **last, **(_with_the_word(memory) if "activeSite" in absent else {})}
    raise pulumi.RunError(refusal(absent, memory, model, published=bool(published)))


def _with_the_word(memory: Memory) -> Mapping[str, str]:
    """Which VMs the last known takeover of the other site has moved: without them nobody knows the stale copies."""
    return {name: text for name in WITH_THE_WORD if (text := memory.heard.get(name))}


def _what(absent: Sequence[str], model: SiteModel) -> str:
    return "; ".join(dict.fromkeys(uses(model)[name] for name in absent))


def _refuse_changes(memory: Memory, model: SiteModel) -> None:
    found = changes(memory, model)
    if not found:
        _tell_leftovers(model)
        return
    categories = unprotected(memory, model)
    lines = [_sentence(change) for change in found]
    if categories:
        lines.append(losing_protection(categories))
    refused = [change for change in found if not change.accepted]
    if not refused:
        lines.append("What is protected in the state is deleted only after `pulumi state unprotect` with its URN.")
        pulumi.log.warn("\n".join(["acceptedChanges accepts this change of a living pair:", *lines]))
        return
    consent = ", ".join(change.consent for change in refused)
    raise pulumi.RunError(
        "\n".join(
            [
                f"The stack of {model.me.name} refuses a change of a living pair; nothing was changed.",
                *lines,
                f"To keep everything, take the change back. To accept it, add to acceptedChanges: {{{consent}}}",
            ]
        )
    )


def _tell_leftovers(model: SiteModel) -> None:
    """Entries that this stack needs no longer; the other stack may not have run yet."""
    accepted = model.accepted_changes
    if accepted.home_site or accepted.other_site or accepted.name_prefix or accepted.things:
        pulumi.log.info("acceptedChanges accepts nothing in this stack now. Remove it once both stacks have been up.")


def _sentence(change: Change) -> str:
    return f"  - {change.subject}. Deleted with it: {', '.join(change.what)}."
