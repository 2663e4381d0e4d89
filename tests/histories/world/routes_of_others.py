"""What the program does about routes of others in the transit gateway's table: the program itself is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any, Self, cast
from unittest.mock import patch

import pulumi

from components.existing import Arrival, arrival, shadows
from components.published import Published
from components.stack import Stack
from components.tags import Tags
from operations.run import Project
from tests.histories.log.moment import Word
from tests.histories.world import program
from tests.histories.world.region import Region
from tests.histories.world.transit_gateway import Refused, TransitGateway
from topology import SiteModel, build


@dataclass(frozen=True)
class RoutesOfOthers:
    """The look of one run, by what both stacks had published when it began."""

    gateway: TransitGateway
    stack: Stack
    regions: Mapping[str, Region]

    @classmethod
    def of(
        cls, gateways: Sequence[TransitGateway], active: str, own: Word | None, others: Word | None, seen: str
    ) -> Self:
        """``gateways``: this site's first. ``own`` is None for a stack whose state was lost. ``seen`` is what its last
        run has published of the packets' arrival.
        """
        here = gateways[0]
        model = _model(here.site, active, here.table_id)
        known: dict[str, str] = {}
        if own is not None:
            known = {**program.outputs(own), "vpcId": f"vpc-{here.site}", "activeRegion": own.active}
            known |= {"transitGatewayRouteTableId": here.table_id, **({arrival.ARRIVAL: seen} if seen else {})}
        told, tags = Published.parse(model.other.name, program.outputs(others)), Tags.of_model(model)
        regions = {
            model.sites[one.site].region: Region(one, f"{tags.prefix}-{one.site}-workload", afar=one is not here)
            for one in gateways
        }
        stack = SimpleNamespace(model=model, site=model.me, tags=tags, own=known, other=told)
        return cls(here, cast(Stack, stack), regions)

    def refuse(self) -> None:
        """Before anything is registered. Raises Refused for routes that would keep packets away."""
        self._ask(lambda: shadows.refuse_shadows(self.stack))

    def expect_arrival(self, publish: Callable[[str], None], error: str = "", *, led: bool) -> None:
        """At the end of a run that has failed with ``error``, if it has failed so far. Raises Refused.

        ``publish`` is told what the run publishes of it.
        """
        ids = {
            "gateway_id": "tgw-0123456789abcdef0",
            "table_id": self.gateway.table_id,
            "vpc_id": f"vpc-{self.gateway.site}",
        }

        def look() -> None:
            ends = {name: cast(Any, id) for name, id in ids.items()}
            seen = Arrival(self.stack, led=[cast(Any, "")] if led else [], **ends)
            shown: Any = seen.shown[arrival.ARRIVAL]
            publish(shown.value if isinstance(shown, _Known) else shown)
            seen.expect()

        found = [error] if error else []
        try:
            self._ask(look)
        except Refused as refused:
            found.append(str(refused))
        if found:
            raise Refused(" ".join(found))

    def _ask(self, what: Callable[[], None]) -> None:
        with ExitStack() as patched:
            patched.enter_context(
                patch("components.existing.held.client", lambda _, region, **__: self.regions[region])
            )
            patched.enter_context(patch("components.existing.arrival.Output", _Known))
            try:
                what()
            except pulumi.RunError as error:
                raise Refused(str(error)) from None


@dataclass(frozen=True)
class _Known:
    """An output that is known already: what waits for it happens at once."""

    value: Any

    @classmethod
    def all(cls, *values: Any) -> Self:
        """All of them."""
        return cls(list(values))

    def apply(self, act: Callable[[Any], Any]) -> _Known:
        """What becomes of it."""
        return _Known(act(self.value))


@cache
def _model(site: str, active: str, table_id: str) -> SiteModel:
    """The model of a site whose transit gateway stood before the stack came."""
    project = Project.here()
    settings = project.configuration(site)
    ids = {"transitGatewayId": "tgw-0123456789abcdef0", "transitGatewayRouteTableId": table_id}
    sites = {name: {**facts, "existing": ids} if name == site else facts for name, facts in settings["sites"].items()}
    return build({**settings, "sites": sites, "activeRegion": active}, site, project.name)
