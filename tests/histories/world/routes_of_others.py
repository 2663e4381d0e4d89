"""What the program does about routes of others in the transit gateway's table: the program itself is asked."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any, Self, cast
from unittest.mock import patch

import pulumi

from components.existing import expect_arrival
from components.published import Published
from components.stack import Stack
from components.tags import Tags
from operations.run import Project
from tests.histories.log.moment import Word
from tests.histories.world import program
from tests.histories.world.region import Region
from tests.histories.world.transit_gateway import Refused, TransitGateway
from topology import SiteModel, build

_LOOKS: Any = sys.modules[expect_arrival.__module__]
"""The module of the program that looks at routes."""
_ARRIVAL = "workloadArrival"
"""The output that says whether packets have been seen to arrive."""


@dataclass(frozen=True)
class RoutesOfOthers:
    """The look of one run, by what both stacks had published when it began."""

    gateway: TransitGateway
    stack: Stack

    @classmethod
    def of(cls, gateway: TransitGateway, active: str, own: Word | None, others: Word | None, arrival: str) -> Self:
        """``own`` is None for a stack whose state was lost. ``arrival`` is what its last run has published of that."""
        model = _model(gateway.site, active, gateway.table_id)
        known = {"vpcId": f"vpc-{gateway.site}", "transitGatewayRouteTableId": gateway.table_id} if own else {}
        if own is not None:
            known |= {**program.outputs(own), **known, "activeRegion": own.active}
            known |= {_ARRIVAL: arrival} if arrival else {}
        told = Published.parse(model.other.name, program.outputs(others))
        seen = SimpleNamespace(model=model, site=model.me, tags=Tags.of_model(model), own=known, other=told)
        return cls(gateway, cast(Stack, seen))

    def refuse(self) -> None:
        """Before anything is registered. Raises Refused for routes that would keep packets away."""
        self._ask(_LOOKS.refuse_shadows)

    def expect_arrival(self, publish: Callable[[str], None], error: str = "", *, led: bool) -> None:
        """At the end of a run that has failed with ``error``, if it has failed so far. Raises Refused.

        ``publish`` is told what the run publishes of it.
        """
        found = [error] if error else []
        table_id, ends = cast(Any, self.gateway.table_id), [cast(Any, "")] if led else []

        def export(name: str, value: Any) -> None:
            assert name == _ARRIVAL
            publish(value.value if isinstance(value, _Known) else value)

        with patch("pulumi.export", export):
            try:
                self._ask(lambda stack: expect_arrival(stack, table_id, ends))
            except Refused as refused:
                found.append(str(refused))
        if found:
            raise Refused(" ".join(found))

    def _ask(self, what: Callable[[Stack], None]) -> None:
        region = Region(self.gateway, self.stack.tags.name("workload"))
        with patch.multiple(_LOOKS, client=lambda *_, **__: region, Output=_Known):
            try:
                what(self.stack)
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
