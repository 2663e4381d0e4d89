"""Lists that move under their reader, and servers that cannot count pages."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from simulator.prism.model import Fault, Noun, Record, Site
from simulator.prism.odata import Page

_FULL = 100


def order(fault: Fault | None, records: Sequence[Record]) -> Sequence[Record]:
    """The records as this look at them sees them ordered."""
    return records[::-1] if fault and fault.kind == "reordered" else records


def query(fault: Fault | None, asked: Mapping[str, str]) -> Mapping[str, str]:
    """The query that is answered."""
    first = fault is not None and fault.kind in ("page-ignored", "endless-pages") and "$page" in asked
    return {**asked, "$page": "0"} if first else asked


def answered(fault: Fault | None, site: Site, page: Page) -> tuple[Page, int | None]:
    """The page and the total as they are told."""
    if fault and fault.kind == "endless-pages" and page.items:
        items = [copy.deepcopy(page.items[0]) | {"extId": site.world.new_id()} for _ in range(_FULL)]
        return replace(page, items=items), None
    return page, None if fault and fault.kind == "no-total" else page.total


def meanwhile(fault: Fault | None, noun: Noun, site: Site, records: Sequence[Record]) -> None:
    """What somebody does to the list after it was answered."""
    if fault is None or fault.kind not in ("deleted-after", "created-after"):
        return
    record = next((one for one in records if fnmatchcase(one.name, fault.vm)), None)
    if record is None:
        return
    if fault.kind == "deleted-after":
        noun.delete(site, record)
    else:
        ext_id = site.world.new_id()
        twin = Record(record.kind, ext_id, copy.deepcopy(record.data) | {"extId": ext_id}, record.parent)
        twin.hidden = copy.deepcopy(record.hidden)
        site.store.add(twin)
