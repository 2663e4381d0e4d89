"""Which VM continues which: what a takeover has moved, known by ids and never by a name or a category. Pure.

A recovered VM has an id of its own. The job's results say which VM of the source each one continues, and the site that
took over keeps those pairs and publishes them. So the site that is left powers off exactly the VMs that run elsewhere
now, and a stale copy makes way only for a recovery point of the VM that continues it.

The text is short, because a state holds it for thousands of VMs: of each id a digest. 48 bits name a VM of the source,
and 32 bits the VM that continues it, which is only ever compared for a source that was found already.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, Self, TypeVar

_VERSION = "1:"
_SOURCE, _RECOVERED = 6, 4
_PAIR = _SOURCE + _RECOVERED
_LEFT = 4


class HasId(Protocol):
    """A VM, as any look shows it."""

    @property
    def id(self) -> str:
        """Its id."""


V = TypeVar("V", bound=HasId)


@dataclass(frozen=True)
class Lineage:
    """What one takeover has moved. ``known`` is False where nobody told: then nothing follows from an empty one.

    ``left`` are the VMs of this site that its own state remembers as left to the other, where that tells no pairs now.
    """

    pairs: Mapping[bytes, bytes] = field(default_factory=dict)
    known: bool = False
    left: frozenset[bytes] = frozenset()

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Lineage:
        """From (id at the source, id of the recovered VM). Not known if an id is missing.

        Two sources with one digest are told apart by nobody, so neither counts.
        """
        given = dict.fromkeys(pairs)
        if not all(source and recovered for source, recovered in given):
            return cls()
        short = {(digest(source, _SOURCE), digest(recovered, _RECOVERED)) for source, recovered in given}
        often = Counter(source for source, _ in short)
        return cls({source: recovered for source, recovered in short if often[source] == 1}, known=True)

    @classmethod
    def parse(cls, text: str | None) -> Lineage:
        """From the text that ``str`` makes; not known where there is none, or one that this program cannot read."""
        data = _data(text)
        if data is None or len(data) % _PAIR:
            return cls()
        cut = [data[at : at + _PAIR] for at in range(0, len(data), _PAIR)]
        return cls({pair[:_SOURCE]: pair[_SOURCE:] for pair in cut}, known=True)

    @classmethod
    def union(cls, lineages: Iterable[Lineage]) -> Lineage:
        """What several takeovers have moved; known only if there are some and each is known."""
        given = list(lineages)
        found = {source: recovered for one in given for source, recovered in one.pairs.items()}
        return cls(found, known=True) if given and all(one.known for one in given) else cls()

    def __str__(self) -> str:
        """An opaque text, the same for the same pairs; empty where nothing is known."""
        if not self.known:
            return ""
        return _text(source + recovered for source, recovered in self.pairs.items())

    def remembered(self) -> str:
        """What the state of the source keeps of it, as long as that stands by: 32 bits of each of its VMs."""
        return _text({source[:_LEFT] for source in self.pairs}) if self.known else ""

    def remembering(self, text: str | None) -> Self:
        """With what ``remembered`` has kept, where these pairs are not known."""
        data = _data(text) or b""
        cut = frozenset(data[at : at + _LEFT] for at in range(0, len(data), _LEFT))
        return self if self.known else replace(self, left=cut)

    def took(self, vm_id: str) -> bool:
        """Whether the VM of this id at the source was taken over."""
        return digest(vm_id, _SOURCE) in self.pairs

    def remembers(self, vm_id: str) -> bool:
        """Whether the state remembers the VM of this id as left. Ask only of protected VMs: 32 bits tell few apart."""
        return digest(vm_id, _SOURCE)[:_LEFT] in self.left

    def continues(self, vm_id: str, recovered_id: str) -> bool:
        """Whether the VM ``recovered_id`` continues the VM ``vm_id`` of the source."""
        return self.continued_by(vm_id) == short(recovered_id)

    def continued_by(self, vm_id: str) -> bytes:
        """The digest of the VM that continues the source's, to be compared with ``short``; empty if none does."""
        return self.pairs.get(digest(vm_id, _SOURCE), b"")

    def taken(self, vms: Iterable[V]) -> list[V]:
        """Those of the source's VMs that were taken over. Two with one digest are left alone."""
        here = [vm for vm in vms if self.took(vm.id)]
        often = Counter(digest(vm.id, _SOURCE) for vm in here)
        return [vm for vm in here if often[digest(vm.id, _SOURCE)] == 1]


NOT_KNOWN = Lineage()


def _text(parts: Iterable[bytes]) -> str:
    return _VERSION + urlsafe_b64encode(b"".join(sorted(parts))).decode("ascii")


def _data(text: str | None) -> bytes | None:
    """None where there is no text, or one that this program cannot read."""
    if not text or not text.startswith(_VERSION):
        return None
    try:
        return urlsafe_b64decode(text.removeprefix(_VERSION))
    except (NotBase64, ValueError):
        return None


def short(recovered_id: str) -> bytes:
    """The digest of a recovered VM's id."""
    return digest(recovered_id, _RECOVERED)


def digest(vm_id: str, size: int) -> bytes:
    """What stands for the id in the text."""
    return hashlib.blake2b(vm_id.lower().encode(), digest_size=size).digest()
