"""Route tables: one per VPC, created and deleted with it. API: ``networking/v4.x/config/route-tables``."""

from __future__ import annotations

from prism.collection import Collection
from prism.errors import NotFoundError
from prism.model import Entity
from prism.query import equals


class RouteTable(Entity):
    """The route table of the VPC ``vpc_reference``."""

    vpc_reference: str | None = None


class RouteTables(Collection[RouteTable]):
    """The route tables of a Prism Central. They can only be read."""

    namespace, path, kind = "networking", "config/route-tables", "route table"
    model = RouteTable

    def of_vpc(self, vpc_id: str) -> RouteTable:
        """The route table of the VPC. Raises NotFoundError."""
        for table in self.list(equals("vpcReference", vpc_id)):
            if table.vpc_reference == vpc_id:
                return table
        raise NotFoundError(
            f"VPC {vpc_id} has no route table, so it was probably deleted. Run pulumi refresh, then pulumi up.",
            status=404,
        )
