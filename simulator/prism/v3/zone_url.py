"""The URL of an availability zone: what `availability_zones/list` shows as `management_url`, and plans and jobs name.

assumed: it is an id that both paired Prism Centrals show for one zone, and not that of the Prism Central. Public tools
compare URLs with URLs. Here the two always differ, so that a client which mistakes one for the other is found out.
"""

from __future__ import annotations

import uuid

from simulator.prism.model import Site, invalid


def url_of(domain_manager_id: str) -> str:
    """The URL of the zone of a Prism Central."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"availability-zone.{domain_manager_id}"))


def manager_of(site: Site, url: str) -> str:
    """The Prism Central (its domain manager's extId) of a zone that this site knows; raises Refusal."""
    for one in (site, *site.peers()):
        if url_of(one.domain_manager_id) == url:
            return one.domain_manager_id
    raise invalid(f"There is no availability zone with the URL {url}.")
