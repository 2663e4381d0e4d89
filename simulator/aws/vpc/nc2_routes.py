"""NC2's own routes: it writes the transit VPC's routable prefixes into the main route table of its AWS VPC.

Each leads to the interface of the node that is the active gateway, and follows it. Tables that subnets are associated
with get nothing. A route that somebody else has made for the prefix stays, and stands in the way.

NC2 acts all the time. Here it acts whenever somebody looks at route tables, before they are shown. Which prefixes and
nodes there are is asked of the control API that simulates the region's Prism Central.
"""

from collections.abc import Mapping
from typing import Any

from moto.ec2.models.route_tables import Route

from simulator.aws.base import SURROUNDINGS, BackendMixin, ResponseMixin

_NODE = "Nutanix node "


class Nc2RouteBackend(BackendMixin):
    """What NC2 does in a region."""

    def let_nc2_write_routes(self) -> None:
        """Bring the routes of every cluster in the region up to what it wants now."""
        for wanted in SURROUNDINGS.cloud_routes(self.region_name):
            vpc = next((vpc for vpc in self.vpcs.values() if vpc.cidr_block == wanted["vpcCidr"]), None)
            if vpc is not None:
                self._write_routes(vpc.id, wanted)

    def _write_routes(self, vpc_id: str, wanted: Mapping[str, Any]) -> None:
        interfaces = self._write_interfaces(vpc_id, wanted)
        gateway = interfaces.get(str(wanted["gateway"]))
        table = next((table for table in self.route_tables.values() if _is_main(table, vpc_id)), None)
        if table is None:
            # The VPC is being deleted by another request.
            return
        there = {str(route.destination_cidr_block): route for route in table.routes if isinstance(route, Route)}
        for prefix, route in there.items():
            if _is_of_nc2(route) and (prefix not in wanted["prefixes"] or gateway is None):
                self.delete_route(table.id, prefix)
            elif _is_of_nc2(route):
                route.interface = gateway
        for prefix in wanted["prefixes"]:
            # assumed: a route of somebody else for the prefix stays, and NC2 goes on without its own.
            if gateway is not None and prefix not in there:
                self.create_route(table.id, prefix, interface_id=gateway.id)

    def _write_interfaces(self, vpc_id: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """The interface of each node by the node's id. One that has left takes its interface along."""
        found = {eni.description.removeprefix(_NODE): eni for eni in self.nc2_interfaces(vpc_id)}
        for node in found.keys() - wanted["nodes"].keys():
            self.enis.pop(found.pop(node).id)
        subnets = [one for one in self.describe_subnets() if one.vpc_id == vpc_id]
        flow = next((one for one in subnets if one.cidr_block == wanted["flowCidr"]), None)
        for node, address in wanted["nodes"].items() if flow else ():
            if node not in found:
                found[node] = self.create_network_interface(flow, address, description=f"{_NODE}{node}")
        return found

    def nc2_interfaces(self, vpc_id: str) -> list[Any]:
        """The interfaces of NC2's nodes in a VPC."""
        return [
            eni
            for eni in self.enis.values()
            if eni.subnet.vpc_id == vpc_id and str(eni.description or "").startswith(_NODE)
        ]

    def end_nodes_of(self, subnet: Any) -> None:
        """The nodes' interfaces go with their subnet, which has been deleted.

        AWS refuses to delete a subnet with interfaces. The local cluster is in nobody's way: it stands before its VPC.
        """
        for eni in [one for one in self.nc2_interfaces(subnet.vpc_id) if one.subnet.id == subnet.id]:
            self.enis.pop(eni.id)


class Nc2RouteResponse(ResponseMixin):
    """NC2 has acted before route tables and interfaces are shown."""

    def describe_route_tables(self) -> Any:
        self.ec2_backend.let_nc2_write_routes()
        return super().describe_route_tables()

    def describe_network_interfaces(self) -> Any:
        self.ec2_backend.let_nc2_write_routes()
        return super().describe_network_interfaces()


def _is_main(table: Any, vpc_id: str) -> bool:
    return bool(table.vpc_id == vpc_id and table.main_association_id)


def _is_of_nc2(route: Any) -> bool:
    return route.interface is not None and str(route.interface.description or "").startswith(_NODE)
