"""What a run does to the workload's routes at this site, and which routes of others are in its way."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from components.answers import changes_active_site
from components.existing.cut_over import cuts_over, existing_ec2_vpc, is_beaten
from components.existing.held import HeldGateway, HeldTable, gateway_in, vpcs_named
from components.existing.walked import Walked
from components.stack import Stack
from topology import (
    HeldRoute,
    Platform,
    Shadow,
    foreign_sentences,
    inside,
    led_elsewhere,
    shadow_sentences,
    shadows,
    taken,
    taken_sentences,
    with_addresses,
)

_LIST_NAME = "workload"
_ON_PREMISES, _LIST = "onPremisesRouteTableId", "workloadPrefixListId"


@dataclass(frozen=True)
class Situation:
    """`table_id`: the table that this stack leads the workload in, None before there is one.

    `is_first`: no run has led the workload in this table before. `led_anew`: the run changes the active site or the
    platform, as far as the last run's outputs tell.
    """

    stack: Stack
    gateway_id: str
    table_id: str | None
    on_premises_table_id: str
    is_first: bool
    led_anew: bool
    vpc_id: str

    @classmethod
    def of(cls, stack: Stack, gateway_id: str = "", table_id: str = "", vpc_id: str = "") -> Self:
        """The situation of a run. The ids are those of the configuration or of the last run until they are given."""
        existing, own = stack.site.existing, stack.own
        gateway = gateway_id or existing.transit_gateway_id or str(own.get("transitGatewayId") or "")
        table = table_id or _table_id(stack)
        return cls(
            stack,
            gateway,
            table,
            str(own.get(_ON_PREMISES) or ""),
            is_first=own.get("transitGatewayRouteTableId") != table,
            led_anew=changes_active_site(stack.model, own) or cuts_over(stack),
            vpc_id=vpc_id or existing.vpc_id or str(own.get("vpcId") or ""),
        )

    @property
    def takes_over(self) -> bool:
        """Whether this site becomes active by a run that is not the first one."""
        return self.stack.model.is_active and self.led_anew and not self.is_first

    @property
    def does(self) -> str:
        """What the run does to the workload's routes, in words."""
        if self.is_first:
            return "the first run of this stack"
        site = self.stack.site.name
        cut_over = f"the cut-over of {site} to {self.stack.model.platform}"
        return cut_over if cuts_over(self.stack) else f"a failover to {site}"

    @property
    def prefixes(self) -> tuple[str, ...]:
        return tuple(self.stack.model.overlay.externally_routable_prefixes)

    @property
    def addresses(self) -> Mapping[str, str]:
        """The addresses of VMs that are known without Prism Central, with their names where those are known."""
        captured = self.stack.other.captured_addresses
        given = {one.address: one.vm for one in self.stack.model.overlay.static_addresses}
        return {**dict.fromkeys(captured, ""), **given}

    @property
    def managed(self) -> tuple[str, ...]:
        """The tables in which this stack leads the workload."""
        named = self.stack.site.existing.led_route_table_ids
        return (self.table_id or "", self.on_premises_table_id, *named)

    def held(self) -> HeldGateway:
        """This site's gateway. Raises AwsError."""
        assert self.table_id is not None, "there is nothing to look at before the first table"
        stack = self.stack
        tables = [one for one in self.managed if one]
        name = str(stack.own.get(_LIST) or stack.tags.name(_LIST_NAME))
        return gateway_in(
            stack.site.region,
            "" if self.is_first else self.gateway_id,
            tables=tables,
            prefixes=self.prefixes,
            our_list=name,
        )

    def first(self, held: HeldGateway) -> Walked:
        """What a first run would take from others."""
        table = held.tables[str(self.table_id)]
        wanted = self._wanted() | (frozenset() if self.led_anew else _ends_of(held, table))
        found = [one for one in taken(table.routes, self.prefixes, held.our_list) if not is_beaten(self.stack, one)]
        wrong = self.elsewhere(found, wanted)
        site = self.stack.site
        return Walked.of(wrong=tuple(taken_sentences(wrong, table.id, site.name, site.region)), warned=_unlisted(table))

    def walked(self, held: HeldGateway, *, led: bool = False) -> Walked:
        """The routes that take the packets in every table by which something comes in. `led`: ours has been led."""
        wrong: list[str] = []
        warned: list[str] = []
        main = held.tables[str(self.table_id)]
        wanted = self._wanted() | (_ends_of(held, main) if led or not self.led_anew else frozenset())
        if led:
            wrong += self._led_off(main.references(held.our_list))
        for table in held.tables.values():
            wrong += self._said(held, table, wanted)
            warned += _unlisted(table)
        return Walked.of(wrong=wrong, warned=warned)

    def shadows_of(self, held: HeldGateway) -> tuple[Shadow, ...]:
        """The routes that win over ours in the table of the workload, wherever they lead."""
        return shadows(held.tables[str(self.table_id)].routes, self.prefixes, held.our_list)

    def _led_off(self, ours: Sequence[HeldRoute]) -> Iterator[str]:
        """This stack's own routes where they lead elsewhere than the run has led them, as far as its end is known."""
        wanted = self._wanted()
        for one in ours:
            if wanted and not (one.leads and {one.attachment_id, one.resource_id} & wanted):
                yield (
                    f"In {self.table_id}, this stack's own route of {one.destination} leads to {one.leads_to}: "
                    f"somebody has changed it since. Run pulumi refresh --stack {self.stack.site.name}, then pulumi up."
                )

    def _said(self, held: HeldGateway, table: HeldTable, wanted: Collection[str]) -> Iterator[str]:
        site = self.stack.site
        if table.id in self.managed:
            wrong = self.elsewhere(shadows(table.routes, self.prefixes, held.our_list), wanted)
            yield from shadow_sentences(wrong, table.id, site.name, site.region)
            return
        to = next((one.id for one in held.attachments if {one.id, one.resource_id} & {*wanted}), "")
        wrong = self.elsewhere(inside(table.routes, self.prefixes), wanted)
        by = ", ".join(table.used_by)
        yield from foreign_sentences(wrong, table.id, by, site.name, site.region, to=to, ours=str(self.table_id))

    def elsewhere(self, found: Sequence[Shadow], wanted: Collection[str]) -> tuple[Shadow, ...]:
        """Those that lead elsewhere than to `wanted` and are not accepted, with the addresses that they take."""
        return with_addresses(led_elsewhere(found, wanted, self.stack.site.existing.accepted_routes), self.addresses)

    def _wanted(self) -> frozenset[str]:
        """What the workload's packets should be led to at this site, as far as its id is known; empty otherwise."""
        stack, existing = self.stack, self.stack.site.existing
        if not stack.model.is_active:
            other = stack.other
            own = (stack.own.get("requestedPeeringId"), stack.own.get("acceptedPeeringId"))
            named = (existing.transit_gateway_peering_id, other.transit_gateway_id)
            peerings = (*own, other.requested_peering_id, other.accepted_peering_id, *named)
            return frozenset(str(one) for one in peerings if one)
        if stack.model.platform is not Platform.NC2:
            if vpc := existing_ec2_vpc(stack):
                return frozenset({vpc})
            # A run that failed has published nothing of the VPC that the workload runs in before its migration.
            return vpcs_named(stack.site.region, stack.tags.name("ec2", "vpc"))
        ids = (self.vpc_id, existing.transit_gateway_attachment_id)
        return frozenset(str(one) for one in ids if one)


def _table_id(stack: Stack) -> str | None:
    """The table as the configuration names it, or as the last run has made it; None before that."""
    existing = stack.site.existing.transit_gateway_route_table_id
    own = stack.own.get("transitGatewayRouteTableId")
    return existing or (str(own) if own and not stack.site.existing.transit_gateway_id else None)


def _ends_of(held: HeldGateway, table: HeldTable) -> frozenset[str]:
    """Where this stack's own route leads: right in any run that does not lead it elsewhere."""
    return frozenset(one.attachment_id for one in table.references(held.our_list))


def _unlisted(table: HeldTable) -> tuple[str, ...]:
    if table.whole:
        return ()
    return (
        f"{table.id} has more routes of the workload's prefixes than AWS lists in many calls. Those that were listed "
        "were checked, the others were not.",
    )
