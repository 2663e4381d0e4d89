"""Ownership markers: the description of an object in Prism Central names the resource that the object belongs to.

A run may be killed after Prism Central has made an object and before Pulumi has recorded it. The next run finds the
marker and adopts the object. An object of the same name without the marker belongs to somebody else and is never
changed.
"""

from __future__ import annotations

import re

LONGEST = 1000
"""Characters of a description. assumed: characters, not bytes."""
_CUT = "..."
_MADE = "Managed by Pulumi;"
"""How every release begins the description of an object that it makes."""
_OWNED = re.compile(r"\[nc2-dr:(?!superseded:|member:|restored:)([^\]]+)\]")
_MARK = re.compile(r"\[nc2-dr:[^\]]+\]")
_MEMBER = re.compile(r"\[nc2-dr:member:([^\]]+)\]")
_RESTORED = re.compile(r" ?\[nc2-dr:restored:([^\]]+)\]")
_SUPERSEDED = re.compile(r" ?\[nc2-dr:superseded:([^\]]+)\]")


def describe(owner: str) -> str:
    """The description of an object of ``owner`` (project/stack/resource name)."""
    return f"{_MADE} changes made by hand show in the next refresh. [nc2-dr:{owner}]"


def description_of(found: object) -> str:
    """The description of an object of Prism Central; empty for one without, and for a kind that has none."""
    return str(getattr(found, "description", None) or "")


def owner_of(description: str | None) -> str:
    """The owner that the description names, or an empty string."""
    found = _OWNED.search(description or "")
    return found[1] if found else ""


def is_handed_over(description: str | None) -> bool:
    """Whether somebody else made the object and wrote the marker of a stack into its description."""
    return bool(owner_of(description)) and not (description or "").lstrip().startswith(_MADE)


def clear_owner(description: str | None) -> str:
    """The description without the marker of an owner. Every other word and mark stays."""
    return " ".join(_OWNED.sub("", description or "").split())


def mark_superseded(description: str | None, owner: str) -> str:
    """The description with the mark of a stale copy: the VM now runs at the other site."""
    return _marked(clear_superseded(description), f"[nc2-dr:superseded:{owner}]")


def clear_superseded(description: str | None) -> str:
    """The description without the mark of a stale copy."""
    return _SUPERSEDED.sub("", description or "").strip()


def is_superseded(description: str | None, owner: str | None = None) -> bool:
    """True if the description has the mark of a stale copy, set by ``owner`` (by anybody if None)."""
    found = _SUPERSEDED.search(description or "")
    return found is not None and owner in (None, found[1])


def mark_restored(description: str | None, restoration: str) -> str:
    """The description with the mark of a restored VM. ``restoration`` names the owner, the flip and the source VM."""
    return _marked(_RESTORED.sub("", clear_superseded(description)).strip(), f"[nc2-dr:restored:{restoration}]")


def restoration_of(description: str | None) -> str:
    """The restoration that the description names, or an empty string."""
    found = _RESTORED.search(description or "")
    return found[1] if found else ""


def mark_member(description: str | None, membership: str) -> str:
    """The description with the mark of a category member. ``membership`` is ``category id/owner``."""
    return _marked(clear_member(description, membership), _member(membership))


def clear_member(description: str | None, membership: str) -> str:
    """The description without the mark of this membership. Marks of other memberships stay."""
    return (description or "").replace(_member(membership), "").strip()


def memberships(description: str | None) -> list[str]:
    """The memberships that the description names, in its order."""
    return _MEMBER.findall(description or "")


def is_member(description: str | None, membership: str) -> bool:
    """True if the description has the mark of this membership."""
    return _member(membership) in (description or "")


def _marked(description: str, mark: str) -> str:
    """Both in one text that Prism Central takes: the words of people are cut at their end, and every mark is kept."""
    whole = f"{description} {mark}".strip()
    if len(whole) <= LONGEST:
        return whole
    marks = " ".join([*_MARK.findall(description), mark])
    words = " ".join(_MARK.sub("", description).split())
    return f"{words[: max(0, LONGEST - len(marks) - len(_CUT) - 1)].rstrip()}{_CUT} {marks}"


def _member(membership: str) -> str:
    return f"[nc2-dr:member:{membership}]"
