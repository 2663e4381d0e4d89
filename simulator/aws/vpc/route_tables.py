"""Route tables: the main one of a VPC stays until the VPC goes.

moto deletes a main table when it is asked to, and the VPC is left without one. AWS refuses: "You can't delete the main
route table" (docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteRouteTable.html). The refusal is the dependency
error of a table that subnets use (github.com/aws/aws-cli/issues/1549). The association of a main table cannot be taken
away either, only moved to another table; code and text: github.com/hashicorp/vault/issues/659.
"""

from typing import Any

from moto.ec2.exceptions import DependencyViolationError

from simulator.aws.base import BackendMixin, MainAssociation


class RouteTableBackend(BackendMixin):
    """Repairs of moto's route table backend."""

    def delete_route_table(self, route_table_id: str) -> None:
        if self.get_route_table(route_table_id).main_association_id:
            raise DependencyViolationError(f"The routeTable '{route_table_id}' has dependencies and cannot be deleted.")
        super().delete_route_table(route_table_id)

    def disassociate_route_table(self, association_id: str) -> str | None:
        if any(table.main_association_id == association_id for table in self.route_tables.values()):
            raise MainAssociation(association_id)
        found: str | None = super().disassociate_route_table(association_id)
        return found

    def delete_vpc(self, vpc_id: str) -> Any:
        """The main table goes with its VPC. moto deletes it by `delete_route_table`."""
        mains = {table: table.main_association_id for table in self.route_tables.values() if _is_main_of(table, vpc_id)}
        for table in mains:
            table.main_association_id = None
        try:
            return super().delete_vpc(vpc_id)
        except Exception:
            for table, association_id in mains.items():
                table.main_association_id = association_id
            raise


def _is_main_of(table: Any, vpc_id: str) -> bool:
    return bool(table.vpc_id == vpc_id and table.main_association_id)
