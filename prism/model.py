"""The base of every thing in this package: a small pydantic model of the fields we use.

Prism's JSON names are camel case; ours are snake case. Fields we do not know are kept as they were read, so
that a PUT of an object that was read sends them back unharmed.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError
from pydantic.alias_generators import to_camel


class Model(BaseModel):
    """Any part of an object."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow")

    def body(self) -> dict[str, Any]:
        """The JSON to send: Prism's names, without the fields that are None."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class Entity(Model):
    """An object with an id of its own.

    ``etag`` is that of the GET it came from, None where it came from a list.
    """

    ext_id: str | None = None
    _etag: str | None = PrivateAttr(default=None)

    @property
    def etag(self) -> str | None:
        """What ``If-Match`` must carry to write over exactly this version."""
        return self._etag

    @property
    def id(self) -> str:
        """The ``extId``; empty for an object that was not read from Prism."""
        return self.ext_id or ""

    @property
    def label(self) -> str:
        """What to call the object in a sentence."""
        return str(getattr(self, "name", None) or self.id)

    def with_etag(self, etag: str | None) -> None:
        """Remembers the version this object was read at."""
        self._etag = etag


class Reference(Model):
    """``{"extId": ...}``: a pointer to another object."""

    ext_id: str


def misfits(error: ValidationError) -> str:
    """Which fields are of another shape, without what they hold."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults)
