"""Restore source: a place from which a Prism Central may be restored. /api/prism/v4.N/management/restore-sources.

assumed: a Prism Element answers here, and this simulator answers for both at one address.
"""

from __future__ import annotations

import copy

from simulator.prism.model import Json, Noun, Record, Site, fields


class RestoreSource(Noun):
    """Credentials are looked at when the source is read, and are never shown."""

    kind = "restore_source"
    namespace = "prism"
    path = "management/restore-sources"
    object_type = "prism.v4.management.RestoreSource"
    required = ("location",)
    verbs = frozenset({"get", "create", "delete"})
    direct = True
    fields = fields("location")

    def view(self, site: Site, record: Record) -> Json:
        shown = copy.deepcopy(record.data)
        shown["location"].get("providerConfig", {}).pop("credentials", None)
        return shown
