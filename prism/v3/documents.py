"""v3 entities: documents of spec, status and metadata. API: ``/api/nutanix/v3/<collection>``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from prism.contention import patiently, pause
from prism.errors import ConflictError, NotFoundError, PreconditionError, Subject, without_object
from prism.listing import MOST_PAGES, PASSES, incomplete

if TYPE_CHECKING:
    from prism.client import PrismCentral

Json = dict[str, Any]

_PREFIX = "/api/nutanix/v3/"
_PAGE = 100
_WRITES = 5
# Marks ids of v3 tasks. Those of v4 have the name of a service before the colon.
TASK_PREFIX = "v3:"


@dataclass(frozen=True)
class Documents:
    """The documents of one kind, such as ``recovery_plans``. assumed: ``total_matches`` counts all of a listing."""

    central: PrismCentral
    collection: str
    kind: str

    def call(self, subject: Subject, method: str, path: str = "", body: Json | None = None, once: bool = False) -> Json:
        """One request below the collection; the whole answer."""
        path = f"{_PREFIX}{self.collection}{path and '/' + path}"
        answer = self.central.plain_call(subject, method, path, body=body, once=once)
        if not isinstance(answer, dict):
            raise without_object(subject)
        return answer

    def list(self) -> Iterator[Json]:
        """Every document, page by page; none twice. Raises ServerError where the pages are not whole.

        Where the number of documents changes between two pages, they are read again from the first.
        """
        subject, told = Subject("list", self._word), set[str]()
        for _ in range(PASSES):
            seen, totals, offset = set[str](), set[int](), 0
            for _ in range(MOST_PAGES):
                page = {"kind": self.kind, "offset": offset, "length": _PAGE}
                found, total = _entities(self.call(subject, "POST", "list", page))
                totals.add(total)
                yield from (found[uuid] for uuid in found if uuid not in told)
                fresh = found.keys() - seen
                seen |= fresh
                told |= fresh
                offset += len(found)
                if not fresh or offset >= total:
                    break
            if len(totals) == 1 and len(seen) >= min(totals):
                return
        raise incomplete(subject, f"its pages held {len(seen)} of {min(totals)} objects")

    def get(self, uuid: str) -> Json:
        """One document. Raises NotFoundError."""
        return self.call(Subject("read", self._word, ext_id=uuid), "GET", uuid)

    def create(self, spec: Json) -> str:
        """Creates a document; its uuid. A lost answer is not tried again, because that would create a second one."""
        subject = Subject("create", self._word, str(spec.get("name", "")))
        body = {"api_version": "3.1.0", "metadata": {"kind": self.kind}, "spec": spec}
        answer = self.call(subject, "POST", body=body, once=True)
        self.finish(subject, answer)
        return str(answer["metadata"]["uuid"])

    def write(self, document: Json, spec: Json) -> None:
        """Replaces the document's spec. Raises PreconditionError if the document has changed since."""
        uuid = str(document["metadata"]["uuid"])
        subject = Subject("update", self._word, str(spec.get("name", "")), uuid)
        body = {"api_version": "3.1.0", "metadata": document["metadata"], "spec": spec}
        try:
            self.finish(subject, self.call(subject, "PUT", uuid, body))
        except ConflictError as error:
            raise PreconditionError(str(error), status=error.status, code=error.code) from None

    def change(self, uuid: str, change: Callable[[Json], Json]) -> None:
        """Reads a document and writes its changed spec. Tries again if someone else wrote first."""
        for left in reversed(range(_WRITES)):
            document = self.get(uuid)
            try:
                return self.write(document, change(document["spec"]))
            except PreconditionError:
                if left == 0:
                    raise
            pause(left)
        raise AssertionError("the last write either returns or raises")

    def delete(self, uuid: str, name: str) -> None:
        """Deletes a document and waits for its task. Raises NotFoundError."""
        subject = Subject("delete", self._word, name, uuid)
        self.finish(subject, patiently(lambda: self.call(subject, "DELETE", uuid)))

    def finish(self, subject: Subject, answer: Json) -> None:
        """Waits for the task of a change, if there is one."""
        task = answer.get("status", {}).get("execution_context", {}).get("task_uuid")
        if task:
            self.central.wait(subject, f"{TASK_PREFIX}{task}")

    @property
    def _word(self) -> str:
        return self.kind.replace("_", " ")


def _entities(answer: Json) -> tuple[dict[str, Json], int]:
    """The documents of a page by their ids, and how many there are in all."""
    found = {str(entity.get("metadata", {}).get("uuid", "")): entity for entity in answer.get("entities") or []}
    return found, int(answer.get("metadata", {}).get("total_matches", 0))


def part_id(position: int, part: Json) -> str:
    """The id of a part of a document, made from its content, because v3 has no id that outlives a change."""
    content = {name: value for name, value in part.items() if name != "stage_uuid"}
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
    return f"{position}.{digest}"


def position_of(parts: list[Json], ext_id: str, kind: str) -> int:
    """The place of the part now: its old place, or that of a part with equal content. Raises NotFoundError."""
    ids = [part_id(position, part) for position, part in enumerate(parts, start=1)]
    if ext_id in ids:
        return ids.index(ext_id)
    digests = [one.partition(".")[2] for one in ids]
    if ext_id.partition(".")[2] in digests:
        return digests.index(ext_id.partition(".")[2])
    raise NotFoundError(
        f"Could not {Subject('find', kind, ext_id=ext_id)}: it is not in its recovery plan any more. Run "
        "pulumi refresh, then "
        "pulumi up."
    )
