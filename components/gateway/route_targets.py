"""The targets that a site's routes can point at now."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi import Input

from topology import Target


@dataclass(frozen=True)
class RouteTarget:
    """Something a route can point at: its id, and what must be there before AWS accepts a route to it."""

    id: Input[str]
    ready: tuple[pulumi.Resource, ...] = ()


RouteTargets = Mapping[Target, RouteTarget]
"""What can carry traffic now. A route to a target that is not among them is pending."""
