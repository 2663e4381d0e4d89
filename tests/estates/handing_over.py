"""What an operator does to let a stack use what is there: its marker goes into the description, beside the ticket."""

from __future__ import annotations

from typing import Any

from prism import Collection, PrismCentral
from prism.networking import Routes, RouteTables, Subnets, Vpcs
from prism.prism import Categories
from tests.estates.estate import Estate, Pair


def hand_over_overlay(estate: Estate, client: PrismCentral, stack: str) -> None:
    """The external subnet, the VPC, its subnets and its default route. ``stack`` is project and stack."""
    vpc = Vpcs(client).find_by_name(estate.overlay)
    assert vpc is not None
    mark(Vpcs(client), vpc, f"{stack}/overlay-vpc")
    names = {one.name: f"overlay-{one.name}" for one in estate.segments} | {estate.external_name: "overlay-external"}
    for subnet in list(Subnets(client).list()):
        if subnet.name in names:
            mark(Subnets(client), subnet, f"{stack}/{names[subnet.name]}")
    routes = Routes(client, RouteTables(client).of_vpc(vpc.id).id)
    for route in list(routes.list()):
        if str(route.destination) == "0.0.0.0/0":
            mark(routes, route, f"{stack}/overlay-default")


def hand_over_categories(client: PrismCentral, stack: str, *pairs: Pair) -> None:
    """The categories that the configuration names."""
    for key, value in pairs:
        category = Categories(client).find(key, value)
        assert category is not None
        mark(Categories(client), category, f"{stack}/protection-{key}-{value}")


def mark(collection: Collection[Any], found: Any, owner: str) -> None:
    """The marker of the resource goes after what people wrote."""
    marked = f"{found.description or ''} [nc2-dr:{owner}]".strip()
    collection.update(found.id, lambda current: current.model_copy(update={"description": marked}))
