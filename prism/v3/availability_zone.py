"""Availability zones of v3: this Prism Central and those that it is paired with. API: ``availability_zones/list``.

Plans and jobs name a zone by its URL, the ``management_url`` of this list. Both Prism Centrals show the same URL for
one zone. Whether it is the domain manager's id, no public source says: it is looked up and compared with other URLs.
assumed: a zone whose URL or uuid is no known id is that of the other Prism Central where it is the only one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from prism.datapolicies.protection_policy import ProtectionPolicies
from prism.errors import NotFoundError, PrismError
from prism.prism.domain_manager import DomainManagers
from prism.v3.documents import Documents

if TYPE_CHECKING:
    from prism.client import PrismCentral


@dataclass(frozen=True)
class Zone:
    """``status`` is REACHABLE or UNREACHABLE; empty where Prism Central does not tell."""

    url: str
    uuid: str
    name: str
    is_local: bool
    status: str


@dataclass
class AvailabilityZones:
    """The zones that a Prism Central knows. What URL a domain manager's zone has is remembered once it is found."""

    central: PrismCentral
    _id_of: dict[str, str] = field(default_factory=dict)

    def list(self) -> Iterator[Zone]:
        """Every zone, the local one first."""
        for document in Documents(self.central, "availability_zones", "availability_zone").list():
            status, spec = document.get("status") or {}, document.get("spec") or {}
            resources: dict[str, Any] = {**(spec.get("resources") or {}), **(status.get("resources") or {})}
            yield Zone(
                url=str(resources.get("management_url") or document["metadata"].get("uuid") or ""),
                uuid=str(document["metadata"].get("uuid") or ""),
                name=str(status.get("name") or resources.get("display_name") or ""),
                is_local=resources.get("management_plane_type") == "Local",
                status=str((resources.get("reachability_status") or {}).get("status") or ""),
            )

    def url_of(self, domain_manager_id: str) -> str:
        """The URL of the zone of a domain manager, or of a zone that is named by its URL already.

        Without a zone that fits, the only other zone is meant. Raises NotFoundError where there are several.
        """
        known = {found: url for url, found in self._id_of.items()}
        if domain_manager_id in known:
            return known[domain_manager_id]
        zones = [*self.list()]
        mine = domain_manager_id == self._own
        for zone in zones:
            if domain_manager_id in (zone.url, zone.uuid) or (zone.is_local and mine):
                return self._remember(zone.url, domain_manager_id)
        others = [zone for zone in zones if not zone.is_local]
        if mine or not zones:
            # This Prism Central does not show itself: the id is all that there is to name it by.
            return domain_manager_id
        if len(others) != 1:
            names = ", ".join(f"'{zone.name}'" for zone in others) or "none"
            raise NotFoundError(
                f"Could not find the availability zone of Prism Central {domain_manager_id}: {self.central.endpoint} "
                f"is paired with {names}, and none of them shows that id. Pair it with the other site's Prism Central "
                "alone, or upgrade to v4.2."
            )
        return self._remember(others[0].url, domain_manager_id)

    def id_of(self, url: str) -> str:
        """The domain manager of a zone: this one's own, or the one that the protection policies replicate with.

        The URL itself where nothing tells.
        """
        if url not in self._id_of:
            zones = [*self.list()]
            others = [zone.url for zone in zones if not zone.is_local]
            if any(zone.is_local and zone.url == url for zone in zones):
                self._remember(url, self._own)
            elif others == [url]:
                self._remember(url, self.replicated_with)
        return self._id_of.get(url, url)

    @property
    def _own(self) -> str:
        return next((found.id for found in DomainManagers(self.central).list()), "")

    @property
    def replicated_with(self) -> str:
        """The one other domain manager in the protection policies; empty where they name none or several."""
        try:
            policies = [*ProtectionPolicies(self.central).list()]
        except PrismError:
            return ""
        places = [place for policy in policies for place in policy.replication_locations or []]
        ids = {place.domain_manager_ext_id for place in places} - {self._own, None}
        return str(ids.pop()) if len(ids) == 1 else ""

    def _remember(self, url: str, domain_manager_id: str) -> str:
        if domain_manager_id and domain_manager_id != url:
            self._id_of[url] = domain_manager_id
        return url
