"""What this stack is built on of what exists already, kept in its outputs: a failover asks for none of it again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import pulumi
from pydantic import TypeAdapter, ValidationError

from topology import RouteTable, SeenNetwork, SeenTransitGateway, Site

OUTPUT = "existingFacts"


@dataclass(frozen=True)
class Facts:
    """None where the site has no such thing, or where nobody knows it."""

    network: SeenNetwork | None = None
    gateway: SeenTransitGateway | None = None

    @classmethod
    def read(cls, outputs: Mapping[str, Any], site: Site) -> Self:
        """What the last run went by, of the ids that the configuration names still; nothing of any others."""
        try:
            kept = _KEPT.validate_json(str(outputs.get(OUTPUT) or "{}"))
        except ValidationError as error:
            # A look replaces it; without an answer the run stops where it needs one.
            pulumi.log.debug(f"The output {OUTPUT} cannot be read: {error}")
            return cls()
        return cls(kept.network, kept.gateway) if kept.ids == _ids(site) else cls()

    def or_else(self, before: "Facts") -> "Facts":
        """These, and what was known before of what is not known now."""
        return Facts(self.network or before.network, self.gateway or before.gateway)

    def lack(self, site: Site) -> list[str]:
        """The keys of what the program cannot do without and does not know."""
        existing, path = site.existing, f"sites.{site.name}.existing"
        lacking = {
            f"{path}.vpcId": existing.vpc_id is not None and self.network is None,
            f"{path}.transitGatewayId": existing.transit_gateway_id is not None and self.gateway is None,
        }
        return [key for key, is_lacking in lacking.items() if is_lacking]

    def shown(self, site: Site) -> dict[str, str]:
        """The output, of a site that has something already."""
        if self.network is None and self.gateway is None:
            return {}
        kept = _Kept(_ids(site), _lasting(self.network) if self.network else None, self.gateway)
        # Sets are put into an order: an output that differs by chance would show in every preview.
        return {OUTPUT: json.dumps(_KEPT.dump_python(kept, mode="python"), default=sorted)}


@dataclass(frozen=True)
class _Kept:
    ids: tuple[str, ...] = ()
    network: SeenNetwork | None = None
    gateway: SeenTransitGateway | None = None


_KEPT = TypeAdapter(_Kept)


def _ids(site: Site) -> tuple[str, ...]:
    existing = site.existing
    subnets = [id for _, of_tier in existing.subnets for id in of_tier]
    gateway = (existing.transit_gateway_id, existing.transit_gateway_route_table_id)
    ends = (existing.transit_gateway_attachment_id, existing.transit_gateway_peering_id)
    return tuple(one or "" for one in (existing.vpc_id, *subnets, *gateway, *ends))


def _lasting(network: SeenNetwork) -> SeenNetwork:
    """Without the routes, which NC2 and others change, and without tables that this stack does not use."""
    used = {table.id: table for kind in RouteTable for table in network.tables_of(kind)}
    return replace(network, tables={id: replace(table, routes=()) for id, table in used.items()})
