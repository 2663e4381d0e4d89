"""The base of every object: a pydantic model of the fields that we use.

Prism's JSON names are camel case, ours are snake case. Unknown fields are kept as they were read, so that a PUT sends
them back unchanged.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError
from pydantic.alias_generators import to_camel

from plain_text import plain


class Model(BaseModel):
    """A part of an object."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="allow")

    def body(self) -> dict[str, Any]:
        """The JSON to send: Prism's names, without the fields that are None."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class Entity(Model):
    """An object with an id of its own.

    ``etag`` is that of the GET that read the object; None if a list did.
    """

    ext_id: str | None = None
    _etag: str | None = PrivateAttr(default=None)

    @property
    def etag(self) -> str | None:
        """The value of ``If-Match`` that replaces exactly this version."""
        return self._etag

    @property
    def id(self) -> str:
        """The ``extId``; empty for an object that Prism has not stored."""
        return self.ext_id or ""

    @property
    def label(self) -> str:
        """The name to show in a message, harmless whatever it holds. Who compares or sends names takes ``name``."""
        return plain(str(getattr(self, "name", None) or self.id))

    def with_etag(self, etag: str | None) -> None:
        """Stores the version at which this object was read."""
        self._etag = etag


class Reference(Model):
    """``{"extId": ...}``: a pointer to another object."""

    ext_id: str


def misfits(error: ValidationError) -> str:
    """The fields that do not have the expected shape, without their values."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults)
