"""The changes that are not on disk yet."""

from __future__ import annotations

from simulator.prism.model.json import Json
from simulator.prism.model.record import Record
from simulator.prism.model.replies import Answer, Key


class Changes:
    """Changed records, remembered replies and changed settings since the last `take`.

    kept = False: the world has no directory, so records and replies are not collected.
    """

    def __init__(self, *, kept: bool):
        self._kept = kept
        self._records: dict[tuple[str, str, str], tuple[Record, bool]] = {}
        self._replies: list[Json] = []
        self.settings_changed = False
        """Whether the links, the clock or something else that the control API sets changed."""

    def note(self, site: str, record: Record, *, removed: bool) -> None:
        """Take note of a record that changed or was removed."""
        if self._kept:
            self._records[site, record.kind, record.ext_id] = (record, removed)

    def note_reply(self, site: str, key: Key, answer: Answer) -> None:
        """Take note of the reply to a change, which a repeated request gets again."""
        if self._kept:
            self._replies.append({"site": site, "reply": [list(key), list(answer)]})

    def note_settings(self) -> None:
        """Take note that something that the control API sets changed."""
        self.settings_changed = True

    def take(self) -> list[Json]:
        """The changed records and replies, in the form of the journal; they are forgotten here."""
        taken: list[Json] = []
        for (site, kind, ext_id), (record, removed) in self._records.items():
            what: Json = {"removed": [kind, ext_id, record.version]} if removed else {"record": record.to_json()}
            taken.append({"site": site, **what})
        taken += self._replies
        self._records.clear()
        self._replies = []
        self.settings_changed = False
        return taken
