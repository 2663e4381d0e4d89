"""Every static route of a site, by the table that it stands in."""

from dataclasses import dataclass
from typing import Self

from topology.routes.on_premises import (
    allowed_prefixes,
    other_vpc_from_on_premises,
    to_on_premises,
    workload_from_on_premises,
)
from topology.routes.situation import Situation
from topology.routes.target import TgwRoute, VpcRoute
from topology.routes.vpc import ec2_vpc_routes, vpc_routes
from topology.routes.workload import other_vpc_routes, workload_routes


@dataclass(frozen=True)
class Routes:
    """Every static route that a stack makes, except those to the internet.

    In the transit gateway's table: `workload`, `other_vpc`, `to_on_premises`. In its table for attachments to
    on-premises: `workload_from_on_premises`, `other_vpc_from_on_premises`. In the VPC's tables: `vpc`. In those of the
    EC2 VPC, by the transit gateway: `ec2_vpc`. `allowed_prefixes` is what Direct Connect announces, and never empty:
    AWS wants one prefix at least.
    """

    workload: tuple[TgwRoute, ...]
    other_vpc: tuple[TgwRoute, ...]
    to_on_premises: tuple[TgwRoute, ...]
    workload_from_on_premises: tuple[TgwRoute, ...]
    other_vpc_from_on_premises: tuple[TgwRoute, ...]
    vpc: tuple[VpcRoute, ...]
    ec2_vpc: tuple[str, ...]
    allowed_prefixes: tuple[str, ...]

    @classmethod
    def of(cls, situation: Situation) -> Self:
        """The routes of a site in this situation."""
        return cls(
            workload=workload_routes(situation),
            other_vpc=other_vpc_routes(situation),
            to_on_premises=to_on_premises(situation),
            workload_from_on_premises=workload_from_on_premises(situation),
            other_vpc_from_on_premises=other_vpc_from_on_premises(situation),
            vpc=vpc_routes(situation),
            ec2_vpc=ec2_vpc_routes(situation),
            allowed_prefixes=allowed_prefixes(situation),
        )
