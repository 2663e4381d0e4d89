"""One stored entity of a site."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.prism.model.json import Json


@dataclass(slots=True)
class Record:
    """One entity: `data` is what the API shows, `version` makes the ETag.

    `hidden` is what only the simulator knows. Read and write it through the accessors of `model.hidden`, which declare
    its keys. The version is the world-wide number of the record's last change: no two entities share an ETag, and
    paired sites merge by it.
    """

    kind: str
    ext_id: str
    data: Json
    parent: str | None = None
    hidden: Json = field(default_factory=dict)
    version: int = 0

    @property
    def etag(self) -> str:
        """The opaque ETag, in a form that real Prism Centrals use."""
        return f"YXBwbGljYXRpb24vanNvbg==:{self.version}"

    @property
    def name(self) -> str:
        """The name that the API shows, or the extId of an entity without a name."""
        return str(self.data.get("name", self.ext_id))

    def to_json(self) -> Json:
        """All fields, for the journal."""
        return {key: getattr(self, key) for key in self.__slots__}
