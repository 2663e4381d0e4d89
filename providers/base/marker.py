"""Ownership markers: how an object in Prism Central tells that it is ours.

A run may be killed after Prism made an object and before Pulumi recorded it. The next run finds the marker in
the object's description and adopts it. An object of the same name without our marker is somebody else's and
is never touched.
"""

from __future__ import annotations

import re

_OWNED = re.compile(r"\[nc2-dr:(?!superseded:|member:|restored:)([^\]]+)\]")
_RESTORED = re.compile(r" ?\[nc2-dr:restored:([^\]]+)\]")
_SUPERSEDED = re.compile(r" ?\[nc2-dr:superseded:([^\]]+)\]")


def describe(owner: str) -> str:
    """The description of an object that ``owner`` (project/stack/resource name) makes."""
    return f"Managed by Pulumi; changes made by hand are undone. [nc2-dr:{owner}]"


def owner_of(description: str | None) -> str:
    """The owner a description names; empty where it names none."""
    found = _OWNED.search(description or "")
    return found[1] if found else ""


def mark_superseded(description: str | None, owner: str) -> str:
    """The description of a stale copy: its VM now runs at the other site."""
    kept = clear_superseded(description)
    return f"{kept} [nc2-dr:superseded:{owner}]".strip()


def clear_superseded(description: str | None) -> str:
    """The description without that mark."""
    return _SUPERSEDED.sub("", description or "").strip()


def is_superseded(description: str | None, owner: str | None = None) -> bool:
    """Whether the mark of a stale copy is there, set by ``owner`` (None: by anybody)."""
    found = _SUPERSEDED.search(description or "")
    return found is not None and owner in (None, found[1])


def mark_restored(description: str | None, restoration: str) -> str:
    """The description of a VM restored from a store; ``restoration`` says by whom, in which flip, and from which VM."""
    kept = _RESTORED.sub("", clear_superseded(description)).strip()
    return f"{kept} [nc2-dr:restored:{restoration}]".strip()


def restoration_of(description: str | None) -> str:
    """What that mark says; empty without it."""
    found = _RESTORED.search(description or "")
    return found[1] if found else ""


def mark_member(description: str | None, membership: str) -> str:
    """The description of a VM that we gave a category; ``membership`` is the category's id and the owner."""
    return f"{clear_member(description, membership)} {_member(membership)}".strip()


def clear_member(description: str | None, membership: str) -> str:
    """The description without that mark; the marks of others stay."""
    return (description or "").replace(_member(membership), "").strip()


def is_member(description: str | None, membership: str) -> bool:
    """Whether the mark is there."""
    return _member(membership) in (description or "")


def _member(membership: str) -> str:
    return f"[nc2-dr:member:{membership}]"
